import { VerdictPanel } from '#app/ui/pictures/verdict-panel.tsx'
import { foundBy, mendFor } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import type { Outcome, RuleBasis } from '#db/values/safeguards.ts'

type Found = {
  ruleId: string
  outcome: Outcome
  code: string
  params: Record<string, string | number>
  basis: { kind: RuleBasis }
  approved?: true
}

/** What the safeguards say about a start: only points that ask for something, worst first, each with how to mend it. */
export function StartVerdict({ verdict }: { verdict: { outcome: Outcome; reasons: Found[] } }) {
  const words = useWords()
  const { t } = words
  const isBlocked = verdict.outcome === 'block'
  const weight: Record<Outcome, number> = { block: 0, human: 1, warn: 2, ok: 3 }
  const points = verdict.reasons
    .filter((one) => one.outcome !== 'ok')
    .sort((one, other) => weight[one.outcome] - weight[other.outcome])
  return (
    <VerdictPanel
      id="verdict"
      outcome={verdict.outcome}
      title={isBlocked ? t('coach.start.verdict.block') : t('coach.start.verdict.human')}
      text={isBlocked ? t('coach.start.verdict.blockText') : t('coach.start.verdict.humanText')}
      words={{
        region: t('coach.start.verdict.region'),
        outcomes: {
          ok: t('enum.outcome.ok'),
          warn: t('enum.outcome.warn'),
          human: t('enum.outcome.human'),
          block: t('enum.outcome.block'),
        },
        mend: t('coach.start.verdict.mend'),
      }}
      items={points.map((one) => ({
        outcome: one.approved ? 'ok' : one.outcome,
        title: String(t(`safeguard.rule.${one.ruleId}` as never)),
        detail: foundBy(one, words),
        mend: one.approved ? undefined : (mendFor(one, words) ?? undefined),
        source: one.approved
          ? t('coach.start.verdict.approved')
          : `${one.ruleId}, ${t(`enum.basis.${one.basis.kind}`)}`,
      }))}
    />
  )
}
