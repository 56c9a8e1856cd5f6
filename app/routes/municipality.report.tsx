import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { refusalResponse, run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { useTyped } from '#app/ui/municipality/decision-form.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { ReportFacts, WeighForm } from '#app/ui/municipality/report-page.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { reportsFor } from '#server/cases/reads-reports.ts'
import { WeighReportInput, weighReport } from '#server/cases/weigh-report.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { officerFrame } from './municipality.frame.ts'
import { reportShown } from './municipality.signal-view.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => officerTitle('Melding', data?.refused)

async function reportNamed(ctx: Ctx, id: string) {
  const found = (await reportsFor(ctx)).find((one) => one.id === id)
  if (!found) throw refusalResponse(new Refusal('not-found'))
  return found
}

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  return run(async () => {
    const [frame, found] = await Promise.all([officerFrame(me), reportNamed(me.ctx, args.params['id'] ?? '')])
    return json({ refused: wasRefused(args), key: newFormKey(), frame, report: reportShown(found) })
  })
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'case.read')
  const form = await readForm(args.request, WeighReportInput.omit({ reportId: true }).strip())
  return run(async () => {
    const { id: reportId } = await reportNamed(ctx, args.params['id'] ?? '')
    if (!form.ok) {
      markRefused(args)
      return again(form)
    }
    await onceFor(args, ctx, form, async (inside) => {
      await weighReport(inside, { ...form.value, reportId })
      return { answer: {} }
    })
    return redirectTo('/toets/signalen?gedaan=melding')
  })
}

/** One report of somebody without an account, and how the officer weighs it. */
export default function Report() {
  const { key, frame, report } = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()
  const { t } = useWords()
  const { errors, typed } = useTyped(sent as Parameters<typeof useTyped>[0])
  return (
    <MunicipalityFrame {...frame} current="signals">
      <p>
        <TextLink back href="/toets/signalen">
          {t('signals.one.back')}
        </TextLink>
      </p>
      <PageHead
        above={t(`signals.report.state.${report.state}`)}
        title={t('signals.report.one', { name: report.name })}
      />
      <Stack gap={6}>
        {sent && <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />}
        <ReportFacts report={report} />
        {report.state === 'new' && <WeighForm formKey={key} isMany={report.isMany} errors={errors} typed={typed} />}
      </Stack>
    </MunicipalityFrame>
  )
}
