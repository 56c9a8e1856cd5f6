import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readFields } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { refusalResponse, run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { AuditFile } from '#app/ui/municipality/audit-file.tsx'
import { fileStanding } from '#app/ui/municipality/audit-files.tsx'
import { useTyped } from '#app/ui/municipality/decision-form.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { CloseAuditInput, closeAudit } from '#server/cases/close-audit.ts'
import { FindInAuditInput, findInAudit } from '#server/cases/find-in-audit.ts'
import { auditFilesFor } from '#server/cases/reads-audits.ts'
import { earlierAnswersTo } from '#server/cases/reads-given-answers.ts'
import { CASE_POLICY } from '#server/cases/rules.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { officerFrame } from './municipality.frame.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  officerTitle(data ? `Dossier ${data.file.title}` : 'Dossier', data?.refused)

async function fileNamed(ctx: Ctx, id: string) {
  const found = (await auditFilesFor(ctx)).find((one) => one.id === id)
  if (!found) throw refusalResponse(new Refusal('not-found'))
  return found
}

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  return run(async () => {
    const [frame, found] = await Promise.all([officerFrame(me), fileNamed(me.ctx, args.params['id'] ?? '')])
    const { closedAt, ...file } = found
    const earlier = (await earlierAnswersTo(me.ctx.db, 'file', [found.id])).get(found.id) ?? []
    return json({
      refused: wasRefused(args),
      key: newFormKey(),
      frame,
      today: dayOf(me.ctx.now),
      answerDays: CASE_POLICY.auditAnswerDays,
      earlier: earlier.map(({ body, at }) => ({ body, at: at.toISOString() })),
      file: { ...file, closedAt: closedAt?.toISOString() ?? null },
    })
  })
}

/** Writes down what the file shows, or closes it after the employer was heard. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'case.read')
  const posted = new URLSearchParams(await args.request.text())
  const intent = posted.get('intent')
  posted.delete('intent')
  return run(async () => {
    const { id: fileId } = await fileNamed(ctx, args.params['id'] ?? '')
    if (intent !== 'find' && intent !== 'close') throw new Response(null, { status: 400 })
    posted.set('fileId', fileId)
    const form = intent === 'find' ? readFields(posted, FindInAuditInput.strip()) : readFields(posted, CloseAuditInput)
    if (!form.ok) {
      markRefused(args)
      return again(form)
    }
    await onceFor(args, ctx, form, async (inside) => {
      if (intent === 'find') await findInAudit(inside, form.value as FindInAuditInput)
      else await closeAudit(inside, form.value as CloseAuditInput)
      return { answer: {} }
    })
    return redirectTo(`/toets/steekproef?gedaan=${intent === 'find' ? 'bevinding' : 'afgesloten'}`)
  })
}

/** One drawn file: a provisional finding, the employer's answer, the consequence. */
export default function Audit() {
  const { key, frame, today, answerDays, file, earlier } = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()
  const words = useWords()
  const { t } = words
  const typed = useTyped(sent as Parameters<typeof useTyped>[0])
  return (
    <MunicipalityFrame {...frame} current="audit">
      <p>
        <TextLink back href="/toets/steekproef">
          {t('audits.one.back')}
        </TextLink>
      </p>
      <PageHead above={fileStanding(file, today, words)} title={t('audits.one.title', { title: file.title })} />
      <Stack gap={6}>
        {sent && (
          <ErrorSummary title={t('common.errors', { count: Object.keys(typed.errors).length })} errors={typed.errors} />
        )}
        <AuditFile file={file} earlier={earlier} today={today} answerDays={answerDays} formKey={key} {...typed} />
      </Stack>
    </MunicipalityFrame>
  )
}
