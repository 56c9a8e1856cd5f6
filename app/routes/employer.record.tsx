import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, KEPT_FIELD, newFormKey, readFields } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { titleOf } from '#app/ui/employer/frame-title.ts'
import { OwnAnswers } from '#app/ui/employer/own-answers.tsx'
import { OwnAudits } from '#app/ui/employer/own-audits.tsx'
import { OwnSignals } from '#app/ui/employer/own-signals.tsx'
import { type OwnEstablishment, OwnStatements } from '#app/ui/employer/own-statements.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { sentencesFor, textOf } from '#app/ui/form/form-errors.ts'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { AnswerAuditInput, answerAudit } from '#server/cases/answer-audit.ts'
import { AnswerSignalInput, answerSignal } from '#server/cases/answer-signal.ts'
import { frameOf } from './employer.frame.ts'
import { recordOf } from './employer.record-view.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Uw dossier', data?.frame)

const HERE = '/werkgever/dossier'

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read-own')
  return run(async () => {
    const [frame, record] = await Promise.all([frameOf(args, me), recordOf(me.ctx)])
    return json({ frame, key: newFormKey(), ...record })
  })
}

/** An answer to a signal, or to a finding of the sample audit. Its text field is named after the id, since there are more on the page. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'case.read-own')
  const sent = new URLSearchParams(await args.request.text())
  const id = sent.get('id') ?? ''
  const isAudit = sent.get('intent') === 'audit'
  const fields = new URLSearchParams({
    key: sent.get('key') ?? '',
    answer: sent.get(`answer.${id}`) ?? '',
    [isAudit ? 'fileId' : 'signalId']: id,
  })
  if (sent.getAll(KEPT_FIELD).includes(`answer.${id}`)) fields.set(KEPT_FIELD, 'answer')
  const form = isAudit ? readFields(fields, AnswerAuditInput) : readFields(fields, AnswerSignalInput)
  if (!form.ok) {
    markRefused(args)
    return again({ ...form, values: { ...form.values, id } })
  }
  return run(async () => {
    const { value } = form
    await onceFor(args, ctx, form, async (inside) => {
      if ('fileId' in value) await answerAudit(inside, value)
      else await answerSignal(inside, value)
      return { answer: {} }
    })
    return redirectTo(`${HERE}?gedaan=answered`)
  })
}

/** The employer's own record: signals, statements of facts, answers with decisions, audits. */
export default function Record() {
  const { frame, key, signals, establishments, answers, audits } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t } = useWords()
  const [values, errors] = [typed?.values ?? {}, typed?.errors ?? {}]
  const said = sentencesFor(errors, (name) => (name === 'answer' ? t('record.yourAnswer') : ''), t)
  const wrong = said['answer'] === undefined ? said : { [`answer.${textOf(values, 'id')}`]: said['answer'] }
  return (
    <EmployerFrame frame={frame} current="record">
      <div className="in-stack in-gap-6">
        <PageHead title={t('record.title')} lead={t('record.lead')}>
          <TextLink href="/nl/regels">{t('record.toRules')}</TextLink>
        </PageHead>
        <ErrorSummary title={t('common.errors', { count: Object.keys(wrong).length })} errors={wrong} />
        <OwnSignals signals={signals} idempotencyKey={key} typed={values} errors={errors} />
        {(establishments as OwnEstablishment[]).map((establishment) => (
          <OwnStatements establishment={establishment} key={establishment.id} />
        ))}
        <OwnAnswers answers={answers} />
        <OwnAudits audits={audits} idempotencyKey={key} typed={values} errors={errors} />
      </div>
    </EmployerFrame>
  )
}
