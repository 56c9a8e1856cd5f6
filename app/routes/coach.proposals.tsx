import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { InboxPage } from '#app/ui/coach/inbox-page.tsx'
import { frameOf } from './coach.frame.ts'
import { inboxOf } from './coach.inbox.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Voorstellen', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'proposal.read-caseload')
  return run(async () => {
    const [frame, inbox] = await Promise.all([frameOf(args, me), inboxOf(args, me.ctx, null)])
    return json({ frame, inbox, before: new URL(args.request.url).searchParams.get('vorige') })
  })
}

export default function Proposals() {
  const { frame, inbox, before } = useLoaderData<typeof loader>()
  return <InboxPage frame={frame} inbox={inbox} before={before} open={false} errors={{}} />
}
