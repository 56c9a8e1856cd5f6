import type { accounts } from '#db/schema/accounts.ts'
import type { PositionType } from '#db/values/positions.ts'
import { lastSeenOn, morningOf, plusDays } from './days.ts'
import { asPeopleAre, type DemoPlace, demanding } from './demo-gates.ts'
import { type MadeEmployer, makeEmployer } from './make-employer.ts'
import { type MadeNewcomer, makeNewcomer } from './make-newcomer.ts'
import { makePlace, type PlaceOptions } from './make-position.ts'
import { makeReady } from './make-ready.ts'
import { DESK_FAMILY_NAMES, DESK_GIVEN_NAMES } from './names.ts'
import { type Random, randomOf } from './random.ts'
import type { Municipality, Occupation, World } from './world.ts'

export type DeskAccount = typeof accounts.$inferInsert & { id: string }
/** When a place was put on the site: half a year, two months or some weeks ago; or what else became of it. */
type Chapter = 'old' | 'mid' | 'new' | 'paused' | 'awaiting' | 'rejected' | 'draft'
export type CastPlace = { place: DemoPlace; employer: number; chapter: Chapter; unpaid: boolean }
export type CastNewcomer = {
  made: MadeNewcomer
  account: DeskAccount
  coach: DeskAccount
  chapter: 'old' | 'mid' | 'new' | 'intake'
}

export type Cast = {
  coaches: DeskAccount[]
  managers: DeskAccount[]
  officer: DeskAccount
  /** A second manager, the desks beside the work, one person with a second role. */
  beside: DeskAccount[]
  employers: { made: MadeEmployer; account: DeskAccount }[]
  member: DeskAccount
  places: CastPlace[]
  newcomers: CastNewcomer[]
}

const DESK = 'demo.instroom.example'
const UTRECHT = 'GM0344'
const TOWNS = [UTRECHT, 'GM0356', 'GM0321'] // Utrecht, Nieuwegein, Houten

/** What the 25 employers do, by ISCO prefix; the first two are personas. */
const TRADES =
  '7126 5321 5322 9333 5120 9112 7115 7231 751 9412 6113 5223 7411 931 7131 83 5131 9334 351 7533 5141 7212 4 9329 5312'.split(
    ' ',
  )
/** Employers whose history the safeguards read: only paid places, but for one that history stops. */
export const WITH_HISTORY = [17, 18, 19, 20, 21, 22, 23, 24] as const

const PLACES: readonly (readonly [Chapter, employers: readonly number[], unpaid: readonly number[]])[] = [
  ['old', [2, 3, 4, 5, 6, 7], [5, 6]],
  ['mid', [8, 9, 10, 11, 12, 13], [10, 12]],
  ['new', [0, 0, 0, 1, 1, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 16, 19, 20, 22, 24], [2, 3, 4, 5, 6, 10, 11, 16]],
  ['paused', [14, 15], [14]],
  ['awaiting', [0, 8, 10], [8, 10]],
  ['rejected', [12], [12]],
  ['draft', [0, 17], [17]],
]
const UNPAID_IN_TURN: readonly PositionType[] = [
  'WORK_EXPERIENCE',
  'TRIAL_PLACEMENT',
  'WORK_EXPERIENCE',
  'UWV_TRIAL_PLACEMENT',
  'PARTICIPATION_PLACEMENT',
  'VOLUNTEER',
  'WAGE_VALUE_TRIAL',
  'WORK_EXPERIENCE',
  'SOCIETAL_PARTICIPATION',
  'Z_ROUTE_PARTICIPATION',
]

/**
 * Who is in the demo: one region, three municipalities, 60 newcomers, 25 employers, 40 places, 6 coaches. Pure: what they did to each other is
 * played by the rooms' own commands.
 *
 * @param today `YYYY-MM-DD`; all dates are counted from it
 */
export function demoCast(world: World, seed: number, today: string): Cast {
  const random = randomOf(`${seed} demo`)
  const towns = TOWNS.map((code) => {
    const town = world.municipalities.find((one) => one.code === code)
    if (!town) throw new Error(`The demo needs the places of ${code}.`)
    return town
  })
  const desks = makeDesks(random.part('desks'), towns, today)
  const employers = makeEmployers(random.part('employers'), world, towns, today)
  const places = makePlaces(random.part('places'), employers, today)
  const newcomers = makePeople(random.part('people'), { world, towns, today, coaches: desks.coaches, places })
  return { ...desks, employers, member: memberOf(random.part('member'), employers), places, newcomers }
}

const deskName = (random: Random) => `${random.one(DESK_GIVEN_NAMES)} ${random.one(DESK_FAMILY_NAMES)}`

