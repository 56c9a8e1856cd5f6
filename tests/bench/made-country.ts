import { LANGUAGE_SKILLS, LEARNER_PROFILES, LEVELS, type Level } from '#db/values/language.ts'
import type { Licence, TravelMeans } from '#db/values/newcomers.ts'
import type { NewcomerFacts, Place, PositionFacts } from '#server/matching/rules/facts.ts'
import { dateOf, dayNumber } from '#server/safeguards/rules/calendar.ts'

/**
 * A made-up country of newcomers and positions: one fact at a time and always the same for the same seed and number,
 * so that a hundred thousand of them need not be in memory at once. Everybody lives and works in one of 4,000 postcode
 * areas around 150 towns; everything else is drawn from plain shares that are written here and were tuned to one
 * thing, the share of pairs that pass every gate (matching.md, section 3a: 0.65 % of 100k x 5k).
 */
export const MADE_ON = '2026-11-22'
const today = dayNumber(MADE_ON)

export type Country = { newcomer(i: number): NewcomerFacts; position(i: number): PositionFacts }

/** Repeatable chance (mulberry32). */
const dice = (seed: number) => {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number): number => Math.floor(next() * n)
  const between = (from: number, to: number): number => from + below(to - from + 1)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const happens = (share: number): boolean => next() < share
  /** Small numbers far more often than large ones. */
  const front = (n: number): number => Math.floor(n * next() ** 2.5)
  const some = (count: number, draw: () => number): number[] => {
    const drawn = new Set<number>()
    for (let tries = 0; drawn.size < count && tries < 4 * count; tries += 1) drawn.add(draw())
    return [...drawn]
  }
  return { next, below, between, pick, happens, front, some }
}
type Dice = ReturnType<typeof dice>

const TOWNS = 120
const POSTCODES = 4000
const OCCUPATIONS = 300
const SKILLS = 3000

/** Towns all over a land of the size of the Netherlands, large ones with many postcode areas and small ones with few. */
const madePlaces = (seed: number): Place[] => {
  const chance = dice(seed)
  const towns = Array.from({ length: TOWNS }, () => ({
    lat: 51.3 + 1.9 * chance.next(),
    lon: 4.1 + 2.7 * chance.next(),
  }))
  const spread = (): number => (chance.next() + chance.next() + chance.next() - 1.5) * 0.06
  return Array.from({ length: POSTCODES }, () => {
    const { lat, lon } = towns[chance.front(TOWNS)] as Place
    return { lat: Number((lat + spread()).toFixed(4)), lon: Number((lon + spread() * 1.6).toFixed(4)) }
  })
}

const skillOf = (n: number) => ({
  uri: `http://data.europa.eu/esco/skill/${n}`,
  broader: [`http://data.europa.eu/esco/skill/S${n % 400}`],
})

const madeOccupations = (seed: number) => {
  const chance = dice(seed)
  return Array.from({ length: OCCUPATIONS }, (_, n) => ({
    uri: `http://data.europa.eu/esco/occupation/${n}`,
    isco: String(5100 + Math.floor(n / 12) * 100 + (n % 12) * 3),
    skills: chance.some(20, () => (n * 10 + chance.front(SKILLS)) % SKILLS),
  }))
}

const levelAt = (rank: number): Level => LEVELS[Math.max(0, Math.min(9, rank))] as Level
const MEANS: readonly TravelMeans[][] = [
  ['bicycle', 'public-transport'],
  ['bicycle', 'public-transport'],
  ['walk', 'public-transport'],
  ['bicycle'],
  ['public-transport', 'car'],
  ['bicycle', 'car'],
]
const LESSON_TIMES = [
  [540, 720],
  [570, 750],
  [780, 960],
  [1110, 1260],
] as const
const LICENCES: readonly Licence[] = ['B', 'B', 'forklift', 'vca', 'AM', 'C']

const weekOfNewcomer = (chance: Dice, hasLessons: boolean): NewcomerFacts['slots'] => {
  const from = chance.between(14, 17) * 30
  const to = chance.between(34, 42) * 30
  const slots: NewcomerFacts['slots'] = []
  for (let weekday = 1; weekday <= 6; weekday += 1)
    if (chance.happens(weekday === 6 ? 0.3 : 0.97)) slots.push({ kind: 'available', weekday, from, to })
  if (hasLessons) {
    const [begins, ends] = chance.pick(LESSON_TIMES)
    for (const day of chance.some(chance.between(1, 3), () => chance.below(5)))
      slots.push({ kind: 'lesson', weekday: day + 1, from: begins, to: ends })
  }
  if (chance.happens(0.2))
    for (const day of chance.some(chance.between(1, 3), () => chance.below(5)))
      slots.push({
        kind: 'childcare',
        weekday: day + 1,
        from: chance.between(28, 32) * 30,
        to: chance.between(34, 37) * 30,
      })
  return slots
}

const weekOfPosition = (chance: Dice): PositionFacts['slots'] => {
  if (chance.happens(0.2)) return []
  const from = chance.between(16, 21) * 30
  const length = chance.pick([240, 300, 360, 420, 480])
  return chance
    .some(chance.between(2, 4), () => chance.below(chance.happens(0.9) ? 5 : 6))
    .map((day) => ({ kind: 'work' as const, weekday: day + 1, from, to: from + length }))
}

