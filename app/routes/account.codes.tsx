import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { readForm } from '#app/request/form.ts'
import { afterSignIn } from '#app/request/homes.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { accountWords } from '#app/ui/account/words.ts'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { Panel } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { makeRecoveryCodes, recoveryCodesOfForm } from '#server/accounts/make-recovery-codes.ts'
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
  const { ctx, account: me } = await signedIn(args, 'account.change-own')
  const wanted = wantedOf(args.request)
  if (me.aal !== 2) return redirectTo(withWanted('/account/bevestigen', '/account/herstelcodes'))
  const page = accountPage(me)
  const { recoveryLeft } = await ownFactors(ctx, me)
  return json({ page, language: page.language, wanted, onward: afterSignIn(me, wanted), recoveryLeft })
}

/** Makes ten codes and shows them in this answer, and nowhere else. The same form sent twice shows the same ten. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, account: me } = await signedIn(args, 'account.change-own')
  const form = await readForm(args.request, z.object({}))
  if (!form.ok) throw new Response(null, { status: 400 })
  const key = accountsKey(args.context.env.sessionSecret)
  return run(async () => {
    const made = { key, form: form.key ?? '' }
    await onceFor(args, ctx, form, async (inside) => {
      await makeRecoveryCodes(inside, me, made)
      return { answer: {} }
    })
    return json({ codes: await recoveryCodesOfForm(ctx, me, made) })
  })
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
