import { answerOf } from '#server/matching/rules/answer.ts'
import { type Ask, asksOf } from '#server/matching/rules/asks.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { gatesOf, pairOf } from '#server/matching/rules/gates.ts'
import type { MatchingPolicy } from '#server/matching/rules/policy.ts'
import { scoreOf } from '#server/matching/rules/score.ts'

export type Sorted = {
  fits: PositionFacts[]
  almost: PositionFacts[]
  /** Of all the others, where something is unknown or more is missing. */
  others: PositionFacts[]
  counts: { fits: number; almost: number; unknown: number; not: number }
  /** Facts that are not known, with the number of positions where nothing but they stand between the person and the place; most first. */
  asks: { ask: Ask; positions: number }[]
}

/**
 * Positions by what the engine answers for one person: fits, one thing is missing (ruling 18), a fact is missing, does not fit. What the person
 * does not want is never "almost": the list would read as advice to want it after all.
 * @param most length of the lists; the counts count all
 * @param before which of two comes first; where it has no opinion, and without it, the best score does
 */
export const sortPlaces = (
  newcomer: NewcomerFacts,
  positions: readonly PositionFacts[],
  policy: MatchingPolicy,
  today: string,
  most: number,
  before: (one: PositionFacts, other: PositionFacts) => number = () => 0,
): Sorted => {
  const fits: { position: PositionFacts; w: number }[] = []
  const almost: { position: PositionFacts; w: number }[] = []
  const others: { position: PositionFacts; w: number }[] = []
  const asks = new Map<Ask, number>()
  let unknown = 0
  for (const position of positions) {
    const pair = pairOf(newcomer, position, policy, today)
    const gates = gatesOf(pair)
    const answer = answerOf(gates)
    if (answer.answer === 'eligible') fits.push({ position, w: scoreOf(pair).w })
    else if (answer.oneThing && answer.oneThing.gate !== 'no-go') almost.push({ position, w: scoreOf(pair).w })
    else {
      others.push({ position, w: scoreOf(pair).w })
      if (answer.answer !== 'unknown') continue
      unknown += 1
      for (const ask of asksOf(pair, gates)) asks.set(ask, (asks.get(ask) ?? 0) + 1)
    }
  }
  const best = (list: typeof fits): PositionFacts[] =>
    list
      .sort((x, y) => before(x.position, y.position) || y.w - x.w || (x.position.id < y.position.id ? -1 : 1))
      .slice(0, most)
      .map(({ position }) => position)
  return {
    counts: {
      fits: fits.length,
      almost: almost.length,
      unknown,
      not: positions.length - fits.length - almost.length - unknown,
    },
    fits: best(fits),
    almost: best(almost),
    others: best(others),
    asks: [...asks].map(([ask, count]) => ({ ask, positions: count })).sort((x, y) => y.positions - x.positions),
  }
}
