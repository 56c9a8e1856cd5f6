import { Badge } from '#app/ui/badge.tsx'
import { Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Row, Section, Stack } from '#app/ui/stack.tsx'
import type { AccountWords } from '#app/ui/words/nl/account.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { Proof } from '#db/values/accounts.ts'
import { deviceName } from './words.ts'

type Shown = { id: string; device: string | null; amr: Proof[]; createdAt: string; seenAt: string; isThis: boolean }

/** Where somebody is signed in, with a way to end each, and all others at once. */
export function OwnSessions({ words, sessions }: { words: AccountWords; sessions: readonly Shown[] }) {
  const { moment, list } = useWords()
  const others = sessions.filter(({ isThis }) => !isThis)
  return (
    <Section title={words.here}>
      <p>{others.length === 0 ? words.nowhereElse : words.hereText}</p>
      <Stack as="ul" gap={3}>
        {sessions.map((session) => (
          <Card as="li" key={session.id} gap={2}>
            <Row between gap={3}>
              <div>
                <h3>
                  <bdi>{deviceName(words, session.device)}</bdi>
                </h3>
                <p className="in-small">
                  {words.signedIn(moment(session.createdAt))}, {list(session.amr.map((one) => words.proofs[one]))}
                </p>
                <p className="in-small in-grey">{words.seen(moment(session.seenAt))}</p>
              </div>
              {session.isThis ? (
                <Badge tone="ok">{words.thisDevice}</Badge>
              ) : (
                <PostForm gap={0} action="/account">
                  <input type="hidden" name="intent" value="end" />
                  <input type="hidden" name="id" value={session.id} />
                  <Button variant="second" about={deviceName(words, session.device)}>
                    {words.end}
                  </Button>
                </PostForm>
              )}
            </Row>
          </Card>
        ))}
      </Stack>
      {others.length > 0 && (
        <PostForm gap={0} action="/account">
          <input type="hidden" name="intent" value="end-others" />
          <Button variant="second">{words.endOthers}</Button>
        </PostForm>
      )}
    </Section>
  )
}
