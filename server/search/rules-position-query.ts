import type { LanguageSkill, Level } from '#db/values/language.ts'
import { LANGUAGE_SKILLS } from '#db/values/language.ts'
import type { Support } from '#db/values/positions.ts'
import type { Sector } from '#db/values/reference.ts'
import { rankOf } from '#server/matching/rules/language.ts'
import { type Ask, type Count, LAST_HIT, type Order, pageOf } from './rules-ask.ts'
import type { Filter, Near } from './rules-filter.ts'

/** Distances that a person can choose, in km in a straight line. */
export const DISTANCES = [5, 10, 25, 50] as const
/** Hours a week that a person can choose: up to and with the last. */
const HOURS = { few: [0, 16], half: [17, 27], most: [28, 35], full: [36, 40] } as const
export type HoursBand = keyof typeof HOURS
export const HOURS_BANDS = Object.keys(HOURS) as HoursBand[]
/** When work begins: within so many days, or later than the last of these. */
const STARTS = { soon: 31, quarter: 92, later: null } as const
export type StartBand = keyof typeof STARTS
export const START_BANDS = Object.keys(STARTS) as StartBand[]
/** Hours a week of a supervisor from which we call it much guidance. Policy 2026-11. */
export const MUCH_GUIDANCE = 4
export const ORDERS = ['best', 'newest', 'start', 'near'] as const
export type PositionOrder = (typeof ORDERS)[number]

/** What a person asks of positions. What is absent or null is not asked. */
export type PositionQuery = {
  q?: string
  sector?: Sector | null
  municipality?: string | null
  near?: Near | null
  /** The Dutch that the person has: what asks more is left out. */
  dutch?: Partial<Record<LanguageSkill, Level>> | null
  hours?: HoursBand | null
  paid?: boolean | null
  /** The place offers all of these. */
  supports?: readonly Support[]
  /** A supervisor with at least `MUCH_GUIDANCE` hours a week. */
  guided?: boolean
  start?: StartBand | null
  order?: PositionOrder | null
  /** Days since 1970-01-01: positions that closed before it are gone. */
  today?: number
  page?: number
  perPage?: number
  /** Every id at once, up to the last that an index gives. */
  whole?: boolean
  /** With the counts of every filter; without, the totals and the sectors only. */
  counted?: boolean
}

/** The least and the most hours a week of a choice. */
export const hoursBetween = (band: HoursBand): { least: number; most: number } => {
  const [least, most] = HOURS[band]
  return { least, most: most + 0.9 }
}

const hoursFilter = (band: HoursBand): Filter => {
  const { least, most } = hoursBetween(band)
  return {
    all: [
      { atLeast: 'hours', value: least },
      { atMost: 'hours', value: most },
    ],
  }
}

/** The first and the last day of a choice, in days since 1970-01-01; null = no such bound. */
export const startsBetween = (band: StartBand, today: number): { first: number | null; last: number | null } => {
  const days = STARTS[band]
  return days === null ? { first: today + STARTS.quarter + 1, last: null } : { first: null, last: today + days }
}

const startFilter = (band: StartBand, today: number): Filter => {
  const { first, last } = startsBetween(band, today)
  return first === null ? { atMost: 'start', value: last ?? 0 } : { atLeast: 'start', value: first }
}

/** Filters by group: each is left out when its own values are counted, and can be left out by who found nothing. */
function positionGroups(query: PositionQuery): Record<string, Filter> {
  const { sector, municipality, near, dutch, hours, paid, supports, guided, start } = query
  const groups: Record<string, Filter> = {}
  if (sector) groups['sector'] = { is: 'sector', value: sector }
  if (municipality) groups['municipality'] = { is: 'region', value: municipality.toLowerCase() }
  if (near) groups['near'] = { near }
  for (const skill of LANGUAGE_SKILLS) {
    const level = dutch?.[skill]
    if (level) groups[skill] = { atMost: `req_${skill}`, value: rankOf(level) }
  }
  if (hours) groups['hours'] = hoursFilter(hours)
  if (paid !== null && paid !== undefined) groups['paid'] = { is: 'paid', value: paid ? 1 : 0 }
  if (supports && supports.length > 0)
    groups['support'] = { all: supports.map((value): Filter => ({ is: 'support', value })) }
  if (guided) groups['guidance'] = { atLeast: 'guidance', value: MUCH_GUIDANCE }
  if (start) groups['start'] = startFilter(start, query.today ?? 0)
  return groups
}

const orderOf = (query: PositionQuery): Order | null => {
  if (query.order === 'newest') return { by: 'published', down: true }
  if (query.order === 'start') return { by: 'start', down: false }
  return query.order === 'near' && query.near ? { near: query.near } : null
}

/** The counts that are no value of one field: distances, hours, guidance and starts. */
function countsOf(query: PositionQuery): Record<string, Count> {
  const counts: Record<string, Count> = {}
  const { near, today } = query
  if (near) for (const km of DISTANCES) counts[`near:${km}`] = { without: 'near', filter: { near: { ...near, km } } }
  for (const band of HOURS_BANDS) counts[`hours:${band}`] = { without: 'hours', filter: hoursFilter(band) }
  if (today)
    for (const band of START_BANDS) counts[`start:${band}`] = { without: 'start', filter: startFilter(band, today) }
  counts['guidance'] = { without: 'guidance', filter: { atLeast: 'guidance', value: MUCH_GUIDANCE } }
  return counts
}

/** A question about positions for either engine. */
export function positionAsk(query: PositionQuery): Ask {
  const { page, perPage } = pageOf(query)
  return {
    index: 'positions',
    q: query.q ?? '',
    must: query.today ? [{ atLeast: 'close', value: query.today }] : [],
    groups: positionGroups(query),
    facets: query.counted
      ? {
          sector: 'sector',
          paid: 'paid',
          // Chosen ones are all asked, so another is counted beside them, not in their place.
          support: '',
          ...Object.fromEntries(LANGUAGE_SKILLS.map((skill) => [`req_${skill}`, skill])),
        }
      : { sector: 'sector' },
    counts: query.counted ? countsOf(query) : {},
    order: orderOf(query),
    browse: query.near ? { near: query.near } : { by: 'published', down: true },
    page: query.whole ? 1 : page,
    perPage: query.whole ? LAST_HIT : perPage,
  }
}

/** The same question, asking how many there would be without each thing that was asked, one at a time. */
export function widerAsk(query: PositionQuery): Ask {
  const ask = positionAsk({ ...query, counted: false, page: 1, perPage: 1 })
  const counts: Record<string, Count> = Object.fromEntries(
    Object.keys(ask.groups).map((group): [string, Count] => [group, { without: group }]),
  )
  if (ask.q.trim() !== '') counts['q'] = { noWords: true }
  return { ...ask, counts }
}