function makeDesks(random: Random, towns: Municipality[], today: string) {
  const createdAt = morningOf(plusDays(today, -400))
  const desk = (
    role: 'coach' | 'municipality' | 'officer' | 'platform' | 'auditor',
    town: number,
    displayName: string,
    mail: string,
    demo: boolean,
  ): DeskAccount => ({
    id: random.uuid(),
    role,
    displayName,
    email: `${mail}@${DESK}`,
    municipalityCode: towns[town]?.code ?? UTRECHT,
    demo,
    createdAt,
    signedInOn: lastSeenOn(today),
  })
  return {
    coaches: [
      desk('coach', 0, 'Sanne de Boer', 'sanne', true),
      desk('coach', 1, 'Rachid Amrani', 'rachid', true),
      desk('coach', 0, deskName(random), 'coach-3', false),
      desk('coach', 2, deskName(random), 'coach-4', false),
      desk('coach', 0, deskName(random), 'coach-5', false),
      desk('coach', 1, deskName(random), 'coach-6', false),
    ],
    managers: [
      desk('municipality', 0, 'Joost Brand', 'joost', true),
      desk('municipality', 1, deskName(random), 'nieuwegein', false),
      desk('municipality', 2, deskName(random), 'houten', false),
    ],
    officer: desk('officer', 0, 'Ilse Kramer', 'ilse', true),
    beside: [
      desk('municipality', 0, 'Karin Smit', 'karin', true),
      desk('officer', 1, 'Joost Brand', 'joost', true),
      { ...desk('platform', 0, 'Noor Jansen', 'noor', true), municipalityCode: null },
      { ...desk('auditor', 0, 'Wim de Vries', 'wim', true), municipalityCode: null },
    ],
  }
}

function occupationsOf(world: World, isco: string): Occupation[] {
  const all = world.groups.flatMap(({ occupations }) => occupations)
  const own = all.filter((one) => one.isco.startsWith(isco))
  return own.length > 0 ? own : all.slice(0, 3)
}

function makeEmployers(random: Random, world: World, towns: Municipality[], today: string) {
  const names = new Set<string>()
  return TRADES.map((isco, index) => {
    const isFirst = index === 0
    const town = towns[index < 2 || index % 2 === 0 ? 0 : index % 3 === 0 ? 2 : 1] ?? random.one(towns)
    const made = makeEmployer(random, {
      municipality: town,
      occupations: occupationsOf(world, isco),
      today,
      names,
      ...(isFirst ? { name: 'Van Dijk Installaties' } : {}),
    })
    if (isFirst)
      made.employer.about =
        'Wij leggen verwarming, water en warmtepompen aan. Leren doe je bij ons met een vaste monteur.'
    const account: DeskAccount = {
      id: random.uuid(),
      role: 'employer',
      isAdmin: true,
      displayName: isFirst ? 'Mark van Dijk' : index === 1 ? 'Petra Visser' : deskName(random),
      email: `${isFirst ? 'mark' : index === 1 ? 'petra' : `werkgever-${index + 1}`}@${DESK}`,
      employerId: made.employer.id,
      demo: index < 2,
      createdAt: made.employer.createdAt,
      signedInOn: lastSeenOn(today),
    }
    return { made, account }
  })
}

function memberOf(random: Random, [first]: Cast['employers']): DeskAccount {
  if (!first) throw new Error('The demo needs an employer.')
  return {
    ...first.account,
    id: random.uuid(),
    displayName: 'Wouter van Dijk',
    email: `wouter@${DESK}`,
    isAdmin: false,
  }
}

const FIRST_DAYS: Record<Chapter, readonly [number, number]> = {
  old: [-212, -206],
  mid: [-48, -42],
  new: [14, 60],
  paused: [14, 40],
  awaiting: [21, 50],
  rejected: [21, 50],
  draft: [21, 50],
}

function makePlaces(random: Random, employers: Cast['employers'], today: string): CastPlace[] {
  const places: CastPlace[] = []
  let unpaidSoFar = 0
  for (const [chapter, owners, unpaidOwners] of PLACES)
    for (const [index, employer] of owners.entries()) {
      const owner = employers[employer]
      if (!owner) continue
      const unpaid = unpaidOwners.includes(employer)
      const [least, most] = FIRST_DAYS[chapter]
      const isPast = chapter === 'old' || chapter === 'mid'
      const options: PlaceOptions = {
        occupation: owner.made.occupations[index % owner.made.occupations.length] ?? random.one(owner.made.occupations),
        unpaid,
        flavour:
          chapter === 'awaiting' || chapter === 'rejected' ? 'human' : random.chance(0.15) && !isPast ? 'warn' : 'ok',
        from: plusDays(today, random.whole(least, most)),
        easy: isPast || employer === 0,
        municipality: owner.made.municipality.name,
        seats: isPast ? 3 : random.whole(1, 3),
        ...(unpaid ? { type: isPast || isCase(chapter, employer) ? 'WORK_EXPERIENCE' : unpaidType(unpaidSoFar) } : {}),
      }
      if (unpaid && !isPast) unpaidSoFar += 1
      const place = flavoured(
        demanding(makePlace(random, options), chapter === 'new' ? index : null),
        chapter,
        employer,
      )
      places.push({ place, employer, chapter, unpaid })
    }
  return places
}

