import { LANGUAGE_SKILLS, LEVELS } from '#db/values/language.ts'
import { POSITION_TYPES, SUPPORTS } from '#db/values/positions.ts'
import { sectorOf } from '#server/reference/rules.ts'
import { foldText } from '#server/search/rules.ts'
import { iscoLevels, NEVER, SLOT_TOKENS } from '#server/search/rules-encode.ts'
import { type StoredNewcomer, type StoredPosition, storedNewcomer, storedPosition } from '#server/search/stored.ts'

export type Term = { isco: string; labels: { nl?: string; en?: string; ar?: string }; searchText: string }

/** Numbers from 0 up to 1 that are the same in every run (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const folded = (term: Term) => ({
  nl: foldText(term.labels.nl ?? ''),
  en: foldText(term.labels.en ?? ''),
  ar: foldText(term.labels.ar ?? ''),
})
const skillOf = (term: Term) => ({ skills: folded(term), skillWords: foldText(term.searchText) })
const idOf = (at: number, kind: 'a' | 'b'): string => {
  const tie = (Math.imul(at + 1, 2_654_435_761) >>> 0).toString(16).padStart(8, '0')
  return `${tie}-0000-4000-8000-${kind}${String(at).padStart(11, '0')}`
}
const skills = <T>(make: () => T) =>
  Object.fromEntries(LANGUAGE_SKILLS.map((skill) => [skill, make()])) as Record<(typeof LANGUAGE_SKILLS)[number], T>

/** A made-up position for measuring: an occupation of `terms`, a place in the Netherlands, demands, hours. */
export function someStoredPosition(at: number, terms: readonly Term[]): StoredPosition {
  const random = randomOf(at + 1)
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  const term = pick(terms)
  return storedPosition({
    id: idOf(at, 'a'),
    version: 1,
    title: foldText(`${pick(['Leren en werken als', 'Meewerken als', 'Beginnen als'])} ${term.labels.nl}`),
    occupation: folded(term),
    occupationWords: foldText(term.searchText),
    ...skillOf(pick(terms)),
    organisation: `bedrijf ${Math.floor(random() * 900)}`,
    place: `plaats ${Math.floor(random() * 300)}`,
    body: 'samen met een collega leer je elke dag iets meer van het vak',
    kind: pick(POSITION_TYPES),
    sector: sectorOf(term.isco),
    isco: iscoLevels(term.isco),
    region: ['nl', `lmr:am${Math.floor(random() * 35)}`, `gm${String(Math.floor(random() * 342)).padStart(4, '0')}`],
    lat: 51.3 + random() * 1.9,
    lon: 4 + random() * 2.8,
    supports: SUPPORTS.filter(() => random() < 0.3),
    slots: SLOT_TOKENS.filter(() => random() < 0.3),
    paid: random() < 0.7,
    guidanceHours: Math.floor(random() * 12),
    hours: 8 + Math.floor(random() * 33),
    asks: skills(() => Math.floor(random() * 7)),
    startsOn: pick(['2026-12-07', '2027-01-04', '2027-02-01', '2027-04-05', '2027-09-06']),
    publishedDay: 20_700 + Math.floor(random() * 80),
    closeDay: 20_900,
  })
}

/** A made-up profile for measuring. */
export function someStoredNewcomer(at: number, terms: readonly Term[]): StoredNewcomer {
  const random = randomOf(at + 7_000_001)
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  const [did, wants] = [pick(terms), pick(terms)]
  const municipality = `GM${String(Math.floor(random() * 342)).padStart(4, '0')}`
  const dutch = skills(() => (random() < 0.1 ? null : { level: pick(LEVELS), assessedOn: '2026-10-01' }))
  return storedNewcomer({
    id: idOf(at, 'b'),
    version: 1,
    scope: [`m:${municipality}`, `c:${Math.floor(random() * 1_200)}`],
    availability: pick(['available', 'available', 'paused', 'placed']),
    region: ['nl', municipality.toLowerCase()],
    slots: SLOT_TOKENS.filter(() => random() < 0.4),
    dutch,
    reach: skills(() => {
      const reached = Math.floor(random() * LEVELS.length)
      const next = 24_323 + Math.floor(random() * 24)
      return LEVELS.map((_, rank) => (rank <= reached ? 0 : rank === reached + 1 ? next : NEVER))
    }),
    hours: { min: 8, max: 16 + Math.floor(random() * 24) },
    fromDay: 20_780,
    skillUris: [`http://data.europa.eu/esco/skill/${Math.floor(random() * 130)}`],
    ...skillOf(pick(terms)),
    occupations: folded(did),
    occupationWords: foldText(`${did.searchText} ${wants.searchText}`),
    isco: iscoLevels(did.isco),
    worked: [sectorOf(did.isco)],
    wants: [sectorOf(wants.isco)],
  })
}
