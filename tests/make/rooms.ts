/** Makers of the rows that most tests start from: sensible values, and only what the test cares about is passed. */
import type { Db } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import {
  newcomerCourses,
  newcomerEducations,
  newcomerExperiences,
  newcomerIdentities,
  newcomerLanguages,
  newcomerLearningWishes,
  newcomerSkills,
  newcomerSlots,
  newcomers,
  newcomerWishes,
} from '#db/schema/newcomers.ts'
import {
  type Declaration,
  type LearningPlan,
  positionLanguages,
  positionSkills,
  positionSlots,
  positions,
} from '#db/schema/positions.ts'
import type { Role } from '#db/values/accounts.ts'
import { dbOfActor } from '#server/platform/bound-db.ts'
import type { Actor, Ctx } from '#server/platform/context.ts'
import { BAKER, BAKING, KNEADING, someReference, UTRECHT } from './reference.ts'
import { stateNothingWrong } from './statements.ts'

/** A Monday morning in the Netherlands. */
export const NOW = new Date('2026-11-23T09:00:00Z')
export const TODAY = '2026-11-23'

const bound = new WeakMap<Db, Map<string, Db>>()

/**
 * What a command needs, for this actor at this moment. Its `db` is bound to the actor as in the web process: row level security holds, while makers and
 * checks of a test go on with the owner's own.
 */
export function ctxOf(db: Db, actor: Actor, now: Date = NOW): Ctx {
  const known = bound.get(db) ?? new Map<string, Db>()
  bound.set(db, known)
  const key = JSON.stringify([actor, now])
  const mine = known.get(key) ?? dbOfActor(db, actor, now)
  known.set(key, mine)
  return { db: mine, actor, now }
}

type AccountRow = typeof accounts.$inferInsert

/** An account with its actor. Coach, municipality and officer stand in Utrecht unless said otherwise. */
export async function anAccount(db: Db, given: Partial<AccountRow> & { role: Role }): Promise<Actor> {
  const local = given.role === 'coach' || given.role === 'municipality' || given.role === 'officer'
  const [row] = await db
    .insert(accounts)
    .values({
      displayName: `Test ${given.role}`,
      municipalityCode: local ? UTRECHT : null,
      isAdmin: given.role === 'employer',
      createdAt: NOW,
      ...given,
    })
    .returning()
  if (!row) throw new Error('no account')
  return {
    role: row.role,
    accountId: row.id,
    newcomerId: row.newcomerId,
    employerId: row.employerId,
    municipalityCode: row.municipalityCode,
    isAdmin: row.isAdmin,
  }
}

type ChildOf<T extends { $inferInsert: object }> = Omit<T['$inferInsert'], 'newcomerId' | 'positionId' | 'id'>
type NewcomerGiven = Partial<typeof newcomers.$inferInsert> & {
  coach?: Actor
  identity?: Partial<ChildOf<typeof newcomerIdentities>>
  languages?: ChildOf<typeof newcomerLanguages>[]
  courses?: ChildOf<typeof newcomerCourses>[]
  slots?: ChildOf<typeof newcomerSlots>[]
  skills?: ChildOf<typeof newcomerSkills>[]
  experiences?: ChildOf<typeof newcomerExperiences>[]
  educations?: ChildOf<typeof newcomerEducations>[]
  wishes?: ChildOf<typeof newcomerWishes>[]
  learningWishes?: ChildOf<typeof newcomerLearningWishes>[]
}

/** Weekday blocks of the same hours, e.g. `weekBlocks('available', 8, 18)` for Monday to Friday. */
export const weekBlocks = <K extends string>(kind: K, fromHour: number, toHour: number, weekdays = [1, 2, 3, 4, 5]) =>
  weekdays.map((weekday) => ({ kind, weekday, fromMinute: fromHour * 60, toMinute: toHour * 60 }))

/** Dutch on one level for all four skills, tested. */
export const dutchAt = (level: 'A1' | 'A2' | 'B1' | 'B2') =>
  (['listening', 'speaking', 'reading', 'writing'] as const).map((skill) => ({
    language: 'nld',
    skill,
    level,
    source: 'tested' as const,
    assessedOn: '2026-10-01',
  }))

/**
 * An available newcomer in Utrecht who bakes, speaks A2, cycles and has the whole week, with a coach and an account of their own.
 * @returns the id, the actor of the newcomer and the actor of the coach
 */
