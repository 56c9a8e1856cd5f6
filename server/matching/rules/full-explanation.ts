import { type Ask, asksOf, notedAsksOf } from './asks.ts'
import { componentsOf, type ExplainedComponent, type Strong, strongestOf } from './components.ts'
import { type Counterfactual, counterfactualsOf } from './counterfactual.ts'
import { explain, type PairExplanation } from './explain.ts'
import type { NewcomerFacts, PositionFacts } from './facts.ts'
import { pairOf } from './gates.ts'
import type { MatchingPolicy } from './policy.ts'
import type { Journey } from './travel.ts'

export type FullExplanation = PairExplanation & {
  today: string
  /** The start that was reckoned with (today when that has passed), the last day to begin, the way there. */
  start: string
  latestStart: string
  journey: Journey | null
  components: ExplainedComponent[]
  /** The strongest reasons, most telling first. */
  reasons: { for: Strong[]; against: Strong[] }
  counterfactuals: Counterfactual[]
  /** The facts to fill in: first those before which the unknown gates cannot say yes or no, then those that will matter later. */
  asks: Ask[]
}

/**
 * `explainPair` with everything behind it: the facts of both sides per component, the strongest reasons, and what would
 * change the answer. For one pair on a screen or at the command line; a run over many pairs needs `explainPair` at most.
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 */
export const explainFully = (
  newcomer: NewcomerFacts,
  position: PositionFacts,
  policy: MatchingPolicy,
  today: string,
): FullExplanation => {
  const pair = pairOf(newcomer, position, policy, today)
  const explained = explain(pair)
  const components = componentsOf(pair, explained.gates, explained.score)
  const { start, latestStart, journey } = pair
  return {
    ...explained,
    today,
    start,
    latestStart,
    journey,
    components,
    reasons: strongestOf(components),
    counterfactuals: counterfactualsOf(pair, explained, explained.gates),
    asks: [...new Set([...asksOf(pair, explained.gates), ...notedAsksOf(explained.gates)])],
  }
}
