import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { AuditYears } from '#app/ui/municipality/audit-files.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { DrawAuditInput, drawAudit } from '#server/cases/draw-audit.ts'
import { auditFilesFor, auditsOf } from '#server/cases/reads-audits.ts'
import { dayOf } from '#server/platform/context.ts'
import { AUDIT_POLICY } from '#server/safeguards/rules/audit-draw.ts'
import { officerFrame } from './municipality.frame.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction = () => officerTitle('Steekproef')

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  const address = new URL(args.request.url).searchParams
  return run(async () => {
    const [frame, draws, files] = await Promise.all([officerFrame(me), auditsOf(me.ctx), auditFilesFor(me.ctx)])
    const today = dayOf(me.ctx.now)
    return json({
      key: newFormKey(),
      frame,
      today,
      year: Number(today.slice(0, 4)),
      numbers: AUDIT_POLICY.numbers,
      draws,
      files: files.map(({ closedAt, ...one }) => ({ ...one, closedAt: closedAt?.toISOString() ?? null })),
      drawn: address.get('getrokken'),
      done: address.get('gedaan'),
    })
  })
}

/** Draws the files of the year. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'case.read')
  const form = await readForm(args.request, DrawAuditInput.strip())
  if (!form.ok) throw new Response(null, { status: 400 })
  return run(async () => {
    const done = await onceFor(args, ctx, form, async (inside) => {
      const { files } = await drawAudit(inside, form.value)
      return { answer: { files: String(files) } }
    })
    const files = 'answer' in done ? done.answer['files'] : '0'
    return redirectTo(`/toets/steekproef?getrokken=${files}`)
  })
}

/** The drawn files, by year, and drawing those of this year. */
export default function Audits() {
  const { key, frame, today, year, numbers, draws, files, drawn, done } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <MunicipalityFrame {...frame} current="audit">
      <PageHead title={t('audits.title')} lead={t('audits.lead')} />
      <Stack gap={6}>
        {drawn !== null && /^\d+$/.test(drawn) && (
          <Note tone="ok" announce>
            {drawn === '0' ? t('audits.drawnNone') : t('audits.drawn', { count: Number(drawn), year: String(year) })}
          </Note>
        )}
        {(done === 'bevinding' || done === 'afgesloten') && (
          <Note tone="ok" announce>
            {t(done === 'bevinding' ? 'audits.one.found' : 'audits.one.closed')}
          </Note>
        )}
        <AuditYears formKey={key} draws={draws} files={files} today={today} year={year} />
        <Note small>
          {t('audits.how', {
            employers: numbers.employersPercent,
            files: numbers.filesPercent,
            least: numbers.filesLeast,
            most: numbers.filesMost,
          })}
        </Note>
      </Stack>
    </MunicipalityFrame>
  )
}
