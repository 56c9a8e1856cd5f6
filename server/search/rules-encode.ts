import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS, type Level } from '#db/values/language.ts'
import type { CourseFacts } from '#server/matching/rules/facts.ts'
import { expectedFrom, rankOf } from '#server/matching/rules/language.ts'
import { MATCHING_POLICY, type MatchingPolicy } from '#server/matching/rules/policy.ts'

/** How facts are written down so that a filter can be one comparison (search.md, section 4); the scale of levels is ruling 15's. */

const DAY = 86_400_000

/** Days since 1970-01-01 of a day or a moment; 0 when there is none. */
export const dayNumberOf = (moment: Date | string | null): number =>
  moment ? Math.floor(new Date(moment).getTime() / DAY) : 0

/** Months since the year 0: 2026-12 is 24323. @param day `YYYY-MM-DD` or `YYYY-MM` */
export const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1

/** What stands for a level that lessons do not lead to. */
export const NEVER = 99_999_999

/** A level that is known, when it was measured, and the lessons that train it. */
export type Spoken = { level: Level; assessedOn: string }

/**
 * For each rank from 0 the first month in which it may be expected: 0 when it is reached, `NEVER` when lessons do not lead there. Growth is that
 * of the matching rules (ruling 15): at most one step, by lesson hours since the level was measured. It does not depend on today, so it only
 * changes with the profile. Rises with the rank, which is checked here.
 *
 * @param spoken null = not known: then no rank is ever reached
 * @param courses those that train this skill
 */
export function reachMonths(
  spoken: Spoken | null,
  courses: readonly CourseFacts[],
  policy: MatchingPolicy = MATCHING_POLICY,
): number[] {
  if (!spoken) return LEVELS.map(() => NEVER)
  const reached = rankOf(spoken.level)
  const next = LEVELS[reached + 1]
  const day = next ? expectedFrom(spoken.level, next, courses, spoken.assessedOn, spoken.assessedOn, policy) : null
  const months = LEVELS.map((_, rank) => {
    if (rank <= reached) return 0
    return rank === reached + 1 && day ? monthOf(day) : NEVER
  })
  if (months.some((month, rank) => rank > 0 && month < (months[rank - 1] ?? 0)))
    throw new Error('a higher level is reached before a lower one')
  return months
}

const WEEKDAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const
/** Night, morning, afternoon and evening, in minutes of the day. */
const PARTS = [0, 360, 720, 1080, 1440] as const
/** Every token of the week: `mo1` is Monday before six, `mo2` Monday morning. */
export const SLOT_TOKENS: readonly string[] = WEEKDAYS.flatMap((day) => [1, 2, 3, 4].map((part) => `${day}${part}`))

/**
 * Parts of the week that a block touches. Coarse on the safe side: a part that is touched for half an hour counts (ruling 16).
 *
 * @param blocks weekday 1 Monday .. 7 Sunday, minutes of the day
 */
export function slotTokens(blocks: readonly { weekday: number; fromMinute: number; toMinute: number }[]): string[] {
  const tokens = new Set<string>()
  for (const { weekday, fromMinute, toMinute } of blocks)
    for (let part = 1; part <= 4; part += 1)
      if (fromMinute < (PARTS[part] ?? 0) && toMinute > (PARTS[part - 1] ?? 0))
        tokens.add(`${WEEKDAYS[weekday - 1]}${part}`)
  return SLOT_TOKENS.filter((token) => tokens.has(token))
}

/** An occupation group with every group above it: 5120 gives 5, 51, 512, 5120. */
export const iscoLevels = (isco: string): string[] => Array.from(isco, (_, at) => isco.slice(0, at + 1))

/** A place at every level, smallest last, in codes: the country, the province, the labour market region, the municipality. */
export function regionLevels(place: { code: string; province: string | null; region: string | null }): string[] {
  const province = place.province
    ?.normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
  return [
    'nl',
    ...(province ? [`p:${province}`] : []),
    ...(place.region ? [`lmr:${place.region.toLowerCase()}`] : []),
    place.code.toLowerCase(),
  ]
}

/** The ranks that a place asks of each skill of Dutch; 0 where it asks nothing. */
export function askedRanks(asked: readonly { skill: LanguageSkill; level: Level }[]): Record<LanguageSkill, number> {
  const ranks = { listening: 0, speaking: 0, reading: 0, writing: 0 }
  for (const skill of LANGUAGE_SKILLS)
    for (const one of asked) if (one.skill === skill) ranks[skill] = Math.max(ranks[skill], rankOf(one.level))
  return ranks
}

/** Who may find a profile: every coach of the municipality, and the coach whose caseload it is in. */
export const scopeOf = {
  municipality: (code: string): string => `m:${code}`,
  caseload: (coachId: string): string => `c:${coachId}`,
}
