import { Note } from '#app/ui/note.tsx'
import { Log } from '#app/ui/pictures/lists.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { PositionState, PositionStep } from '#db/values/positions.ts'
import type { DecisionOutcome } from '#db/values/safeguards.ts'
import { EmployerVerdict, type VerdictView } from './verdict.tsx'

/** A stored verdict with the decision of the municipality on it. */
export type StoredVerdictView = VerdictView & {
  id: string
  askedAt: string
  policyVersion: string
  decision: { outcome: DecisionOutcome; motivation: string; decidedAt: string } | null
}

/** The newest verdict with its decision, and the earlier ones folded away. */
export function PositionVerdicts(props: { verdicts: readonly StoredVerdictView[]; state: PositionState }) {
  const { t } = useWords()
  const [newest, ...earlier] = props.verdicts
  return (
    <section className="in-block" aria-labelledby="toets">
      <h2 id="toets">{t('employer.position.verdicts')}</h2>
      {newest ? (
        <OneVerdict verdict={newest} waiting={props.state === 'awaiting-decision'} />
      ) : (
        <p className="in-grey">{t('employer.position.noVerdicts')}</p>
      )}
      {earlier.length > 0 && (
        <details>
          <summary>{t('employer.position.earlier')}</summary>
          <div className="in-stack">
            {earlier.map((verdict) => (
              <OneVerdict verdict={verdict} waiting={false} key={verdict.id} />
            ))}
          </div>
        </details>
      )}
    </section>
  )
}

function OneVerdict({ verdict, waiting }: { verdict: StoredVerdictView; waiting: boolean }) {
  const { t, moment, day } = useWords()
  const { decision } = verdict
  const stood = t('employer.verdict.stood', { moment: moment(verdict.askedAt), version: verdict.policyVersion })
  const kind = decision ? decision.outcome : waiting ? 'waiting' : null
  const said = kind === 'waiting' || kind === 'rejected' ? t(`employer.verdict.${kind}Text`) : ''
  return (
    <>
      {decision && (
        <Note
          tone={decision.outcome === 'approved' ? 'ok' : 'warn'}
          title={t(`employer.position.${decision.outcome}`, { day: day(decision.decidedAt.slice(0, 10)) })}
        >
          {decision.motivation && t('employer.position.motivation', { text: decision.motivation })}
        </Note>
      )}
      <EmployerVerdict
        heading="h3"
        verdict={verdict}
        outcome={decision?.outcome === 'approved' ? 'ok' : undefined}
        title={kind ? t(`employer.verdict.${kind}Title`) : undefined}
        text={[said, stood].filter(Boolean).join(' ')}
      />
    </>
  )
}

/** The state log: what happened to this position, by which desk, when. */
export function PositionHistory(props: { log: readonly { step: PositionStep; actorRole: string; at: string }[] }) {
  const { t, moment } = useWords()
  return (
    <section className="in-block">
      <h2>{t('employer.position.history')}</h2>
      <Log
        items={props.log.map(({ step, actorRole, at }) => ({
          at,
          when: moment(at),
          text: t('employer.position.by', {
            step: t(`municipality.case.step.${step}`),
            role: (codedWord(t, 'enum.role', actorRole) ?? t('common.unknown')).toLowerCase(),
          }),
        }))}
      />
    </section>
  )
}
