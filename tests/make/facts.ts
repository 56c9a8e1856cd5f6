import type { Level } from '#db/values/language.ts'
import type { PositionType } from '#db/values/positions.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import type { PersonSafeguardFacts, PositionSafeguardFacts } from '#server/safeguards/rules/facts.ts'

/** The day on which the makers' facts stand. */
export const TODAY = '2026-11-22'
export const UTRECHT = { lat: 52.0907, lon: 5.1214 }

const weekdays = [1, 2, 3, 4, 5]
export const BAKER = { uri: 'esco:occupation/baker', isco: '7512' }

/** The same level of Dutch for the four skills, measured two months ago. */
export const dutchAt = (level: Level): NewcomerFacts['dutch'] => {
  const one = { level, reference: null, source: 'tested' as const, assessedOn: '2026-09-22' }
  return { listening: one, speaking: one, reading: one, writing: one }
}

/** Demands for some skills at one level, each with its task. */
export const demands = (level: Level | null): PositionFacts['dutch'] => {
  const one = level === null ? null : { level, task: 'talk through the day' }
  return { listening: one, speaking: one, reading: null, writing: null }
}

/** Somebody in Utrecht who fits `aPositionFacts()` in every gate. */
export const aNewcomerFacts = (over: Partial<NewcomerFacts> = {}): NewcomerFacts => ({
  id: 'n1',
  place: UTRECHT,
  futurePlace: null,
  travel: { means: ['bicycle'], maxMinutes: 45 },
  dutch: dutchAt('A2'),
  otherLanguages: [],
  courses: [],
  slots: weekdays.map((weekday) => ({ kind: 'available' as const, weekday, from: 480, to: 1080 })),
  hours: { min: 16, max: 36 },
  availableFrom: '2026-12-01',
  mayWork: { known: true, allowed: true, from: null, until: null },
  skills: [{ uri: 'esco:skill/dough', broader: ['esco:skill/food'], evidence: 'observed' }],
  skillsKnown: true,
  experiences: [{ occupationUri: BAKER.uri, isco: BAKER.isco, months: 12 }],
  wishes: [{ rank: 1, occupationUri: BAKER.uri, isco: BAKER.isco }],
  learningWishes: ['esco:skill/ovens'],
  skillsOfWishes: [],
  noGo: { isco: [], employers: [] },
  licences: [],
  waitingSince: '2026-06-01',
  ...over,
})

/** A bakery in Utrecht, Monday to Wednesday 9-17, from January. */
export const aPositionFacts = (over: Partial<PositionFacts> = {}): PositionFacts => ({
  id: 'p1',
  employerId: 'e1',
  place: UTRECHT,
  startsOn: '2027-01-04',
  endsOn: '2027-06-30',
  hoursPerWeek: 24,
  slots: [1, 2, 3].map((weekday) => ({ kind: 'work' as const, weekday, from: 540, to: 1020 })),
  flexibleStart: false,
  dutch: demands('A2'),
  otherLanguages: [],
  neededSkills: [{ uri: 'esco:skill/dough', broader: ['esco:skill/food'] }],
  requiredSkills: [],
  taughtSkills: [
    { uri: 'esco:skill/ovens', broader: [] },
    { uri: 'esco:skill/hygiene', broader: [] },
  ],
  occupation: BAKER,
  licences: [],
  supports: ['language-buddy'],
  supervisorHours: 4,
  seats: 1,
  seatsTaken: 0,
  safeguard: 'ok',
  ...over,
})

/** A place for which every safeguard is in order; unpaid work experience unless a type is given. */
export const positionSafeguardFacts = (over: Partial<PositionSafeguardFacts> = {}): PositionSafeguardFacts => ({
  type: 'WORK_EXPERIENCE',
  hourlyWageCents: null,
  wageForAge: null,
  wageSubsidy: false,
  startsOn: '2027-01-04',
  endsOn: '2027-03-31',
  hoursPerWeek: 24,
  supervisor: { name: 'A supervisor', hoursPerWeek: 4, trainees: 1 },
  learningPlan: {
    goals: ['bake bread alone'],
    startLevel: 'helps',
    targetLevel: 'works alone',
    activities: 'bakes with the master',
    assessmentOn: '2027-03-30',
  },
  motive: 'training',
  supernumerary: true,
  replacesPerson: false,
  regularTaskShare: 30,
  intent: { signed: true, months: 6, hours: 24 },
  followUp: 'fixed-term-contract',
  insured: { liability: true, accident: true },
  feeCents: 0,
  languageDemands: [],
  decision: { reference: 'D-1', body: 'municipality', from: '2027-01-01', until: null },
  extension: null,
  linkedVacancy: false,
  staffing: {
    endedContracts: [],
    openVacancies: 0,
    industrialAction: false,
    dismissalRequests: [],
    collectiveDismissals: [],
    concerns: [],
  },
  ...over,
})

/** A paid place with a wage that is surely enough. */
export const paidSafeguardFacts = (
  type: PositionType = 'REGULAR_JOB',
  hourlyWageCents = 1600,
): PositionSafeguardFacts => positionSafeguardFacts({ type, hourlyWageCents, decision: null })

export const personSafeguardFacts = (over: Partial<PersonSafeguardFacts> = {}): PersonSafeguardFacts => ({
  consentAt: '2026-12-01T10:00:00Z',
  mayWork: { known: true, allowed: true, from: null, until: null },
  paper: null,
  wageAge: 21,
  ...over,
})
