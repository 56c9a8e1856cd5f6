import { createHash } from 'node:crypto'
import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS } from '#db/values/language.ts'
import type { Availability } from '#db/values/newcomers.ts'
import type { PositionType, Support } from '#db/values/positions.ts'
import type { Sector } from '#db/values/reference.ts'
import { rankOf } from '#server/matching/rules/language.ts'
import { compoundParts, tieOf } from './rules.ts'
import { monthOf, NEVER, type Spoken } from './rules-encode.ts'

/** Texts in the languages of the reference data, folded. */
export type Folded = { nl: string; en: string; ar: string }

/** A published position as an index knows it: public facts only. All texts are folded. */
export type PositionDocument = {
  id: string
  version: number
  title: string
  occupation: Folded
  /** Every name of the occupation in every language: ESCO's alternative labels and our own lists. */
  occupationWords: string
  skills: Folded
  /** The other names of these skills in every language. */
  skillWords: string
  organisation: string
  place: string
  body: string
  kind: PositionType
  sector: Sector
  isco: string[]
  region: string[]
  lat: number
  lon: number
  supports: Support[]
  slots: string[]
  paid: boolean
  /** A week. */
  guidanceHours: number
  hours: number
  asks: Record<LanguageSkill, number>
  startsOn: string
  /** Days since 1970-01-01. */
  publishedDay: number
  closeDay: number
}

/**
 * A profile as an index knows it. No name, contact, address, birth date, origin, free text or anything protected: what is not in this type
 * cannot reach an index, and a test holds the type against the list of forbidden words.
 */
export type NewcomerDocument = {
  id: string
  version: number
  /** Who may find it: `m:` with the municipality, `c:` with the id of the caseload. */
  scope: string[]
  availability: Availability
  region: string[]
  slots: string[]
  /** Dutch per skill; null = not known. */
  dutch: Record<LanguageSkill, Spoken | null>
  /** Per skill, the first month of each rank (`reachMonths`). */
  reach: Record<LanguageSkill, number[]>
  hours: { min: number; max: number } | null
  fromDay: number
  skillUris: string[]
  skills: Folded
  skillWords: string
  occupations: Folded
  occupationWords: string
  isco: string[]
  worked: Sector[]
  wants: Sector[]
}

type PerSkill<P extends string, V> = { [S in LanguageSkill as `${P}_${S}`]: V }
type Marked = { id: string; v: number; h: string; tie: number }

/** A position as both engines store it: flat, because nested attributes need care in every setting (search.md, version table 1.51). */
export type StoredPosition = Marked &
  PerSkill<'req', number> & {
    title: string
    occ_nl: string
    occ_all: string
    skill_nl: string
    cmp_nl: string
    org: string
    place: string
    occ_en: string
    occ_ar: string
    skill_en: string
    skill_ar: string
    skill_all: string
    body: string
    kind: string
    sector: string
    isco: string[]
    region: string[]
    slots: string[]
    support: string[]
    paid: 0 | 1
    guidance: number
    hours: number
    start: number
    month: number
    published: number
    close: number
    _geo: { lat: number; lng: number }
  }

/** A profile as both engines store it. Unknown levels are -1; a rank that is never reached, and hours that are not known, are absent. */
export type StoredNewcomer = Marked &
  PerSkill<'lvl', number> & {
    occ_nl: string
    occ_all: string
    skill_nl: string
    cmp_nl: string
    occ_en: string
    occ_ar: string
    skill_en: string
    skill_ar: string
    skill_all: string
    scope: string[]
    availability: string
    region: string[]
    slots: string[]
    skill: string[]
    isco: string[]
    worked: string[]
    wants: string[]
    from: number
    hrs_min?: number
    hrs_max?: number
    [reach: `reach_${string}`]: number
  }

const parts = (...texts: string[]): string => compoundParts(texts.join(' ')).join(' ')

const perSkill = <V>(make: (skill: LanguageSkill) => Record<string, V>): Record<string, V> =>
  Object.assign({}, ...LANGUAGE_SKILLS.map(make)) as Record<string, V>

/** Everything that is stored, in eight characters: equal in both engines when nothing was lost. */
const hashOf = (stored: object): string => createHash('sha256').update(JSON.stringify(stored)).digest('hex').slice(0, 8)

const DAY = 86_400_000

/** What both engines store of a position. */
export function storedPosition(one: PositionDocument): StoredPosition {
  const stored = {
    id: one.id,
    v: one.version,
    tie: tieOf(one.id),
    title: one.title,
    occ_nl: one.occupation.nl,
    occ_all: one.occupationWords,
    skill_nl: one.skills.nl,
    cmp_nl: parts(one.title, one.occupation.nl, one.occupationWords, one.skills.nl, one.body),
    org: one.organisation,
    place: one.place,
    occ_en: one.occupation.en,
    occ_ar: one.occupation.ar,
    skill_en: one.skills.en,
    skill_ar: one.skills.ar,
    skill_all: one.skillWords,
    body: one.body,
    kind: one.kind,
    sector: one.sector,
    isco: one.isco,
    region: one.region,
    slots: one.slots,
    support: [...one.supports].sort(),
    paid: one.paid ? (1 as const) : (0 as const),
    guidance: one.guidanceHours,
    hours: one.hours,
    ...(perSkill((skill) => ({ [`req_${skill}`]: one.asks[skill] })) as PerSkill<'req', number>),
    start: Math.floor(Date.parse(one.startsOn) / DAY),
    month: monthOf(one.startsOn),
    published: one.publishedDay,
    close: one.closeDay,
    // About a hundred metres: near enough for a distance, and equal after a round trip.
    _geo: { lat: Math.round(one.lat * 1000) / 1000, lng: Math.round(one.lon * 1000) / 1000 },
  }
  return { ...stored, h: hashOf(stored) }
}

/** What both engines store of a profile. */
export function storedNewcomer(one: NewcomerDocument): StoredNewcomer {
  const stored = {
    id: one.id,
    v: one.version,
    tie: tieOf(one.id),
    occ_nl: one.occupations.nl,
    occ_all: one.occupationWords,
    skill_nl: one.skills.nl,
    cmp_nl: parts(one.occupations.nl, one.occupationWords, one.skills.nl),
    occ_en: one.occupations.en,
    occ_ar: one.occupations.ar,
    skill_en: one.skills.en,
    skill_ar: one.skills.ar,
    skill_all: one.skillWords,
    scope: one.scope,
    availability: one.availability,
    region: one.region,
    slots: one.slots,
    skill: one.skillUris,
    isco: one.isco,
    worked: one.worked,
    wants: one.wants,
    from: one.fromDay,
    ...(one.hours ? { hrs_min: one.hours.min, hrs_max: one.hours.max } : {}),
    ...(perSkill((skill) => {
      const spoken = one.dutch[skill]
      return { [`lvl_${skill}`]: spoken ? rankOf(spoken.level) : -1 }
    }) as PerSkill<'lvl', number>),
    ...perSkill((skill) =>
      Object.fromEntries(
        LEVELS.flatMap((_, rank) => {
          const month = one.reach[skill][rank] ?? NEVER
          return month === NEVER ? [] : [[`reach_${skill}_${rank}`, month]]
        }),
      ),
    ),
  }
  return { ...stored, h: hashOf(stored) } as StoredNewcomer
}

/** Of a stored profile, the first month of each rank of a skill; `NEVER` where it has none. */
export const reachOf = (stored: StoredNewcomer, skill: LanguageSkill): number[] =>
  LEVELS.map((_, rank) => stored[`reach_${skill}_${rank}`] ?? NEVER)
