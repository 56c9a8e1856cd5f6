import type {
  newcomerCourses,
  newcomerEducations,
  newcomerExperiences,
  newcomerIdentities,
  newcomerLanguages,
  newcomerLearningWishes,
  newcomerNoGoes,
  newcomerSkills,
  newcomerSlots,
  newcomers,
  newcomerWishes,
} from '#db/schema/newcomers.ts'
import type { LearnerProfile, ScreenLanguage } from '#db/values/language.ts'
import type { Availability, EducationLevel, Licence, TravelMeans, WorkRight } from '#db/values/newcomers.ts'
import { morningOf, plusDays } from './days.ts'
import { ARABIC, FIRST_LANGUAGES } from './figures.ts'
import { makeDutch, makeOtherLanguages } from './make-languages.ts'
import { makeWeek } from './make-week.ts'
import { FAMILY_NAMES, GIVEN_NAMES } from './names.ts'
import type { Random } from './random.ts'
import type { Municipality, Occupation, World } from './world.ts'

/** One made-up person, as rows of each table. */
export type MadeNewcomer = {
  newcomer: typeof newcomers.$inferInsert & { id: string }
  identity: typeof newcomerIdentities.$inferInsert
  languages: (typeof newcomerLanguages.$inferInsert)[]
  courses: (typeof newcomerCourses.$inferInsert)[]
  slots: (typeof newcomerSlots.$inferInsert)[]
  skills: (typeof newcomerSkills.$inferInsert)[]
  experiences: (typeof newcomerExperiences.$inferInsert)[]
  educations: (typeof newcomerEducations.$inferInsert)[]
  wishes: (typeof newcomerWishes.$inferInsert)[]
  learningWishes: (typeof newcomerLearningWishes.$inferInsert)[]
  noGoes: (typeof newcomerNoGoes.$inferInsert)[]
}

/** Legal check only. */
const WORK_RIGHTS: readonly (readonly [WorkRight, number])[] = [
  ['free', 88],
  ['displaced-person', 5],
  ['permit-needed', 4],
  ['unknown', 2],
  ['none', 1],
]
const EDUCATION: readonly (readonly [EducationLevel, number])[] = [
  ['none', 8],
  ['primary', 20],
  ['lower-secondary', 22],
  ['vocational', 16],
  ['upper-secondary', 18],
  ['bachelor', 12],
  ['master', 4],
]
const PROFILE: Record<EducationLevel, LearnerProfile> = {
  none: 'slow',
  primary: 'usual',
  'lower-secondary': 'usual',
  vocational: 'usual',
  'upper-secondary': 'quick',
  bachelor: 'quick',
  master: 'fast',
}

export type NewcomerOptions = {
  world: World
  municipality: Municipality
  coachId: string
  /** `YYYY-MM-DD` */
  today: string
  availability: Availability
  /** What this person did and wants, instead of chance. */
  occupation?: Occupation
  workRight?: WorkRight
  /** ISO 639-3 */
  firstLanguage?: string
}

/** Makes one person from chance and figures. Name and languages are drawn apart from each other; origin is drawn nowhere. */
export function makeNewcomer(random: Random, options: NewcomerOptions): MadeNewcomer {
  const { municipality, today } = options
  const newcomerId = random.uuid()
  const waits = random.whole(20, 700)
  const waitingSince = plusDays(today, -waits)
  const educationLevel = random.weighed(EDUCATION)
  const drawn = random.weighed(FIRST_LANGUAGES)
  const first = options.firstLanguage ?? drawn
  const week = makeWeek(random, newcomerId)
  const schooled = educationLevel !== 'none' && educationLevel !== 'primary'
  const dutch = makeDutch(random, {
    newcomerId,
    today,
    schooled,
    profile: PROFILE[educationLevel],
    lessons: week.lessons,
  })
  const work = makeWork(random, newcomerId, options)
  const means: TravelMeans[] = []
  const licences: Licence[] = random.chance(0.22) ? ['B'] : []
  if (random.chance(0.78)) means.push('bicycle')
  if (random.chance(0.75)) means.push('public-transport')
  if (licences.includes('B') && random.chance(0.5)) means.push('car')
  if (means.length === 0) means.push('walk')
  if (random.chance(0.05)) licences.push(random.one(['C', 'forklift', 'vca'] as const))
  const givenName = random.one(GIVEN_NAMES)
  const familyName = random.one(FAMILY_NAMES)
  const workRight = options.workRight ?? random.weighed(WORK_RIGHTS)
  const isChecked = workRight !== 'unknown'
  const created = morningOf(waitingSince)
  return {
    newcomer: {
      id: newcomerId,
      coachId: options.coachId,
      municipalityCode: municipality.code,
      availability: options.availability,
      screenLanguage: screenLanguageOf(random, first),
      postcode4: random.one(municipality.postcodes),
      travelMeans: means,
      maxTravelMinutes: random.chance(0.03) ? null : random.one([30, 30, 45, 45, 45, 60, 75]),
      hoursMin: week.hoursMin,
      hoursMax: week.hoursMax,
      availableFrom: random.chance(0.04) ? null : plusDays(today, random.whole(-60, 40)),
      workRight,
      workRightFrom: workRight === 'permit-needed' ? plusDays(today, random.whole(-90, 60)) : null,
      workRightUntil: isChecked && workRight !== 'none' ? plusDays(today, random.whole(200, 1500)) : null,
      workRightCheckedOn: isChecked ? plusDays(waitingSince, random.whole(1, 20)) : null,
      licences,
      educationLevel,
      needsAtWork: '',
      waitingSince,
      createdAt: created,
      // Who waits is asked now and then how it goes: of nobody was nothing heard for so long that the data would end.
      updatedAt: morningOf(plusDays(today, -Math.min(waits, 60))),
    },
    identity: {
      newcomerId,
      givenName,
      familyName,
      email: null,
      // Made up, and told by its zeros.
      phone: `06000${random.whole(10_000, 99_999)}`,
    },
    languages: [...dutch.levels, ...makeOtherLanguages(random, { newcomerId, first, schooled, waitingSince })],
    courses: dutch.courses,
    slots: week.slots,
    educations:
      educationLevel === 'none'
        ? []
        : [{ id: random.uuid(), newcomerId, level: educationLevel, field: '', valued: schooled && random.chance(0.3) }],
    ...work,
    noGoes: makeNoGoes(random.part(`no-go ${newcomerId}`), newcomerId, options, work.wishes),
  }
}

