import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS, type Level } from '#db/values/language.ts'
import { AVAILABILITIES, type Availability, TRAVEL_MEANS, type TravelMeans } from '#db/values/newcomers.ts'
import { SECTORS, type Sector } from '#db/values/reference.ts'
import type { Place } from '#server/matching/rules/facts.ts'
import { rankOf } from '#server/matching/rules/language.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { journeyOf } from '#server/matching/rules/travel.ts'
import { monthOf } from '#server/search/rules-encode.ts'
import { type Sieve, TRAVEL_MINUTES } from './rules-choices.ts'

/** What a coach asks of what people can do. */
export type AbilityQuestion = {
  /** Occupations or skills, in any language. */
  words: string
  /** Has worked in this sector. */
  worked: Sector | null
  /** A least level in one skill of Dutch; `by` (`YYYY-MM`) = reached or expected at the latest in that month, null = reached. */
  dutch: { skill: LanguageSkill; level: Level; by: string | null } | null
  /** From home to a four-digit postcode, one way. `means` null = by the person's own. */
  travel: { postcode: string; minutes: number; means: TravelMeans | null } | null
}

/** Somebody as the filters of a caseload see them. */
export type Able = {
  id: string
  availability: Availability
  worked: readonly string[]
  /** Rank in each skill of Dutch, -1 = not known; and the first month in which each rank may be expected. */
  has: Record<LanguageSkill, number>
  reaches: Record<LanguageSkill, readonly number[]>
  /** Where they live today; null when nobody knows. */
  home: Place | null
  means: readonly TravelMeans[]
}

type Test = (one: Able) => boolean
const each = <T extends string | number>(values: readonly T[], make: (value: T) => Test): Record<string, Test> =>
  Object.fromEntries(values.map((value) => [String(value), make(value)]))

/** Their state, for the choice above the list. Pure. */
export const availabilitySieve = (asked: Availability | undefined): Sieve<Able> => {
  const is = (state: Availability) => (one: Able) => one.availability === state
  return {
    passes: asked ? is(asked) : null,
    fields: { availability: { all: () => true, ...each(AVAILABILITIES, is) } },
  }
}

/** The sector in which somebody worked. Pure. */
export const workedSieve = (asked: Sector | null): Sieve<Able> => {
  const didThis = (sector: Sector) => (one: Able) => one.worked.includes(sector)
  return { passes: asked && didThis(asked), fields: { worked: each(SECTORS, didThis) } }
}

/** A level of one skill of Dutch: with every other level; and once one is chosen, with every other skill and month (`now` = reached). Pure. */
export function dutchSieve(asked: AbilityQuestion['dutch'], months: readonly string[]): Sieve<Able> {
  const has =
    (skill: LanguageSkill, level: Level, by: string | null): Test =>
    (one) =>
      by === null
        ? one.has[skill] >= rankOf(level)
        : (one.reaches[skill][rankOf(level)] ?? Number.POSITIVE_INFINITY) <= monthOf(by)
  if (asked === null) return { passes: null, fields: { level: each(LEVELS, (one) => has('speaking', one, null)) } }
  const { skill, level, by } = asked
  return {
    passes: has(skill, level, by),
    fields: {
      level: each(LEVELS, (one) => has(skill, one, by)),
      skill: each(LANGUAGE_SKILLS, (one) => has(one, level, by)),
      by: { now: has(skill, level, null), ...each(months, (month) => has(skill, level, month)) },
    },
  }
}

/** Who is at a place within the time, from where they live today (rulings 17): with every other time and means (`own` = the person's own). Pure. */
export function travelSieve(asked: NonNullable<AbilityQuestion['travel']>, there: Place): Sieve<Able> {
  const within =
    (minutes: number, means: TravelMeans | null): Test =>
    (one) => {
      const journey = journeyOf(one.home, there, means ? [means] : one.means, MATCHING_POLICY)
      return journey !== null && journey.minutes <= minutes
    }
  const { minutes, means } = asked
  return {
    passes: within(minutes, means),
    fields: {
      minutes: each(TRAVEL_MINUTES, (most) => within(most, means)),
      means: { own: within(minutes, null), ...each(TRAVEL_MEANS, (one) => within(minutes, one)) },
    },
  }
}
