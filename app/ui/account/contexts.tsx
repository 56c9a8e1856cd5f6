import { Badge } from '#app/ui/badge.tsx'
import { Button } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Row, Stack } from '#app/ui/stack.tsx'
import type { AccountWords } from '#app/ui/words/nl/account.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { Role } from '#db/values/accounts.ts'

export type ContextShown = {
  accountId: string
  role: Role
  isAdmin: boolean
  organisation: string | null
  isNow: boolean
}

/** As whom somebody can go on: each with a button, but for the one of now. */
export function Contexts(props: { words: AccountWords; contexts: readonly ContextShown[]; action: string }) {
  const { t } = useWords()
  const { words } = props
  return (
    <Stack as="ul" gap={3}>
      {props.contexts.map((one) => {
        const name = one.isAdmin ? words.role.admin : t(`enum.role.${one.role}`)
        return (
          <Card as="li" key={one.accountId} gap={2}>
            <Row between gap={3}>
              <div>
                <h3>{name}</h3>
                {one.organisation && (
                  <p className="in-small">
                    <bdi>{one.organisation}</bdi>
                  </p>
                )}
              </div>
              <Row gap={3}>
                {one.isNow && <Badge tone="ok">{words.role.now}</Badge>}
                <PostForm gap={0} action={props.action}>
                  <input type="hidden" name="accountId" value={one.accountId} />
                  <Button variant={one.isNow ? 'second' : undefined} about={one.organisation ?? name}>
                    {one.isNow ? words.role.stay : words.role.choose}
                  </Button>
                </PostForm>
              </Row>
            </Row>
          </Card>
        )
      })}
    </Stack>
  )
}
