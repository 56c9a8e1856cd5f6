import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { newFormKey } from '#app/request/form.ts'
import { run } from '#app/request/refusal.ts'
import { wasRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { CasePage, caseShown } from '#app/ui/municipality/case-page.tsx'
import { recordCaseView } from '#server/audit/record-view.ts'
import { positionForEditing } from '#server/positions/reads.ts'
import { actOnCase } from './municipality.case-act.ts'
import { caseFacts, caseView } from './municipality.case-view.ts'
import { officerFrame } from './municipality.frame.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data, error }) =>
  officerTitle(data ? `Besluit over ${data.title}` : 'Besluit', Boolean(error) || data?.refused)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  const { ctx } = me
  return run(async () => {
    const [frame, found] = await Promise.all([officerFrame(me), positionForEditing(ctx, args.params['id'] ?? '')])
    const newest = found.verdicts.find((one) => one.moment === 'publish')
    if (newest) await recordCaseView(ctx, newest.id)
    return json({
      refused: wasRefused(args),
      keys: [newFormKey(), newFormKey()] as const,
      frame,
      title: found.title,
      type: found.type,
      facts: caseFacts(found),
      motive: found.declaration.motive,
      steps: found.log.map(({ step, actorRole, at }) => ({ step, actorRole, at: at.toISOString() })),
      view: newest ? await caseView(ctx, newest.id) : null,
      done: new URL(args.request.url).searchParams.get('gedaan'),
    })
  })
}

export const action = (args: ActionFunctionArgs) => actOnCase(args)

/** The newest answer about one position, all that belongs to it, and the forms to decide. */
export default function Case() {
  return <CasePage {...caseShown(useLoaderData<typeof loader>(), useActionData<typeof action>())} />
}