/** One case that waits is about work that is productive for the most part, so that the officer has more than one question. */
const isCase = (chapter: Chapter, employer: number): boolean => chapter === 'awaiting' && employer === 8
const flavoured = (place: DemoPlace, chapter: Chapter, employer: number): DemoPlace =>
  isCase(chapter, employer)
    ? { ...place, declaration: { ...place.declaration, motive: 'training', productiveShare: 65 } }
    : place

const unpaidType = (turn: number): PositionType => UNPAID_IN_TURN[turn % UNPAID_IN_TURN.length] ?? 'WORK_EXPERIENCE'

/** Somebody of the demo coach whose start waits for an officer. `place` as of the personas: an unpaid one, in Utrecht. */
const HELD_UP = { index: 48, place: 10 }
/** Somebody of the last chapter for whom an employer must ask a work permit: proposed, and held up at a start until it is recorded. */
const NEEDS_PERMIT = 52

/** 60 people: eight of half a year ago, eight of two months ago, six still in intake. The first three of the last chapter are personas. */
function makePeople(
  random: Random,
  given: { world: World; towns: Municipality[]; today: string; coaches: DeskAccount[]; places: CastPlace[] },
): CastNewcomer[] {
  const { world, towns, today, coaches, places } = given
  const occupations = new Map(world.groups.flatMap((group) => group.occupations).map((one) => [one.uri, one]))
  const of = (chapter: Chapter) => places.filter((one) => one.chapter === chapter)
  return Array.from({ length: 60 }, (_, index): CastNewcomer => {
    const chapter = index < 8 ? 'old' : index < 16 ? 'mid' : index < 54 ? 'new' : 'intake'
    // The demo coach has who is due today and the personas; every coach has ten.
    const coach = coaches[COACH_OF[index] ?? index % 6] ?? random.one(coaches)
    const municipality = towns.find((town) => town.code === coach.municipalityCode) ?? random.one(towns)
    const candidates = of(chapter === 'intake' ? 'new' : chapter)
    const persona = PERSONAS[index]
    const place = index === HELD_UP.index ? HELD_UP.place : persona?.place
    const wanted = candidates[(place ?? index) % candidates.length]
    const occupation = occupations.get(wanted?.place.occupationUri ?? '')
    const isReady =
      chapter === 'old' || chapter === 'mid' || persona !== undefined || index === HELD_UP.index || index % 5 < 3
    const drawn = makeNewcomer(random.part(`person ${index}`), {
      world,
      municipality,
      coachId: coach.id,
      today,
      availability: 'in-intake',
      ...(persona ? { firstLanguage: persona.speaks } : {}),
      workRight: index < 58 ? 'free' : 'displaced-person',
      ...(occupation && (isReady || random.chance(0.5)) ? { occupation } : {}),
    })
    const ready = isReady ? makeReady(drawn, today, persona ? 'B1' : index % 3 === 0 ? 'B1' : 'A2') : drawn
    const made = chapter === 'new' ? asPeopleAre(ready, index, today) : ready
    if (index === NEEDS_PERMIT)
      Object.assign(made.newcomer, {
        workRight: 'permit-needed',
        workRightUntil: null,
        workRightCheckedOn: null,
      } satisfies Partial<typeof made.newcomer>)
    if (persona) {
      Object.assign(made.identity, {
        givenName: persona.given,
        familyName: persona.family,
        email: `${persona.mail}@${DESK}`,
      })
      made.newcomer.screenLanguage = persona.language
    }
    const account: DeskAccount = {
      id: random.uuid(),
      role: 'newcomer',
      displayName: `${made.identity.givenName} ${made.identity.familyName}`.trim(),
      email: persona ? `${persona.mail}@${DESK}` : null,
      newcomerId: made.newcomer.id,
      language: made.newcomer.screenLanguage ?? 'nl',
      demo: persona !== undefined,
      createdAt: made.newcomer.createdAt,
    }
    return { made, account, coach, chapter }
  })
}

/** Two whose conversations fall due today go to Sanne, two others in exchange. */
const COACH_OF: Record<number, number> = { 8: 0, 9: 0, 36: 2, 42: 3 }

/** By index among the 60: multiples of six are Sanne's. `place` counts among the places of the last chapter. */
export const PERSONAS: Record<
  number,
  { given: string; family: string; mail: string; language: 'nl' | 'en' | 'ar'; speaks: string; place: number }
> = {
  18: { given: 'Amal', family: 'Haddad', mail: 'amal', language: 'ar', speaks: 'apc', place: 3 },
  24: { given: 'Dawit', family: 'Tesfay', mail: 'dawit', language: 'en', speaks: 'tir', place: 0 },
  30: { given: 'Oksana', family: 'Bondar', mail: 'oksana', language: 'nl', speaks: 'ukr', place: 8 },
}
