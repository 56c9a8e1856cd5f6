import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { useTyped } from '#app/ui/municipality/decision-form.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { ImportForm } from '#app/ui/municipality/import-form.tsx'
import { ImportResult } from '#app/ui/municipality/import-result.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { importVacancies, VACANCY_COLUMNS } from '#server/employers/import-vacancies.ts'
import type { ImportReport } from '#server/platform/csv-table.ts'
import { filledText, oneOf } from '#server/platform/fields.ts'
import { importTensions, TENSION_COLUMNS } from '#server/reference/import-tensions.ts'
import { officerFrame } from './municipality.frame.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => officerTitle('Invoer van feiten', data?.refused)

/** Faults that the page shows; a file with more has one cause. */
const MOST_FAULTS = 100

const Posted = z.object({
  kind: oneOf(['vacancies', 'tensions']),
  file: filledText(200),
  text: z.string({ error: 'required' }).max(200_000, { error: 'too-long' }),
  intent: oneOf(['dry', 'import']),
})

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  return run(async () =>
    json({
      refused: wasRefused(args),
      key: newFormKey(),
      frame: await officerFrame(me),
      columns: { vacancies: VACANCY_COLUMNS.join(', '), tensions: TENSION_COLUMNS.join(', ') },
    }),
  )
}

/** Tries a file, or takes it over: the answer is what happened, row by row where it did not. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'case.read')
  const form = await readForm(args.request, Posted)
  if (!form.ok) {
    markRefused(args)
    return again(form, { report: null })
  }
  const { kind, file, text, intent } = form.value
  const work = kind === 'vacancies' ? importVacancies : importTensions
  return run(async () => {
    let report: ImportReport
    if (intent === 'dry') report = await work(ctx, { file, text, isDryRun: true })
    else {
      const done = await onceFor<typeof ctx, ImportReport>(args, ctx, form, async (inside) => {
        const made = await work(inside, { file, text, isDryRun: false })
        if (made.faults.length > 0) return { again: made }
        return { answer: { rows: String(made.rows), written: String(made.written), known: String(made.known) } }
      })
      report =
        'again' in done
          ? done.again
          : {
              rows: Number(done.answer['rows']),
              written: Number(done.answer['written']),
              known: Number(done.answer['known']),
              faults: [],
              isDryRun: false,
            }
    }
    const faults = report.faults.slice(0, MOST_FAULTS)
    if (faults.length > 0) markRefused(args)
    // What was taken over is no longer in the form.
    const isDone = intent === 'import' && faults.length === 0
    return json(
      {
        values: isDone ? { kind } : form.values,
        errors: {} as Record<string, string[]>,
        report: { ...report, faults, all: report.faults.length },
      },
      { status: faults.length > 0 ? 422 : 200 },
    )
  })
}

/** Facts from a file: try it first, then take it over. */
export default function Import() {
  const { key, frame, columns } = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()
  const { t } = useWords()
  const { errors, typed } = useTyped(sent as Parameters<typeof useTyped>[0])
  const report = sent?.report ?? null
  return (
    <MunicipalityFrame {...frame} current="import">
      <PageHead title={t('imports.title')} lead={t('imports.lead')} />
      <Stack gap={6}>
        {Object.keys(errors).length > 0 && (
          <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
        )}
        {report && <ImportResult report={report} />}
        <ImportForm
          key={report?.isDryRun === false && report.all === 0 ? key : 'same'}
          formKey={key}
          columns={columns}
          tried={report?.isDryRun === true && report.all === 0}
          errors={errors}
          typed={typed}
        />
      </Stack>
    </MunicipalityFrame>
  )
}