/** One in six names a kind of work that is none of the wishes. Chance of its own, so that it changes nobody else. */
function makeNoGoes(
  random: Random,
  newcomerId: string,
  { world, occupation }: NewcomerOptions,
  wishes: MadeNewcomer['wishes'],
): MadeNewcomer['noGoes'] {
  if (occupation || !random.chance(1 / 6)) return []
  const all = world.groups.flatMap((group) => group.occupations)
  const wanted = new Set(
    all.filter(({ uri }) => wishes.some((wish) => wish.occupationUri === uri)).map(({ isco }) => isco),
  )
  const others = all.filter(({ isco }) => !wanted.has(isco))
  // One row a person at most, so that the id of the person serves: of a hundred thousand small chances two would be alike.
  return others.length === 0 ? [] : [{ id: newcomerId, newcomerId, occupationUri: random.one(others).uri }]
}

function screenLanguageOf(random: Random, first: string): ScreenLanguage {
  if (ARABIC.includes(first)) return random.chance(0.75) ? 'ar' : 'nl'
  return random.weighed([
    ['nl', 3],
    ['en', 4],
  ])
}

/** What somebody did, can and wants: one line of work most often, with skills that belong to it. */
function makeWork(random: Random, newcomerId: string, { world, occupation, today }: NewcomerOptions) {
  const groups = world.groups.map((group) => [group, group.newcomers] as const)
  const draw = () => random.one(random.weighed(groups).occupations)
  const main = occupation ?? draw()
  const did = random.chance(0.12) && occupation === undefined ? [] : random.chance(0.3) ? [main, draw()] : [main]
  const wanted = random.chance(0.7) ? [main, draw()] : [main]
  if (random.chance(0.3)) wanted.push(draw())
  const skills = new Map<string, typeof newcomerSkills.$inferInsert>()
  const evidence = () =>
    random.weighed([
      ['self', 55],
      ['observed', 28],
      ['tested', 10],
      ['certificate', 7],
    ] as const)
  const add = (skillUri: string) =>
    skills.set(skillUri, {
      newcomerId,
      skillUri,
      evidence: evidence(),
      updatedOn: plusDays(today, -random.whole(5, 400)),
    })
  for (const { essential, optional } of did) {
    for (const uri of essential) if (random.chance(0.55) && skills.size < 14) add(uri)
    for (const uri of optional) if (random.chance(0.1) && skills.size < 18) add(uri)
  }
  const uniqueWanted = [...new Map(wanted.map((one) => [one.uri, one])).values()]
  const missing = uniqueWanted.flatMap(({ essential }) => essential).filter((uri) => !skills.has(uri))
  return {
    skills: [...skills.values()],
    experiences: [...new Map(did.map((one) => [one.uri, one])).values()].map(({ uri }) => ({
      id: random.uuid(),
      newcomerId,
      occupationUri: uri,
      months: random.weighed([
        [random.whole(2, 11), 2],
        [random.whole(12, 48), 5],
        [random.whole(49, 180), 3],
      ]),
      evidence: evidence(),
    })),
    wishes: uniqueWanted.map(({ uri }, index) => ({ newcomerId, occupationUri: uri, rank: index + 1 })),
    learningWishes: random
      .some([...new Set(missing)], random.whole(0, 3))
      .map((skillUri) => ({ newcomerId, skillUri })),
  }
}
