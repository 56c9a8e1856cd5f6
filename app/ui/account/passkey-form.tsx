import { Button } from '#app/ui/button.tsx'
import { Note } from '#app/ui/note.tsx'
import { Section, Stack } from '#app/ui/stack.tsx'
import type { AccountWords } from '#app/ui/words/nl/account.ts'

/**
 * A button that makes or uses a passkey, by `passkey-script`. Sent without the script, the page says that it needs one.
 *
 * @param kind `make` a passkey on this device, or `use` one
 * @param route id of the route whose action answers, for the script's question
 */
export function PasskeyForm(props: {
  words: AccountWords
  kind: 'make' | 'use'
  action: string
  route: string
  /** The server refused what the device signed. */
  failed: boolean
  /** The form came without the script. */
  withoutScript: boolean
}) {
  const { words, kind, action } = props
  const ask = `${action}${action.includes('?') ? '&' : '?'}_data=${encodeURIComponent(props.route)}`
  return (
    <Section title={words.passkeys}>
      <p>{words.passkeyWhat}</p>
      {props.withoutScript && <Note tone="warn">{words.passkeyNoScript}</Note>}
      <form method="post" action={action} data-passkey={kind} data-ask={ask}>
        <input type="hidden" name="intent" value="passkey-ask" />
        <input type="hidden" name="challenge" />
        <input type="hidden" name="response" />
        <Stack gap={3}>
          <div role="alert" data-passkey-failed="" hidden={!props.failed}>
            <Note tone="error">{words.passkeyFailed}</Note>
          </div>
          <div>
            <Button variant="second">{kind === 'make' ? words.passkeyAdd : words.passkeyUse}</Button>
          </div>
        </Stack>
      </form>
      <script src="/scripts/passkey.js" defer />
    </Section>
  )
}
