import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { afterSignIn } from '#app/request/homes.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { accountWords } from '#app/ui/account/words.ts'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { Panel } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { makeRecoveryCodes } from '#server/accounts/make-recovery-codes.ts'
import { ownFactors } from '#server/accounts/reads-own.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { AccountFrame, accountPage, wantedOf } from './account.frame.tsx'
import { withWanted } from './visitor.sign-in-words.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${accountWords(data?.language ?? 'nl').codesTitle} - Instroom` },
]

/** Recovery codes are made after the second step only. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account: me } = await signedIn(args)
  const wanted = wantedOf(args.request)
  if (me.aal !== 2) return redirectTo(withWanted('/account/bevestigen', '/account/herstelcodes'))
  const page = accountPage(me)
  const { recoveryLeft } = await ownFactors(ctx, me)
  return json({ page, language: page.language, wanted, onward: afterSignIn(me, wanted), recoveryLeft })
}

/** Makes ten codes and shows them in this answer, and nowhere else. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, account: me } = await signedIn(args)
  const key = accountsKey(args.context.env.sessionSecret)
  return run(async () => json({ codes: await makeRecoveryCodes(ctx, me, { key }) }))
}

export default function Codes() {
  const { page, language, wanted, onward, recoveryLeft } = useLoaderData<typeof loader>()
  const made = useActionData<typeof action>()
  const words = accountWords(language)
  return (
    <AccountFrame page={page}>
      <PageHead title={words.codesTitle} lead={words.codesText} />
      {made ? (
        <>
          <Note tone="warn" announce>
            {words.codesOnce}
          </Note>
          <Panel>
            <Stack as="ul" gap={2}>
              {made.codes.map((code) => (
                <li key={code}>
                  <code dir="ltr">{code}</code>
                </li>
              ))}
            </Stack>
          </Panel>
          <p>
            <ButtonLink href={onward}>{words.codesKept}</ButtonLink>
          </p>
        </>
      ) : (
        <PostForm action={withWanted('/account/herstelcodes', wanted)}>
          <p>{words.recoveryLeft(recoveryLeft)}</p>
          {recoveryLeft > 0 && <p>{words.codesReplace}</p>}
          <Button>{words.codesMake}</Button>
        </PostForm>
      )}
    </AccountFrame>
  )
}
