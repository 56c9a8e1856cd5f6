import { VerdictPanel } from '#app/ui/pictures/verdict-panel.tsx'
import { codedWord } from '#app/ui/words/coded-word.ts'
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

/** What the safeguards say about a start, or about a longer term: only points that ask for something, worst first, each with how to mend it. */
export function StartVerdict(props: {
  /** `canBeAsked`: the municipality can let it pass. */
  verdict: { outcome: Outcome; reasons: Found[]; canBeAsked: boolean }
  longer?: true
}) {
  const { verdict, longer } = props
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
      title={
        isBlocked
          ? t(longer ? 'coach.placement.extend.block' : 'coach.start.verdict.block')
          : t('coach.start.verdict.human')
      }
      text={
        !isBlocked
          ? t('coach.start.verdict.humanText')
          : verdict.canBeAsked
            ? t('coach.start.verdict.askText')
            : t(longer ? 'coach.placement.extend.blockText' : 'coach.start.verdict.blockText')
      }
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
        title: codedWord(t, 'safeguard.rule', one.ruleId) ?? one.ruleId,
        detail: foundBy(one, words),
        mend: one.approved ? undefined : (mendFor(one, words) ?? undefined),
        source: one.approved
          ? t('coach.start.verdict.approved')
          : `${one.ruleId}, ${t(`enum.basis.${one.basis.kind}`)}`,
      }))}
    />
  )
}
