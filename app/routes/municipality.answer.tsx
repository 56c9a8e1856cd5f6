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
import { actOnCase } from './municipality.case-act.ts'
import { caseView } from './municipality.case-view.ts'
import { officerFrame } from './municipality.frame.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data, error }) =>
  officerTitle(data ? `Zaak over ${data.view.title}` : 'Zaak', Boolean(error) || data?.refused)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  return run(async () => {
    const [frame, view] = await Promise.all([officerFrame(me), caseView(me.ctx, args.params['id'] ?? '')])
    await recordCaseView(me.ctx, args.params['id'] ?? '')
    return json({
      refused: wasRefused(args),
      keys: [newFormKey(), newFormKey()] as const,
      frame,
      title: view.title,
      type: view.type,
      view,
      done: new URL(args.request.url).searchParams.get('gedaan'),
    })
  })
}

export const action = (args: ActionFunctionArgs) => actOnCase(args)

/** The case behind one stored answer: one that was decided, or a block that an employer brought before the officer. */
export default function CaseOfAnswer() {
  return <CasePage {...caseShown(useLoaderData<typeof loader>(), useActionData<typeof action>())} />
}
