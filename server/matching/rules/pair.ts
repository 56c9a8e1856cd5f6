import { addDays, earlierOf, laterOf } from '#server/safeguards/rules/calendar.ts'
import type { NewcomerFacts, PositionFacts } from './facts.ts'
import type { MatchingPolicy } from './policy.ts'
import { type Journey, journeyOf, placeOn } from './travel.ts'

/** A pair on a day, with what several gates read worked out once. */
export type Pair = {
  newcomer: NewcomerFacts
  position: PositionFacts
  today: string
  /** The start, or today when that has passed. */
  start: string
  /** The last day on which one may still begin. */
  latestStart: string
  journey: Journey | null
  policy: MatchingPolicy
}

export const startOf = (position: PositionFacts, today: string): string => laterOf(position.startsOn, today)

export const latestStartOf = (position: PositionFacts, today: string, policy: MatchingPolicy): string => {
  const start = startOf(position, today)
  const latest = position.flexibleStart ? addDays(start, policy.flexibleStartDays) : start
  return position.endsOn === null ? latest : earlierOf(latest, position.endsOn)
}

export const pairOf = (
  newcomer: NewcomerFacts,
  position: PositionFacts,
  policy: MatchingPolicy,
  today: string,
): Pair => ({
  newcomer,
  position,
  today,
  start: startOf(position, today),
  latestStart: latestStartOf(position, today, policy),
  journey: journeyOf(placeOn(newcomer, startOf(position, today)), position.place, newcomer.travel.means, policy),
  policy,
})
