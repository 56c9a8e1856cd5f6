import type { Declaration, LearningPlan } from '#db/schema/positions.ts'
import type { Language, LanguageSkill, Level } from '#db/values/language.ts'
import type { Licence } from '#db/values/newcomers.ts'
import type { PositionSlotKind, PositionType, Support } from '#db/values/positions.ts'
import { endOfTerm, mondayFrom, plusDays } from './days.ts'
import { PAID_TYPES, UNPAID_TYPES } from './figures.ts'
import { DESK_FAMILY_NAMES, DESK_GIVEN_NAMES } from './names.ts'
import type { Random } from './random.ts'
import { ACTIVITIES, EARNS_PAID, EARNS_UNPAID, START_LEVEL, targetLevel, textFor } from './texts.ts'
import type { Occupation } from './world.ts'

/** What the safeguards are meant to find: nothing, something to mend, a question for an officer, or a reason to refuse. */
export type Flavour = 'ok' | 'warn' | 'human' | 'block'

/** One made-up place, as an employer would fill in the form. */
export type MadePlace = {
  type: PositionType
  title: string
  occupationUri: string
  tasks: string[]
  learns: string[]
  earns: string[]
  seats: number
  hoursPerWeek: number
  startsOn: string
  endsOn: string | null
  hourlyWageCents: number | null
  licences: Licence[]
  supports: Support[]
  supervisorName: string
  supervisorHours: number | null
  traineesPerSupervisor: number | null
  learningPlan: LearningPlan
  declaration: Declaration
  languages: { language: Language; skill: LanguageSkill; level: Level; task: string }[]
  neededSkills: string[]
  taughtSkills: string[]
  slots: { kind: PositionSlotKind; weekday: number; fromMinute: number; toMinute: number }[]
}

export type PlaceOptions = {
  occupation: Occupation
  unpaid: boolean
  flavour: Flavour
  /** First day at the earliest, `YYYY-MM-DD`; it becomes a Monday. */
  from: string
  type?: PositionType
  seats?: number
  /** A place with few demands: any spoken Dutch from A1, hours in the middle of the day. */
  easy?: boolean
  municipality: string
}

/** The wage from which the minimum is safe until a new amount is verified (ruling 7): above 1,471 cents by 4 %. */
const SAFE_WAGE_CENTS = 1_530
const UNSURE_WAGE_CENTS = 1_490
const TOO_LOW_WAGE_CENTS = 1_390

/** The lowest scale of the made-up collective agreement: the last minimum that is verified. */
const LOWEST_SCALE_CENTS = 1_471

const WITH_AGREEMENT: readonly PositionType[] = ['APPRENTICESHIP_BBL', 'PRACTICAL_LEARNING', 'INTERNSHIP']
/** A trial leads to a vacancy of the same employer. */
export const TRIALS: readonly PositionType[] = ['UWV_TRIAL_PLACEMENT', 'TRIAL_PLACEMENT', 'WAGE_VALUE_TRIAL']
const OPEN_ENDED: readonly PositionType[] = ['VOLUNTEER', 'SOCIETAL_PARTICIPATION']
/** Months within the usual term, so that only a flavour breaks it. */
const MONTHS: Partial<Record<PositionType, number>> = {
  UWV_TRIAL_PLACEMENT: 2,
  TRIAL_PLACEMENT: 2,
  WAGE_VALUE_TRIAL: 3,
  WORK_EXPERIENCE: 3,
  PARTICIPATION_PLACEMENT: 12,
  Z_ROUTE_PARTICIPATION: 6,
  APPRENTICESHIP_BBL: 12,
  PRACTICAL_LEARNING: 6,
  START_JOB: 12,
  WAGE_SUBSIDISED_JOB: 12,
  REGULAR_JOB: 7,
  SECONDMENT: 1,
}

/** Makes one place from the words of its occupation. With the same chance and options it is the same place. */
export function makePlace(random: Random, options: PlaceOptions): MadePlace {
  const { occupation, unpaid, flavour } = options
  const text = textFor(occupation.isco)
  const type = options.type ?? random.weighed(unpaid ? UNPAID_TYPES : PAID_TYPES)
  const week = makeHours(random, text.day, unpaid, options.easy === true)
  const startsOn = mondayFrom(options.from)
  const endsOn = OPEN_ENDED.includes(type) ? null : endOfTerm(startsOn, MONTHS[type] ?? 6)
  const supervisorName = `${random.one(DESK_GIVEN_NAMES)} ${random.one(DESK_FAMILY_NAMES)}`
  const supports = random.some(
    [
      'language-buddy',
      'lessons-in-work-time',
      'flexible-start',
      'travel-costs',
      'work-clothes',
      'quiet-place',
    ] as const,
    random.whole(1, 3),
  )
  const place: MadePlace = {
    type,
    title: titleFor(random, occupation, text.title),
    occupationUri: occupation.uri,
    tasks: [...text.tasks],
    learns: [...text.learns],
    earns: unpaid ? [...EARNS_UNPAID] : random.some(EARNS_PAID, 3),
    seats:
      options.seats ??
      random.weighed([
        [1, 6],
        [2, 4],
        [3, 2],
        [5, 1],
      ]),
    ...week,
    startsOn,
    endsOn,
    hourlyWageCents: unpaid ? null : SAFE_WAGE_CENTS + 5 * random.whole(0, 60),
    licences: occupation.isco.startsWith('83') && random.chance(0.7) ? ['B'] : [],
    supports,
    supervisorName,
    supervisorHours: random.whole(3, 10),
    traineesPerSupervisor: random.whole(1, 3),
    learningPlan: {
      goals: [...text.learns],
      startLevel: START_LEVEL,
      targetLevel: targetLevel(text.learns),
      activities: ACTIVITIES,
      assessmentOn: plusDays(startsOn, 42),
    },
    declaration: declarationOf(random, type, unpaid, { startsOn, endsOn, ...week, municipality: options.municipality }),
    languages: text.language.map(([skill, level, task]) => ({
      language: 'nld' as const,
      skill,
      level: options.easy ? 'A1' : level,
      task,
    })),
    ...makeSkills(random, occupation),
  }
  return flavoured(
    random,
    { ...place, declaration: { ...place.declaration, campaignPlaces: place.seats } },
    flavour,
    unpaid,
  )
}

