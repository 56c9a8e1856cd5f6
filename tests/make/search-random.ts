import fc from 'fast-check'
import { LEVELS } from '#db/values/language.ts'
import { POSITION_TYPES, SUPPORTS } from '#db/values/positions.ts'
import { SECTORS } from '#db/values/reference.ts'
import { NEVER, SLOT_TOKENS, scopeOf } from '#server/search/rules-encode.ts'
import type { Folded, NewcomerDocument, PositionDocument } from '#server/search/stored.ts'

const uuid = (at: number, kind: string) =>
  `${((at * 2654435761) % 4294967296).toString(16).padStart(8, '0')}-0000-4000-8000-${kind}${String(at).padStart(11, '0')}`
/** Some of these values, none twice. */
export const some = <T>(values: readonly T[], most: number): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { maxLength: most })
/** Places at three levels; the municipalities stand first. */
export const REGIONS = ['gm0344', 'gm0307', 'lmr:am18', 'nl', 'p:utrecht'] as const
const rank = fc.integer({ min: 0, max: LEVELS.length - 1 })
const perSkill = <T>(one: fc.Arbitrary<T>) => fc.record({ listening: one, speaking: one, reading: one, writing: one })
const folded: fc.Arbitrary<Folded> = fc.constant({ nl: 'kok', en: 'cook', ar: 'طباخ' })

/** Any position that can be stored; the same for the same seed. */
export const positionDocument = (at: number): fc.Arbitrary<PositionDocument> =>
  fc.record({
    id: fc.constant(uuid(at, 'a')),
    version: fc.constant<number>(1),
    title: fc.constantFrom<string>('werken', 'leren'),
    occupation: folded,
    occupationWords: fc.constant<string>('kok cook'),
    skillWords: fc.constant<string>('koken'),
    skills: folded,
    organisation: fc.constant<string>('huis'),
    place: fc.constant<string>('utrecht'),
    body: fc.constant<string>('taak'),
    kind: fc.constantFrom(...POSITION_TYPES),
    sector: fc.constantFrom(...SECTORS),
    isco: fc.constantFrom<string[]>(['5', '51', '512', '5120'], ['7', '71', '711', '7111'], []),
    region: some(REGIONS, 4),
    lat: fc.double({ min: 51.9, max: 52.3, noNaN: true }),
    lon: fc.double({ min: 4.9, max: 5.5, noNaN: true }),
    supports: some(SUPPORTS, 3),
    slots: some(SLOT_TOKENS, 6),
    paid: fc.boolean(),
    guidanceHours: fc.constantFrom(0, 2, 4, 8.5),
    hours: fc.constantFrom(8, 16, 24, 24.5, 36, 40),
    asks: perSkill(rank),
    startsOn: fc.constantFrom('2026-12-01', '2027-01-15', '2027-06-30'),
    publishedDay: fc.integer({ min: 20_700, max: 20_800 }),
    closeDay: fc.integer({ min: 20_700, max: 20_900 }),
  })

/** Any profile that can be stored, with levels and months that need not agree. */
export const newcomerDocument = (at: number): fc.Arbitrary<NewcomerDocument> =>
  fc.constantFrom('GM0344', 'GM0307').chain((municipality) => newcomerIn(municipality, at))
const newcomerIn = (municipality: string, at: number): fc.Arbitrary<NewcomerDocument> =>
  fc.record({
    id: fc.constant(uuid(at, 'b')),
    version: fc.constant<number>(1),
    scope: fc.constantFrom('c:x', 'c:y').map((caseload) => [scopeOf.municipality(municipality), caseload]),
    availability: fc.constantFrom('available' as const, 'paused' as const, 'placed' as const),
    // The smallest is the last.
    region: some(REGIONS.slice(2), 3).map((larger) => [...larger, municipality.toLowerCase()]),
    slots: some(SLOT_TOKENS, 6),
    dutch: perSkill(
      fc.option(
        fc.constantFrom(...LEVELS).map((level) => ({ level, assessedOn: '2026-10-01' })),
        { nil: null },
      ),
    ),
    reach: perSkill(fc.array(fc.constantFrom(0, 24_320, 24_325, NEVER), { minLength: 10, maxLength: 10 })),
    hours: fc.option(fc.constantFrom({ min: 8, max: 16 }, { min: 16, max: 32.5 }), { nil: null }),
    fromDay: fc.integer({ min: 0, max: 3 }),
    skillUris: some(['http://data.europa.eu/esco/skill/a', 'http://data.europa.eu/esco/skill/b'], 2),
    skills: folded,
    occupations: folded,
    occupationWords: fc.constant<string>('kok cook'),
    skillWords: fc.constant<string>('koken'),
    isco: fc.constantFrom<string[]>(['5', '51'], []),
    worked: some(SECTORS, 2),
    wants: some(SECTORS, 2),
  })
