import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedInHalf } from '#app/request/context.ts'
import { readForm } from '#app/request/form.ts'
import { afterSignIn } from '#app/request/homes.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { readCookie, sessionCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { Contexts } from '#app/ui/account/contexts.tsx'
import { accountWords } from '#app/ui/account/words.ts'
import { PageHead } from '#app/ui/stack.tsx'
import { ownContexts } from '#server/accounts/reads-contexts.ts'
import { deviceOf } from '#server/accounts/rules.ts'
import { switchAccount } from '#server/accounts/switch-account.ts'
import { AccountFrame, accountPage, wantedOf } from './account.frame.tsx'
import { withWanted } from './visitor.sign-in-words.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${accountWords(data?.language ?? 'nl').role.title} - Instroom` },
]

/** "As whom do you want to go on?": for who has more than one account under one address. Opens before the second step, which each account asks for itself. */
export async function loader(args: LoaderFunctionArgs) {
  const { me } = await signedInHalf(args)
  // The other accounts of the same address are asked at the door.
  const ctx = { db: args.context.db, now: args.context.now }
  const wanted = wantedOf(args.request)
  const contexts = await ownContexts(ctx, me)
  if (contexts.length === 0) return redirectTo(afterSignIn(me, wanted))
  const page = accountPage(me)
  return json({ page, language: page.language, wanted, contexts })
}

const RoleForm = z.object({ accountId: z.uuid() })

/** Goes on as one of them: with a new session where it is another one. */
export async function action(args: ActionFunctionArgs) {
  const { me } = await signedInHalf(args)
  // The other accounts of the same address are asked at the door.
  const ctx = { db: args.context.db, now: args.context.now }
  const { env, now } = args.context
  const form = await readForm(args.request, RoleForm)
  if (!form.ok) throw new Response(null, { status: 400 })
  const { accountId } = form.value
  const wanted = wantedOf(args.request)
  if (accountId === me.accountId) return redirectTo(afterSignIn(me, wanted))
  return run(async () => {
    const old = readCookie(args.request.headers.get('cookie'), 'session', env.publicOrigin)
    const device = deviceOf(args.request.headers.get('user-agent'))
    const opened = await switchAccount(ctx, me, { accountId, old, device })
    return redirectTo(afterSignIn(opened, wanted), [sessionCookie(opened, now, env.publicOrigin)])
  })
}

export default function AccountRole() {
  const { page, language, wanted, contexts } = useLoaderData<typeof loader>()
  const words = accountWords(language)
  return (
    <AccountFrame page={page}>
      <PageHead title={words.role.title} lead={words.role.lead} />
      <Contexts words={words} contexts={contexts} action={withWanted('/account/rol', wanted)} />
    </AccountFrame>
  )
}
