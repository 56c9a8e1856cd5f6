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
import { startsAwaitingDecision } from '#server/positions/reads-start-decisions.ts'
import { actOnCase } from './municipality.case-act.ts'
import { caseView } from './municipality.case-view.ts'
import { officerFrame } from './municipality.frame.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data, error }) =>
  officerTitle(
    data?.moment === 'extend' ? 'Besluit over een verlenging' : 'Besluit over een start',
    Boolean(error) || data?.refused,
  )

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  const { ctx } = me
  const id = args.params['id'] ?? ''
  return run(async () => {
    const [frame, view, starts, longer] = await Promise.all([
      officerFrame(me),
      caseView(ctx, id),
      startsAwaitingDecision(ctx),
      startsAwaitingDecision(ctx, 'extend'),
    ])
    await recordCaseView(ctx, id)
    return json({
      refused: wasRefused(args),
      keys: [newFormKey(), newFormKey()] as const,
      frame,
      title: view.title,
      type: view.type,
      moment: view.verdict.moment,
      coachWaits: [...starts, ...longer].some((one) => one.id === id),
      view,
      done: new URL(args.request.url).searchParams.get('gedaan'),
    })
  })
}

export const action = (args: ActionFunctionArgs) => actOnCase(args)

/** One start or longer term that a safeguard holds up, on the page of any case, without the name of the person. */
export default function Start() {
  return <CasePage {...caseShown(useLoaderData<typeof loader>(), useActionData<typeof action>())} />
}
