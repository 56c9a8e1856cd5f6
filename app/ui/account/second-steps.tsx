import { Button, ButtonLink } from '#app/ui/button.tsx'
import { Card } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Row, Section, Stack } from '#app/ui/stack.tsx'
import type { AccountWords } from '#app/ui/words/nl/account.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { deviceName } from './words.ts'

type Shown = {
  totpSince: string | null
  recoveryLeft: number
  passkeys: readonly { id: string; device: string | null; createdAt: string; usedAt: string | null }[]
}

/** The second steps that an account has, and what can be done about them. */
export function SecondSteps(props: {
  words: AccountWords
  factors: Shown
  /** The role asks for a second step: the last one stays. */
  isCompulsory: boolean
  mayAdd: boolean
  /** This session took the second step. */
  isSure: boolean
}) {
  const { words, factors } = props
  const { day } = useWords()
  const link = props.mayAdd ? '/account/beveiligen' : '/account/bevestigen?naar=/account/beveiligen'
  const nothing = factors.totpSince === null && factors.passkeys.length === 0
  const isOnlyOne = factors.passkeys.length + (factors.totpSince === null ? 0 : 1) === 1
  const canUnlink = factors.totpSince !== null && props.isSure && !(props.isCompulsory && isOnlyOne)
  return (
    <Section title={words.second}>
      <p>{props.isCompulsory ? words.secondMust : words.secondWhy}</p>
      <p>{factors.totpSince === null ? words.noApp : words.appSince(day(factors.totpSince))}</p>
      {!nothing && <p>{words.recoveryLeft(factors.recoveryLeft)}</p>}
      <Row gap={3}>
        <ButtonLink variant="second" href={link}>
          {factors.totpSince === null ? words.linkApp : words.replaceApp}
        </ButtonLink>
        {!nothing && (
          <ButtonLink variant="second" href="/account/herstelcodes">
            {words.newRecovery}
          </ButtonLink>
        )}
        {canUnlink && (
          <PostForm gap={0} action="/account">
            <input type="hidden" name="intent" value="unlink-app" />
            <Button variant="second">{words.unlinkApp}</Button>
          </PostForm>
        )}
      </Row>
      <h3>{words.passkeys}</h3>
      <p>{words.passkeyWhat}</p>
      {factors.passkeys.length > 0 && (
        <Stack as="ul" gap={3}>
          {factors.passkeys.map((passkey) => (
            <Card as="li" key={passkey.id}>
              <Row between gap={3}>
                <p>
                  <b>{deviceName(words, passkey.device)}</b>
                  <br />
                  {words.passkeySince(day(passkey.createdAt))}
                </p>
                {props.isSure && !(props.isCompulsory && isOnlyOne) && (
                  <PostForm gap={0} action="/account">
                    <input type="hidden" name="intent" value="remove-passkey" />
                    <input type="hidden" name="id" value={passkey.id} />
                    <Button variant="second" about={deviceName(words, passkey.device)}>
                      {words.passkeyRemove}
                    </Button>
                  </PostForm>
                )}
              </Row>
            </Card>
          ))}
        </Stack>
      )}
      <p>
        <ButtonLink variant="second" href={link}>
          {words.passkeyAdd}
        </ButtonLink>
      </p>
    </Section>
  )
}
