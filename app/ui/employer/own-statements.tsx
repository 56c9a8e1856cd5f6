import { Badge } from '#app/ui/badge.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Note } from '#app/ui/note.tsx'
import { ReadingTable } from '#app/ui/table.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { EvidenceKind, FactQuestion } from '#db/values/safeguards.ts'
import { answerText } from './statement.tsx'

type OwnStatement = {
  id: string
  question: FactQuestion
  answer: unknown
  /** null = about every role. */
  role: string | null
  evidenceKind: EvidenceKind
  evidenceRef: string
  evidenceBy: string
  evidenceOn: string
  isByOfficer: boolean
  statedOn: string
  validUntil: string
  isAged: boolean
}
type Contradiction = {
  statementId: string
  code:
    | 'contract-ended'
    | 'vacancy-open'
    | 'industrial-action'
    | 'dismissal-request'
    | 'dismissal-reported'
    | 'size-differs'
  params: Record<string, string | number>
}
export type OwnEstablishment = {
  id: string
  name: string
  place: string
  statements: readonly OwnStatement[]
  contradictions: readonly Contradiction[]
}

/** What was stated of one establishment, what it rests on, until when it holds, and where it disagrees with what is known. */
export function OwnStatements({ establishment }: { establishment: OwnEstablishment }) {
  const words = useWords()
  const { t, day } = words
  const { id, name, statements, contradictions } = establishment
  const questions = `/werkgever/dossier/vragen?vestiging=${id}`
  const shown = ({ params }: Contradiction) =>
    Object.fromEntries(
      Object.entries(params).map(([key, value]) => [
        key,
        key === 'on' && value !== ''
          ? day(String(value))
          : key === 'reason'
            ? (codedWord(t, 'safeguard.contractEnd', String(value)) ?? value)
            : typeof value === 'number'
              ? words.number(value)
              : value,
      ]),
    )
  return (
    <section className="in-block" id={`vestiging-${id}`} aria-labelledby={`vestiging-${id}-titel`}>
      <h2 id={`vestiging-${id}-titel`}>{t('record.statements', { name })}</h2>
      {contradictions.length > 0 && (
        <Note tone="warn" title={t('record.contradictions')}>
          <ul className="in-bullets">
            {contradictions.map((one, index) => (
              <li key={index}>{codedWord(t, 'record.contradiction', one.code, shown(one))}</li>
            ))}
          </ul>
          <p>{t('record.contradictionsText')}</p>
        </Note>
      )}
      <ReadingTable
        caption={t('record.statements', { name })}
        rows={statements}
        keyOf={(one) => one.id}
        none={{ pictogram: 'talk', title: t('record.noStatements'), text: t('record.noStatementsText') }}
        columns={[
          {
            head: t('record.question'),
            cell: (one) => (
              <>
                {t(`record.asked.${one.question}`)}
                {one.role && <span className="in-src">{one.role}</span>}
              </>
            ),
          },
          { head: t('record.answer'), cell: (one) => answerText(one.question, one.answer, words) },
          {
            head: t('record.evidence'),
            cell: (one) => (
              <>
                {t(`record.evidenceKind.${one.evidenceKind}`)}
                <span className="in-src">
                  {[one.evidenceRef, t('record.evidenceLine', { by: one.evidenceBy, day: day(one.evidenceOn) })]
                    .filter(Boolean)
                    .join(', ')}
                </span>
              </>
            ),
          },
          {
            head: t('record.stated'),
            cell: (one) => (
              <>
                {day(one.statedOn)}
                {one.isByOfficer && <span className="in-src">{t('record.byOfficer')}</span>}
              </>
            ),
          },
          {
            head: t('record.until'),
            cell: (one) => (one.isAged ? <Badge tone="warn">{t('record.aged')}</Badge> : day(one.validUntil)),
          },
        ]}
      />
      <div>
        <ButtonLink variant="second" href={questions} about={name}>
          {t('record.toQuestions')}
        </ButtonLink>
      </div>
    </section>
  )
}
