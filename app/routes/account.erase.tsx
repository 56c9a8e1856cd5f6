import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import { endCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { accountWords } from '#app/ui/account/words.ts'
import { Button, TextLink } from '#app/ui/button.tsx'
import { IconList } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Section } from '#app/ui/stack.tsx'
import { type EraseAnswer, eraseMyAccount } from '#server/privacy/erase-account.ts'
import { AccountFrame, accountPage } from './account.frame.tsx'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${accountWords(data?.page.language ?? 'nl').rights.erase} - Instroom` },
]

/** Says what goes and what stays, and asks once more. */
export async function loader(args: LoaderFunctionArgs) {
  const { account: me } = await signedIn(args, 'privacy.erase-account')
  return json({ page: accountPage(me), key: newFormKey() })
}

type Reason = Extract<EraseAnswer, { ok: false }>['reason']
const EraseForm = z.object({ intent: z.literal('erase') })

/** The account goes, and with it the session: the next page is one for everybody. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'privacy.erase-account')
  const form = await readForm(args.request, EraseForm)
  if (!form.ok) return again(form)
  return run(async () => {
    const sent = await onceFor<typeof ctx, Reason>(args, ctx, form, async (inside) => {
      const done = await eraseMyAccount(inside)
      return done.ok ? { answer: {} } : { again: done.reason }
    })
    if ('again' in sent) {
      markRefused(args)
      return again({ ok: false, values: {}, errors: { '': [sent.again] }, key: null })
    }
    return redirectTo('/nl/gewist', [endCookie('session', args.context.env.publicOrigin)])
  })
}

export default function AccountErase() {
  const { page, key } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const [reason] = said?.errors[''] ?? []
  const { rights, back } = accountWords(page.language)
  return (
    <AccountFrame page={page}>
      <PageHead title={rights.erase} lead={rights.eraseLead} />
      {reason && (
        <Note tone="warn" announce>
          {reason === 'has-caseload' ? rights.hasCaseload : rights.lastOne}
        </Note>
      )}
      <Section title={rights.goes}>
        <IconList items={rights.goesList.map((text) => ({ icon: 'stop' as const, text }))} />
      </Section>
      <Section title={rights.stays}>
        <IconList items={rights.staysList.map((text) => ({ icon: 'flag' as const, text }))} />
      </Section>
      <PostForm idempotencyKey={key} gap={3}>
        <input type="hidden" name="intent" value="erase" />
        <Button icon="stop">{rights.eraseNow}</Button>
      </PostForm>
      <TextLink back href="/account">
        {back}
      </TextLink>
    </AccountFrame>
  )
}