export async function aNewcomer(
  db: Db,
  given: NewcomerGiven = {},
): Promise<{ newcomerId: string; actor: Actor; coach: Actor }> {
  await someReference(db)
  const { identity, languages, courses, slots, skills, experiences, educations, wishes, learningWishes, ...rest } =
    given
  const { coach: givenCoach, ...columns } = rest
  const coach = givenCoach ?? (await anAccount(db, { role: 'coach' }))
  if (!coach.accountId) throw new Error('a worker coaches nobody')
  const newcomerId = columns.id ?? crypto.randomUUID()
  await db.insert(newcomers).values({
    id: newcomerId,
    coachId: coach.accountId,
    municipalityCode: coach.municipalityCode ?? UTRECHT,
    availability: 'available',
    postcode4: '3526',
    travelMeans: ['bicycle'],
    maxTravelMinutes: 45,
    hoursMin: 8,
    hoursMax: 32,
    workRight: 'free',
    workRightCheckedOn: '2026-10-01',
    waitingSince: '2026-09-01',
    createdAt: NOW,
    updatedAt: NOW,
    ...columns,
  })
  const each = <T>(rows: T[] | undefined, usual: T[]) => (rows ?? usual).map((row) => ({ ...row, newcomerId }))
  const insert = {
    languages: each(languages, dutchAt('A2')),
    courses: each(courses, []),
    slots: each(slots, weekBlocks('available', 7, 19)),
    skills: each(skills, [{ skillUri: KNEADING, evidence: 'observed' as const, updatedOn: '2026-10-01' }]),
    experiences: each(experiences, [{ occupationUri: BAKER, months: 24, evidence: 'self' as const }]),
    educations: each(educations, []),
    wishes: each(wishes, [{ occupationUri: BAKER, rank: 1 }]),
    learningWishes: each(learningWishes, [{ skillUri: BAKING }]),
  }
  await db
    .insert(newcomerIdentities)
    .values({ newcomerId, givenName: 'Samira', familyName: 'Tester', phone: '0612345678', ...identity })
  if (insert.languages.length) await db.insert(newcomerLanguages).values(insert.languages)
  if (insert.courses.length) await db.insert(newcomerCourses).values(insert.courses)
  if (insert.slots.length) await db.insert(newcomerSlots).values(insert.slots)
  if (insert.skills.length) await db.insert(newcomerSkills).values(insert.skills)
  if (insert.experiences.length) await db.insert(newcomerExperiences).values(insert.experiences)
  if (insert.educations.length) await db.insert(newcomerEducations).values(insert.educations)
  if (insert.wishes.length) await db.insert(newcomerWishes).values(insert.wishes)
  if (insert.learningWishes.length) await db.insert(newcomerLearningWishes).values(insert.learningWishes)
  const actor = await anAccount(db, { role: 'newcomer', newcomerId })
  return { newcomerId, actor, coach }
}

type EmployerGiven = Partial<typeof employers.$inferInsert> & {
  establishment?: Partial<typeof establishments.$inferInsert>
  /** Nobody asked about a strike or a dismissal yet: then every place waits for a person. */
  unasked?: boolean
}

/** An employer with one establishment in Utrecht and one account, who said that there is no strike and no dismissal. */
export async function anEmployer(
  db: Db,
  given: EmployerGiven = {},
): Promise<{ employerId: string; establishmentId: string; actor: Actor }> {
  await someReference(db)
  const { establishment, unasked, ...columns } = given
  const employerId = columns.id ?? crypto.randomUUID()
  const establishmentId = establishment?.id ?? crypto.randomUUID()
  await db.insert(employers).values({
    id: employerId,
    name: 'Bakkerij Test',
    kvk: '12345678',
    employeesTotal: 20,
    createdAt: NOW,
    ...columns,
  })
  await db.insert(establishments).values({
    id: establishmentId,
    employerId,
    name: 'Bakkerij Test, Utrecht',
    postcode4: '3511',
    employeesTotal: 20,
    ...establishment,
  })
  const actor = await anAccount(db, { role: 'employer', employerId })
  if (!unasked) await stateNothingWrong(db, establishmentId, actor)
  return { employerId, establishmentId, actor }
}

