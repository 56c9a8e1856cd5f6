import type { NewcomerFacts, PositionFacts } from './facts.ts'
import type { MatchingPolicy } from './policy.ts'

/** Full calendar months from one day to another, not below 0. */
const fullMonths = (from: string, until: string): number => {
  const [fromYear = 0, fromMonth = 0, fromDay = 0] = from.split('-').map(Number)
  const [year = 0, month = 0, day = 0] = until.split('-').map(Number)
  const months = (year - fromYear) * 12 + (month - fromMonth) - (day < fromDay ? 1 : 0)
  return Math.max(0, months)
}

/**
 * What the first proposal of somebody who has none is worth in the allocation, on the scale of the score: the same for everybody, and more
 * for each full month of waiting up to a most.
 * @param today `YYYY-MM-DD`
 */
export const bonusOf = (
  newcomer: Pick<NewcomerFacts, 'waitingSince'>,
  policy: Pick<MatchingPolicy, 'coverageBonus' | 'waitingBonus'>,
  today: string,
): number => {
  const { perMonth, most } = policy.waitingBonus
  return policy.coverageBonus + Math.min(most, perMonth * fullMonths(newcomer.waitingSince, today))
}

/** How many open proposals a position may have: so many for each free seat; none where the safeguards ask a person or say no (ruling 19). */
export const roomOf = (
  position: Pick<PositionFacts, 'seats' | 'seatsTaken' | 'safeguard'>,
  policy: Pick<MatchingPolicy, 'proposalsPerSeat'>,
): number =>
  position.safeguard === 'human' || position.safeguard === 'block'
    ? 0
    : Math.max(0, position.seats - position.seatsTaken) * policy.proposalsPerSeat

/** Whether a pair as it was explained may be proposed: every gate passes, and the score is not below the least. */
export const mayBeProposed = (
  pair: { answer: string; score: { w: number } },
  policy: Pick<MatchingPolicy, 'leastScore'>,
): boolean => pair.answer === 'eligible' && pair.score.w >= policy.leastScore

/** Positions that one allocation usually has room for; more come in doublings. */
const USUAL_POSITIONS = 8_000

/**
 * The scale on which an exact allocation breaks ties. It depends on nothing that changes by the day, so that a live state and a fresh one are
 * on the same and choose alike.
 */
export const scaleFor = (
  positions: number,
  policy: Pick<MatchingPolicy, 'coverageBonus' | 'waitingBonus'>,
): { mostWorth: number; mostPositions: number } => {
  let mostPositions = USUAL_POSITIONS
  while (mostPositions < positions * 1.25) mostPositions *= 2
  return { mostWorth: 1_000 + policy.coverageBonus + policy.waitingBonus.most, mostPositions }
}