/** Half of the titles name the occupation, so that one employer's places differ. */
function titleFor(random: Random, { labels }: Occupation, usual: string): string {
  const name = labels.nl
  return name && !name.includes('/') && random.chance(0.5) ? `Leren en werken als ${name}` : usual
}

function makeHours(random: Random, [first, last]: [number, number], unpaid: boolean, easy: boolean) {
  const [from, to] = easy ? [Math.max(9, first), Math.min(15, last)] : [first, last]
  const days = random.some([1, 2, 3, 4, 5], easy ? 3 : unpaid ? random.whole(2, 3) : random.whole(3, 4)).sort()
  // Half an hour of every day is a break.
  const hoursPerWeek = days.length * (to - from - 0.5)
  const isFixed = easy || random.chance(0.8)
  return {
    hoursPerWeek,
    slots: isFixed
      ? days.map((weekday) => ({ kind: 'work' as const, weekday, fromMinute: from * 60, toMinute: to * 60 }))
      : [],
  }
}

function makeSkills(random: Random, { essential, optional }: Occupation) {
  const needed = random.some(essential, Math.min(essential.length, random.whole(1, 3)))
  const rest = [...essential, ...optional].filter((uri) => !needed.includes(uri))
  return { neededSkills: needed, taughtSkills: random.some(rest, random.whole(2, 5)) }
}

function declarationOf(
  random: Random,
  type: PositionType,
  unpaid: boolean,
  place: { startsOn: string; endsOn: string | null; hoursPerWeek: number; municipality: string },
): Declaration {
  const isTrial = TRIALS.includes(type)
  const body = type === 'UWV_TRIAL_PLACEMENT' ? 'UWV' : `Gemeente ${place.municipality}`
  return {
    motive: random.one(['growth', 'shortage', 'training', 'inclusion'] as const),
    supernumerary: true,
    replacesPerson: false,
    regularTaskShare: random.whole(1, 8) * 5,
    intent: isTrial ? { signed: true, months: random.one([6, 12]), hours: place.hoursPerWeek } : null,
    followUp: {
      offer: random.one([
        'fixed-term-contract',
        'fixed-term-contract',
        'apprenticeship',
        'permanent-contract',
      ] as const),
      hours: place.hoursPerWeek,
      expectedOn: place.endsOn === null ? null : plusDays(place.endsOn, 1),
      condition: 'Als het van beide kanten bevalt.',
    },
    liabilityInsured: true,
    accidentInsured: true,
    candidateFeeCents: 0,
    decision: unpaid
      ? {
          reference: `${place.startsOn.slice(0, 4)}-${random.whole(1_000, 9_999)}`,
          body,
          from: plusDays(place.startsOn, -30),
          until: place.endsOn === null ? null : plusDays(place.endsOn, 30),
        }
      : null,
    cao: unpaid ? null : { code: 'cao van de branche', scale: '1', scaleCents: LOWEST_SCALE_CENTS },
    linkedVacancy: isTrial ? true : null,
    productiveShare: unpaid ? 30 : null,
    repaymentClause: false,
    // BW 7:652: none up to six months.
    probationDays: unpaid ? null : 0,
    afterTrial: unpaid ? null : false,
    // Only a place of that type has one.
    wageSubsidy: unpaid ? null : type === 'WAGE_SUBSIDISED_JOB',
    wageForAge: null,
    otherWageSubsidy: type === 'WAGE_SUBSIDISED_JOB' ? false : null,
    agreementSignedBy: WITH_AGREEMENT.includes(type) ? ['school', 'company', 'student'] : null,
    campaignPlaces: null,
  }
}

/** Changes exactly one thing, so that a screen shows one clear reason. */
function flavoured(random: Random, place: MadePlace, flavour: Flavour, unpaid: boolean): MadePlace {
  const { declaration, learningPlan } = place
  if (flavour === 'ok') return place
  if (unpaid) {
    if (flavour === 'warn') return { ...place, declaration: { ...declaration, decision: null } }
    if (flavour === 'human') return { ...place, declaration: { ...declaration, motive: null } }
    return { ...place, declaration: { ...declaration, motive: random.one(['peak', 'sickness', 'holiday'] as const) } }
  }
  if (flavour === 'warn')
    return {
      ...place,
      type: 'APPRENTICESHIP_BBL',
      learningPlan: { ...learningPlan, assessmentOn: null },
      declaration: { ...declaration, agreementSignedBy: ['school', 'company', 'student'] },
    }
  return { ...place, hourlyWageCents: flavour === 'human' ? UNSURE_WAGE_CENTS : TOO_LOW_WAGE_CENTS }
}
