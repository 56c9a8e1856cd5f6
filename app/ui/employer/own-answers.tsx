import { Badge } from '#app/ui/badge.tsx'
import { ReadingTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { PositionType } from '#db/values/positions.ts'
import type { DecisionOutcome, Outcome } from '#db/values/safeguards.ts'

export type OwnAnswer = {
  id: string
  title: string
  type: PositionType
  outcome: Outcome
  askedOn: string
  decision: { outcome: DecisionOutcome; validUntil: string | null } | null
  isWaiting: boolean
}

export const OUTCOME_TONE = { ok: 'ok', warn: 'info', human: 'warn', block: 'error' } as const

/** Every answer of the rules about the own positions, each with its decision and the way to its page. */
export function OwnAnswers({ answers }: { answers: readonly OwnAnswer[] }) {
  const { t, day } = useWords()
  return (
    <section className="in-block" id="besluiten" aria-labelledby="besluiten-titel">
      <h2 id="besluiten-titel">{t('record.decisions')}</h2>
      <p className="in-grey">{t('record.decisionsLead')}</p>
      <ReadingTable
        caption={t('record.decisions')}
        rows={answers}
        keyOf={(one) => one.id}
        none={{ pictogram: 'place', title: t('record.noDecisions'), text: t('record.noDecisionsText') }}
        columns={[
          {
            head: t('record.place'),
            cell: (one) => (
              <>
                <a href={`/werkgever/dossier/antwoorden/${one.id}`}>{one.title}</a>
                <span className="in-src">{t(`enum.positionType.${one.type}`)}</span>
              </>
            ),
          },
          {
            head: t('record.outcome'),
            cell: (one) => <Badge tone={OUTCOME_TONE[one.outcome]}>{t(`enum.outcome.${one.outcome}`)}</Badge>,
          },
          { head: t('record.testedOn'), cell: (one) => day(one.askedOn), nowrap: true },
          { head: t('record.decision'), cell: (one) => <Decided answer={one} /> },
        ]}
      />
    </section>
  )
}

function Decided({ answer: { decision, isWaiting } }: { answer: OwnAnswer }) {
  const { t, day } = useWords()
  if (decision === null) return t(isWaiting ? 'record.waits' : 'record.undecided')
  return decision.outcome === 'approved' && decision.validUntil
    ? t('record.approvedUntil', { day: day(decision.validUntil) })
    : t(`record.decided.${decision.outcome}`)
}
