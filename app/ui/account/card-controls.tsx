import { Button } from '#app/ui/button.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { Row } from '#app/ui/stack.tsx'
import type { AccountWords } from '#app/ui/words/nl/account.ts'
import { useWords } from '#app/ui/words/words.tsx'

/** How it stands with the card of a newcomer, and what the coach can do about it. */
export function CardControls(props: {
  words: AccountWords['card']
  card: { madeAt: string; expiresAt: string; usedAt: string | null; isLocked: boolean } | null
  /** false: the account is being made, and a card needs one. */
  hasAccount: boolean
  action: string
}) {
  const { words, card, action } = props
  const { day, moment } = useWords()
  if (!props.hasAccount) return <p>{words.noAccount}</p>
  return (
    <>
      {card === null ? (
        <p>{words.none}</p>
      ) : (
        <>
          <p>
            {words.since(day(card.madeAt), day(card.expiresAt))}{' '}
            {card.usedAt === null ? words.unused : words.used(moment(card.usedAt))}
          </p>
          {card.isLocked && <Note tone="warn">{words.locked}</Note>}
          <p>{words.remakeText}</p>
        </>
      )}
      <Row gap={3}>
        <PostForm action={action} gap={0}>
          <input type="hidden" name="intent" value="make" />
          <Button icon="print">{card === null ? words.make : words.remake}</Button>
        </PostForm>
        {card !== null && (
          <PostForm action={action} gap={0}>
            <input type="hidden" name="intent" value="revoke" />
            <Button variant="second">{words.revoke}</Button>
          </PostForm>
        )}
      </Row>
    </>
  )
}
