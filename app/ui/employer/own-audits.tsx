import type { Codes, Typed } from '#app/ui/form/form-errors.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { AuditConsequence, AuditFileState, AuditFinding } from '#db/values/safeguards.ts'
import { AnswerForm } from './own-signals.tsx'

export type OwnAudit = {
  id: string
  year: number
  title: string
  positionId: string
  state: AuditFileState
  finding: AuditFinding | null
  motivation: string | null
  answerDueOn: string | null
  answer: string | null
  consequence: AuditConsequence | null
  closingReason: string | null
}

/** The own files that the yearly draw chose: what was found, room to answer, what follows. Nothing while none was drawn. */
export function OwnAudits(props: { audits: readonly OwnAudit[]; idempotencyKey: string; typed: Typed; errors: Codes }) {
  const { t, day } = useWords()
  if (props.audits.length === 0) return null
  return (
    <section className="in-block" id="steekproef" aria-labelledby="steekproef-titel">
      <h2 id="steekproef-titel">{t('record.audits')}</h2>
      <p className="in-grey">{t('record.auditsLead')}</p>
      {props.audits.map((file) => (
        <article className="in-card in-stack in-gap-3" key={file.id}>
          <h3>
            <a href={`/werkgever/plekken/${file.positionId}`}>
              {t('record.auditLine', { year: file.year, title: file.title })}
            </a>
          </h3>
          <p>{t(`record.auditState.${file.state}`, { day: file.answerDueOn ? day(file.answerDueOn) : '' })}</p>
          {file.finding && (
            <p>
              <b>{t(`audits.findings.${file.finding}`)}.</b> {file.motivation}
            </p>
          )}
          {file.consequence && (
            <p>
              {t(`audits.consequences.${file.consequence}`)}. {file.closingReason}
            </p>
          )}
          {(file.state === 'asked' || file.state === 'answered') && (
            <AnswerForm
              intent="audit"
              id={file.id}
              answer={file.answer}
              idempotencyKey={props.idempotencyKey}
              typed={props.typed}
              errors={props.errors}
            />
          )}
        </article>
      ))}
    </section>
  )
}