export const madeCountry = (seed: number): Country => {
  const places = madePlaces(seed)
  const occupations = madeOccupations(seed + 1)
  const day = (chance: Dice, from: number, to: number): string => dateOf(today + chance.between(from, to))
  const drawOccupation = (chance: Dice) => occupations[chance.front(OCCUPATIONS)] as (typeof occupations)[number]

  const dutch = (chance: Dice): NewcomerFacts['dutch'] => {
    const rank = 3 + chance.front(5)
    const one = () =>
      chance.happens(0.03)
        ? null
        : {
            level: levelAt(rank + chance.pick([-1, 0, 0, 0, 1])),
            reference: null,
            source: chance.pick(['intake', 'lesson', 'tested'] as const),
            assessedOn: day(chance, -500, -5),
          }
    return { listening: one(), speaking: one(), reading: one(), writing: one() }
  }

  return {
    newcomer(i) {
      const chance = dice(Math.imul(i + 1, 0x9e3779b1) ^ seed)
      const wanted = chance
        .some(chance.between(1, 3), () => chance.front(OCCUPATIONS))
        .map((n) => occupations[n] as (typeof occupations)[number])
      const did = drawOccupation(chance)
      const hasLessons = chance.happens(0.55)
      const hours = chance.between(8, 24)
      return {
        id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
        place: chance.happens(0.97) ? chance.pick(places) : null,
        futurePlace: chance.happens(0.1) ? { from: day(chance, 10, 200), place: chance.pick(places) } : null,
        travel: {
          means: chance.pick(MEANS),
          maxMinutes: chance.happens(0.97) ? chance.pick([45, 60, 60, 75, 75, 90]) : null,
        },
        dutch: dutch(chance),
        otherLanguages: [{ language: 'eng', skill: 'speaking', level: levelAt(chance.between(3, 7)) }],
        courses: hasLessons
          ? [
              {
                hoursPerWeek: chance.between(4, 15),
                startsOn: day(chance, -300, 30),
                endsOn: chance.happens(0.7) ? day(chance, 60, 400) : null,
                attendance: chance.happens(0.5) ? null : chance.between(50, 100) / 100,
                profile: chance.pick(LEARNER_PROFILES),
                skills: chance.happens(0.8) ? [...LANGUAGE_SKILLS] : ['listening', 'speaking'],
              },
            ]
          : [],
        slots: chance.happens(0.97) ? weekOfNewcomer(chance, hasLessons) : [],
        hours: chance.happens(0.97) ? { min: Math.max(0, hours - 12), max: hours + chance.between(8, 20) } : null,
        availableFrom: chance.happens(0.97) ? day(chance, -60, 100) : null,
        mayWork: {
          known: chance.happens(0.95),
          allowed: chance.happens(0.93),
          from: chance.happens(0.1) ? day(chance, -60, 120) : null,
          until: chance.happens(0.15) ? day(chance, -10, 700) : null,
        },
        skills: chance
          .some(chance.between(3, 12), () => (chance.happens(0.6) ? chance.pick(did.skills) : chance.front(SKILLS)))
          .map((n) => ({ ...skillOf(n), evidence: 'self' as const })),
        skillsKnown: chance.happens(0.95),
        experiences: [{ occupationUri: did.uri, isco: did.isco, months: chance.between(3, 120) }],
        wishes: wanted.map(({ uri, isco }, n) => ({ rank: n + 1, occupationUri: uri, isco })),
        learningWishes: chance.some(2, () => chance.front(SKILLS)).map((n) => skillOf(n).uri),
        skillsOfWishes: [...new Set(wanted.flatMap((one) => one.skills))].map((n) => skillOf(n).uri),
        noGo: {
          isco: chance.happens(0.1) ? [chance.pick(occupations).isco.slice(0, 2)] : [],
          employers: chance.happens(0.02) ? [`e${chance.below(3000)}`] : [],
        },
        licences: chance.happens(0.9)
          ? chance.some(chance.front(3), () => chance.below(6)).map((n) => LICENCES[n] as Licence)
          : null,
        waitingSince: day(chance, -700, -1),
      }
    },
    position(i) {
      const chance = dice(Math.imul(i + 1, 0x85ebca6b) ^ ~seed)
      const occupation = drawOccupation(chance)
      const slots = weekOfPosition(chance)
      const startsOn = day(chance, -30, 120)
      const rank = chance.pick([3, 3, 4, 4, 5, 5, 6])
      const demand = (share: number, above: number) =>
        chance.happens(share) ? { level: levelAt(rank + above), task: 'a task' } : null
      const skills = (count: number) => chance.some(count, () => chance.pick(occupation.skills)).map(skillOf)
      return {
        id: `00000000-0000-4000-9000-${String(i).padStart(12, '0')}`,
        employerId: `e${chance.below(3000)}`,
        place: chance.pick(places),
        startsOn,
        endsOn: chance.happens(0.5) ? dateOf(dayNumber(startsOn) + chance.between(60, 365)) : null,
        hoursPerWeek:
          slots.length > 0 ? slots.reduce((sum, slot) => sum + slot.to - slot.from, 0) / 60 : chance.between(8, 36),
        slots,
        flexibleStart: chance.happens(0.4),
        dutch: {
          listening: demand(0.9, 0),
          speaking: demand(0.9, 0),
          reading: demand(0.4, -1),
          writing: demand(0.2, -1),
        },
        otherLanguages: chance.happens(0.05)
          ? [{ language: 'eng', skill: 'speaking', level: 'A2', task: 'a task' }]
          : [],
        neededSkills: skills(chance.between(3, 8)),
        requiredSkills: chance.happens(0.1) ? skills(1) : [],
        taughtSkills: skills(chance.between(2, 6)),
        occupation: { uri: occupation.uri, isco: occupation.isco },
        licences: chance.happens(0.1) ? [chance.pick(LICENCES)] : [],
        supports: [],
        supervisorHours: 2,
        seats: chance.between(1, 4),
        seatsTaken: chance.happens(0.1) ? 1 : 0,
        safeguard: chance.happens(0.92) ? 'ok' : chance.pick(['warn', 'human', 'block'] as const),
      }
    },
  }
}
