import { dayNumber } from '#server/safeguards/rules/calendar.ts'
import type { PairAnswer } from './answer.ts'
import { type Both, type Change, type Way, withChanges } from './changes.ts'
import { languageWays, licenceWays, skillWays } from './changes-can.ts'
import {
  capacityWays,
  hoursWays,
  mayWorkWays,
  noGoWays,
  safeguardWays,
  startWays,
  travelWays,
  weekWays,
} from './changes-practical.ts'
import { allPass, type Changer, type Gate, type GateResult, type Pair, pairOf } from './gates.ts'
import type { MatchingPolicy } from './policy.ts'

/** One way in which the pair becomes eligible: who can do it, what changes, and the day on which lessons lead there. */
export type Counterfactual = {
  gate: Gate
  who: Changer
  changes: Change[]
  expectedOn: string | null
  /** From today until then. */
  inDays: number | null
}

const WAYS: Record<Gate, (pair: Pair, gate: GateResult) => Way[]> = {
  language: languageWays,
  licences: licenceWays,
  skills: skillWays,
  travel: travelWays,
  hours: hoursWays,
  week: weekWays,
  start: startWays,
  'may-work': mayWorkWays,
  'no-go': noGoWays,
  safeguards: safeguardWays,
  capacity: capacityWays,
}

/** Whether every gate passes when these changes are made: the engine's own rules, run again. */
export const passesWith = (both: Both, changes: readonly Change[], policy: MatchingPolicy, today: string): boolean => {
  const { newcomer, position } = withChanges(both, changes)
  return allPass(pairOf(newcomer, position, policy, today))
}

/** Leaves out, from the first on, each change that is not needed for the others to be enough. */
const leastOf = (changes: readonly Change[], isEnough: (some: readonly Change[]) => boolean): Change[] => {
  let kept = [...changes]
  for (const one of changes) {
    const without = kept.filter((other) => other !== one)
    if (without.length > 0 && isEnough(without)) kept = without
  }
  return kept
}

/**
 * What would change the answer: offered only where one gate is missed and nothing is unknown (ruling 18). Each way is
 * found by running the same rules again: with its changes every gate passes, and without any one of them it does not.
 * Numbers, levels and days in it are the smallest that do.
 *
 * @param answer of this pair, with its gates
 * @returns none where nobody can change it; the way of the one who is named with the gate comes first
 */
export const counterfactualsOf = (
  pair: Pair,
  { oneThing }: Pick<PairAnswer, 'oneThing'>,
  gates: readonly GateResult[],
): Counterfactual[] => {
  const missed = gates.find((one) => one.gate === oneThing?.gate)
  if (oneThing === null || missed === undefined) return []
  const isEnough = (some: readonly Change[]): boolean => passesWith(pair, some, pair.policy, pair.today)
  return WAYS[missed.gate](pair, missed)
    .filter((way) => way.changes.length > 0 && isEnough(way.changes))
    .map(({ who, changes, expectedOn = null, isWhole }) => ({
      gate: missed.gate,
      who,
      changes: isWhole ? changes : leastOf(changes, isEnough),
      expectedOn,
      inDays: expectedOn === null ? null : Math.max(0, dayNumber(expectedOn) - dayNumber(pair.today)),
    }))
}
