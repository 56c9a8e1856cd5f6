import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS, type Level } from '#db/values/language.ts'
import type { Availability } from '#db/values/newcomers.ts'
import type { Sector } from '#db/values/reference.ts'
import { rankOf } from '#server/matching/rules/language.ts'
import { type Ask, type Count, LAST_HIT, pageOf } from './rules-ask.ts'
import { monthOf, scopeOf } from './rules-encode.ts'
import type { Filter } from './rules-filter.ts'

/** What a coach asks of profiles. */
export type NewcomerQuery = {
  q?: string
  /** The municipality of the coach, always from the session. */
  municipality: string
  /** Of that only the caseload of this coach: their account, always from the session. */
  caseload?: string | null
  availability?: Availability | null
  /** ESCO URIs; the profile has all of them. */
  skillUris?: readonly string[]
  /** The least level of Dutch in one skill, reached now, or expected at the latest in a month (`YYYY-MM`). */
  dutch?: { skill: LanguageSkill; level: Level; by?: string | null } | null
  /** Has worked in this sector. */
  worked?: Sector | null
  wants?: Sector | null
  page?: number
  perPage?: number
  /** Every id at once, up to the last that an index gives. */
  whole?: boolean
  /** With the counts of every filter, levels by these months (`YYYY-MM`) too. */
  counted?: { months: readonly string[] }
}

const dutchFilter = ({ skill, level, by }: NonNullable<NewcomerQuery['dutch']>): Filter => {
  const rank = rankOf(level)
  // Reached is month 0 in the same field, so one comparison asks both.
  return by ? { atMost: `reach_${skill}_${rank}`, value: monthOf(by) } : { atLeast: `lvl_${skill}`, value: rank }
}

/** The counts of Dutch: of every level; and once one is chosen, of every skill and month (`by:now` = reached) with it. */
function dutchCounts({ dutch, counted }: NewcomerQuery): Record<string, Count> {
  if (!counted) return {}
  const { skill, by } = dutch ?? { skill: 'speaking' as const, by: null }
  const one = (asked: NonNullable<NewcomerQuery['dutch']>): Count => ({ without: 'dutch', filter: dutchFilter(asked) })
  const counts = LEVELS.map((level): [string, Count] => [`level:${level}`, one({ skill, level, by: by ?? null })])
  if (dutch) {
    for (const other of LANGUAGE_SKILLS) counts.push([`skill:${other}`, one({ ...dutch, skill: other })])
    for (const month of [null, ...counted.months]) counts.push([`by:${month ?? 'now'}`, one({ ...dutch, by: month })])
  }
  return Object.fromEntries(counts)
}

/** A question about profiles for either engine; who may be found stands in `must`. */
export function newcomerAsk(query: NewcomerQuery): Ask {
  const groups: Record<string, Filter> = {}
  if (query.availability) groups['availability'] = { is: 'availability', value: query.availability }
  if (query.skillUris && query.skillUris.length > 0)
    groups['skills'] = { all: query.skillUris.map((value): Filter => ({ is: 'skill', value })) }
  if (query.dutch) groups['dutch'] = dutchFilter(query.dutch)
  if (query.worked) groups['worked'] = { is: 'worked', value: query.worked }
  if (query.wants) groups['wants'] = { is: 'wants', value: query.wants }
  const { page, perPage } = pageOf(query)
  return {
    index: 'newcomers',
    q: query.q ?? '',
    must: [
      { is: 'scope', value: scopeOf.municipality(query.municipality) },
      ...(query.caseload ? [{ is: 'scope', value: scopeOf.caseload(query.caseload) }] : []),
    ],
    groups,
    facets: query.counted ? { worked: 'worked', wants: 'wants' } : { worked: 'worked' },
    counts: dutchCounts(query),
    order: null,
    browse: null,
    page: query.whole ? 1 : page,
    perPage: query.whole ? LAST_HIT : perPage,
  }
}