/** A complete learning plan, as the safeguards want it. */
export const PLAN: LearningPlan = {
  goals: ['Brood bakken', 'Veilig werken met de oven'],
  startLevel: 'Geen ervaring nodig',
  targetLevel: 'Zelfstandig een deeg maken en bakken',
  activities: 'Meelopen, samen doen, zelf doen; elke vrijdag terugkijken',
  assessmentOn: '2027-01-15',
}

/** A declaration on which no safeguard of a paid place asks for more. */
export const DECLARED: Declaration = {
  motive: 'training',
  supernumerary: true,
  replacesPerson: false,
  regularTaskShare: 20,
  intent: { signed: true, months: 6, hours: 24 },
  followUp: { offer: 'fixed-term-contract', hours: 24, expectedOn: '2027-03-01', condition: 'Bij goed functioneren' },
  liabilityInsured: true,
  accidentInsured: true,
  candidateFeeCents: 0,
  decision: null,
  cao: { code: 'Bakkersbedrijf', scale: '1', scaleCents: 1471 },
  linkedVacancy: null,
  productiveShare: 40,
  repaymentClause: false,
  probationDays: 0,
  afterTrial: false,
  wageSubsidy: false,
  otherWageSubsidy: false,
  agreementSignedBy: ['school', 'company', 'student'],
  campaignPlaces: 1,
}

type PositionGiven = Partial<typeof positions.$inferInsert> & {
  employer?: { employerId: string; establishmentId: string; actor: Actor }
  languages?: ChildOf<typeof positionLanguages>[]
  skills?: ChildOf<typeof positionSkills>[]
  slots?: ChildOf<typeof positionSlots>[]
}

/**
 * A published, paid baker's place of 24 hours in Utrecht with two seats that asks A2 and kneading and teaches baking; `aNewcomer` fits it.
 * @returns ids, public code and the employer's actor
 */
export async function aPosition(
  db: Db,
  given: PositionGiven = {},
): Promise<{ positionId: string; code: string; employerId: string; establishmentId: string; employer: Actor }> {
  const { employer: givenEmployer, languages, skills: asked, slots, ...columns } = given
  const owner = givenEmployer ?? (await anEmployer(db))
  const positionId = columns.id ?? crypto.randomUUID()
  const code = columns.code ?? positionId.slice(0, 6).toUpperCase()
  await db.insert(positions).values({
    id: positionId,
    code,
    employerId: owner.employerId,
    establishmentId: owner.establishmentId,
    type: 'REGULAR_JOB',
    state: 'published',
    title: 'Leren en werken in de bakkerij',
    occupationUri: BAKER,
    tasks: ['Deeg maken', 'Brood bakken'],
    learns: ['Werken met de oven'],
    earns: ['Loon volgens de cao'],
    seats: 2,
    hoursPerWeek: 24,
    startsOn: '2026-12-07',
    endsOn: '2027-06-04',
    hourlyWageCents: 1650,
    supports: ['language-buddy'],
    supervisorName: 'Anneke de Bakker',
    supervisorHours: 8,
    traineesPerSupervisor: 2,
    learningPlan: PLAN,
    declaration: DECLARED,
    publishedAt: NOW,
    expiresOn: '2027-02-21',
    createdBy: owner.actor.accountId,
    createdAt: NOW,
    updatedAt: NOW,
    ...columns,
  })
  const each = <T>(rows: T[] | undefined, usual: T[]) => (rows ?? usual).map((row) => ({ ...row, positionId }))
  const speaks = { language: 'nld', skill: 'speaking' as const, level: 'A2' as const, task: 'Overleggen in het team' }
  const insert = {
    languages: each(languages, [speaks]),
    skills: each(asked, [
      { skillUri: KNEADING, role: 'needed' as const },
      { skillUri: BAKING, role: 'taught' as const },
    ]),
    slots: each(slots, weekBlocks('work', 9, 17, [1, 2, 4])),
  }
  if (insert.languages.length) await db.insert(positionLanguages).values(insert.languages)
  if (insert.skills.length) await db.insert(positionSkills).values(insert.skills)
  if (insert.slots.length) await db.insert(positionSlots).values(insert.slots)
  return {
    positionId,
    code,
    employerId: owner.employerId,
    establishmentId: owner.establishmentId,
    employer: owner.actor,
  }
}
