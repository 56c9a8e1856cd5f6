import { LANGUAGE_SKILLS, type LanguageSkill, type Level } from '#db/values/language.ts'
import type { EducationLevel, Licence } from '#db/values/newcomers.ts'
import type { Sector } from '#db/values/reference.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { sectorOf } from '#server/reference/rules.ts'

/** Bands instead of exact values, so that a card describes many people (reliability.md, section 5, column S2; policy 2026-11). */
export const LEVEL_BANDS = ['first-words', 'A1', 'A2', 'B1', 'B2-or-higher', 'unknown'] as const
export type LevelBand = (typeof LEVEL_BANDS)[number]
export const YEARS_BANDS = ['under-1', '1-2', '3-5', '6-10', 'over-10'] as const
export type YearsBand = (typeof YEARS_BANDS)[number]
export const HOURS_BANDS = ['up-to-12', '13-20', '21-28', '29-40'] as const
export type HoursBand = (typeof HOURS_BANDS)[number]
export const DAYS_BANDS = ['1-2', '3-4', '5-or-more'] as const
export type DaysBand = (typeof DAYS_BANDS)[number]
export const TRAVEL_BANDS = ['up-to-15', '16-30', '31-45', '46-60', 'over-60'] as const
export type TravelBand = (typeof TRAVEL_BANDS)[number]

/** The same, wider: for a card that would fit too few people (rules-card-steps.ts). */
const WIDE_LEVELS = ['up-to-A1', 'A2-to-B1', 'B2-or-higher', 'unknown'] as const
export type WideLevel = (typeof WIDE_LEVELS)[number]
const WIDE_YEARS = ['up-to-2', '3-or-more'] as const
export type WideYears = (typeof WIDE_YEARS)[number]
const WIDE_HOURS = ['up-to-20', '21-or-more'] as const
export type WideHours = (typeof WIDE_HOURS)[number]
const WIDE_EDUCATION = ['up-to-primary', 'secondary', 'higher'] as const
export type WideEducation = (typeof WIDE_EDUCATION)[number]

/** What of a newcomer a card may be made of before the yes: bands and months. The same for everybody, so that look-alikes can be counted. */
export type CardTraits = {
  id: string
  /** Labour market region by its code. */
  region: string | null
  /** Kinds of work that the person wants or did. */
  sectors: ReadonlySet<Sector>
  dutch: readonly { skill: LanguageSkill; band: LevelBand; tested: boolean }[]
  /** By `eng:speaking`. */
  spoken: ReadonlyMap<string, LevelBand>
  experience: readonly { sector: Sector; years: YearsBand }[]
  education: EducationLevel | null
  hours: HoursBand | null
  days: DaysBand | null
  /** `YYYY-MM`; null = at once. */
  fromMonth: string | null
  /** By URI; a card only says which of those that the place asks for. */
  skills: ReadonlySet<string>
  licences: ReadonlySet<Licence>
}

/** @param limits upper bounds of all bands but the last, in order */
export const bandOf = <T>(value: number, limits: readonly number[], bands: readonly T[]): T | null => {
  const at = limits.findIndex((limit) => value <= limit)
  return bands[at === -1 ? limits.length : at] ?? null
}

const levelBand = (level: Level | null): LevelBand => {
  if (level === null) return 'unknown'
  if (level === 'A1' || level === 'A2' || level === 'B1') return level
  return level === 'B2' || level === 'C1' || level === 'C2' ? 'B2-or-higher' : 'first-words'
}

const experienceOf = (newcomer: NewcomerFacts): CardTraits['experience'] => {
  const months = new Map<Sector, number>()
  for (const one of newcomer.experiences) {
    const sector = sectorOf(one.isco)
    months.set(sector, (months.get(sector) ?? 0) + one.months)
  }
  return [...months].map(([sector, sum]) => ({
    sector,
    years: bandOf(sum, [11, 35, 71, 120], YEARS_BANDS) ?? 'over-10',
  }))
}

const daysOf = (newcomer: NewcomerFacts): DaysBand | null => {
  const days = new Set(newcomer.slots.filter((slot) => slot.kind === 'available').map((slot) => slot.weekday))
  return days.size === 0 ? null : bandOf(days.size, [2, 4], DAYS_BANDS)
}

/** @param beside what the engine does not read @param today `YYYY-MM-DD` */
export const traitsOf = (
  newcomer: NewcomerFacts,
  beside: { education: EducationLevel | null; region: string | null },
  today: string,
): CardTraits => ({
  id: newcomer.id,
  region: beside.region,
  sectors: new Set([...newcomer.wishes, ...newcomer.experiences].map((one) => sectorOf(one.isco))),
  dutch: LANGUAGE_SKILLS.map((skill) => {
    const known = newcomer.dutch[skill]
    return {
      skill,
      band: levelBand(known?.level ?? null),
      tested: known?.source === 'tested' || known?.source === 'exam',
    }
  }),
  spoken: new Map(newcomer.otherLanguages.map((one) => [`${one.language}:${one.skill}`, levelBand(one.level)])),
  experience: experienceOf(newcomer),
  education: beside.education,
  hours: newcomer.hours && bandOf(newcomer.hours.max, [12, 20, 28], HOURS_BANDS),
  days: daysOf(newcomer),
  fromMonth:
    newcomer.availableFrom !== null && newcomer.availableFrom > today ? newcomer.availableFrom.slice(0, 7) : null,
  skills: new Set(newcomer.skills.map((one) => one.uri)),
  licences: new Set(newcomer.licences ?? []),
})

/** Most years first, then by name: an order that tells no more than the bands do. */
export const mostYearsFirst = (
  one: { sector: Sector; years: YearsBand | WideYears },
  other: { sector: Sector; years: YearsBand | WideYears },
): number => {
  const bands: readonly string[] = [...YEARS_BANDS, ...WIDE_YEARS]
  return bands.indexOf(other.years) - bands.indexOf(one.years) || (one.sector < other.sector ? -1 : 1)
}

export const widerLevel = (band: LevelBand): WideLevel => {
  if (band === 'first-words' || band === 'A1') return 'up-to-A1'
  return band === 'A2' || band === 'B1' ? 'A2-to-B1' : band
}
export const widerYears = (band: YearsBand): WideYears =>
  band === 'under-1' || band === '1-2' ? 'up-to-2' : '3-or-more'
export const widerHours = (band: HoursBand): WideHours =>
  band === 'up-to-12' || band === '13-20' ? 'up-to-20' : '21-or-more'
export const widerEducation = (level: EducationLevel): WideEducation => {
  if (level === 'none' || level === 'primary') return 'up-to-primary'
  return level === 'bachelor' || level === 'master' ? 'higher' : 'secondary'
}
