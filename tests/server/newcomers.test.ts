import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newcomerSkills, newcomerSlots, newcomers } from '#db/schema/newcomers.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { newcomerFacts } from '#server/matching/rules/facts.ts'
import { changeAvailability } from '#server/newcomers/change-availability.ts'
import { changeScreenLanguage } from '#server/newcomers/change-screen-language.ts'
import { createNewcomer } from '#server/newcomers/create-newcomer.ts'
import { PROFILE_SECTIONS, type UpdateProfileInput } from '#server/newcomers/profile-sections.ts'
import { caseloadOf, identityOf, newcomerFactsOf, ownProfile, profileOf } from '#server/newcomers/reads.ts'
import { caseloadCounts, caseloadForExport } from '#server/newcomers/reads-caseload.ts'
import { updateProfile } from '#server/newcomers/update-profile.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { BAKER, BAKING, COOK, HYGIENE, KNEADING, someReference } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer, ctxOf, TODAY, weekBlocks } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let coach: Actor

beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
})
afterAll(() => home.close())
beforeEach(async () => {
  coach = await anAccount(home.db, { role: 'coach' })
})

const ctx = (actor: Actor = coach) => ctxOf(home.db, actor)
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })
const eventsOf = async (newcomerId: string) =>
  (await home.db.select().from(outboxEvents)).filter((event) => event.payload['newcomerId'] === newcomerId)
const versionOf = async (newcomerId: string) =>
  (await home.db.select({ version: newcomers.version }).from(newcomers).where(eq(newcomers.id, newcomerId)))[0]?.version

const practical = (newcomerId: string, version = 1): UpdateProfileInput & { section: 'practical' } => ({
  newcomerId,
  version,
  section: 'practical',
  slots: [...weekBlocks('available', 8, 18), ...weekBlocks('lesson', 9, 12, [2])],
  hoursMin: 16,
  hoursMax: 32,
  travelMeans: ['bicycle'],
  maxTravelMinutes: 45,
  workRight: 'free',
  workRightCheckedOn: TODAY,
})

describe('taking somebody in', () => {
  test('a coach creates a newcomer in intake, in the own municipality, with one event', async () => {
    const { newcomerId } = await createNewcomer(ctx(), { givenName: ' Samira ', email: 'SAMIRA@voorbeeld.nl' })
    expect(await profileOf(home.db, newcomerId)).toMatchObject({
      availability: 'in-intake',
      coachId: coach.accountId,
      municipalityCode: coach.municipalityCode,
      waitingSince: TODAY,
    })
    expect(await identityOf(home.db, newcomerId)).toEqual({
      givenName: 'Samira',
      familyName: '',
      email: 'samira@voorbeeld.nl',
      phone: null,
    })
    expect((await eventsOf(newcomerId)).map((event) => event.name)).toEqual(['newcomer.created', 'newcomer.updated'])
    expect(JSON.stringify(await eventsOf(newcomerId))).not.toMatch(/samira/i)
  })

  test('nobody else does, and no unknown field gets in', async () => {
    const { actor } = await anEmployer(home.db)
    await expect(createNewcomer(ctx(actor), { givenName: 'A' })).rejects.toEqual(refusal('forbidden'))
    const sneaky = { givenName: 'A', nationality: 'x' } as { givenName: string }
    await expect(createNewcomer(ctx(), sneaky)).rejects.toMatchObject({ name: 'ZodError' })
  })
})

describe('the profile', () => {
  test('every section is kept, each with a new version and one event', async () => {
    const { newcomerId } = await createNewcomer(ctx(), { givenName: 'Samira' })
    const head = { newcomerId }
    const sections: UpdateProfileInput[] = [
      { ...head, version: 1, section: 'basics', givenName: 'Samira', screenLanguage: 'ar', postcode4: '3526' },
      {
        ...head,
        version: 2,
        section: 'language',
        languages: [
          { language: 'nld', skill: 'speaking', level: 'A2', source: 'tested', assessedOn: '2026-10-01' },
          { language: 'nld', skill: 'reading', referenceLevel: '1F', source: 'exam', assessedOn: '2026-10-01' },
        ],
        courses: [{ skills: ['speaking'], hoursPerWeek: 12, startsOn: '2026-10-01' }],
      },
      {
        ...head,
        version: 3,
        section: 'skills',
        skills: [{ skillUri: KNEADING, evidence: 'observed' }],
        licences: ['B'],
      },
      {
        ...head,
        version: 4,
        section: 'experience',
        experiences: [{ occupationUri: BAKER, months: 24, evidence: 'self' }],
      },
      {
        ...head,
        version: 5,
        section: 'education',
        educationLevel: 'vocational',
        educations: [{ level: 'vocational' }],
      },
      { ...head, version: 6, section: 'wishes', occupations: [COOK, BAKER], learning: [BAKING] },
      practical(newcomerId, 7),
    ]
    for (const [at, section] of sections.entries())
      expect(await updateProfile(ctx(), section)).toEqual({ ok: true, version: at + 2 })
    expect(sections.map((one) => one.section)).toEqual(Object.keys(PROFILE_SECTIONS))
    const kept = await ownProfile(ctx(), newcomerId)
    expect(kept).toMatchObject({
      version: 8,
      postcode4: '3526',
      screenLanguage: 'ar',
      licences: ['B'],
      educationLevel: 'vocational',
      hoursMin: 16,
      wishes: [
        { occupationUri: COOK, rank: 1 },
        { occupationUri: BAKER, rank: 2 },
      ],
      learningWishes: [{ skillUri: BAKING }],
      identity: { givenName: 'Samira' },
    })
    expect(kept.slots).toHaveLength(6)
    expect(await eventsOf(newcomerId)).toHaveLength(9)
  })

  test('who saved in between is not overwritten', async () => {
    const { newcomerId } = await aNewcomer(home.db, { coach })
    const both = await Promise.allSettled([
      updateProfile(ctx(), practical(newcomerId)),
      updateProfile(ctx(), { ...practical(newcomerId), hoursMax: 20 }),
    ])
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'stale' } })
    expect(await versionOf(newcomerId)).toBe(2)
    expect(await eventsOf(newcomerId)).toHaveLength(1)
  })

  test("another coach's newcomer is not found; a newcomer does not edit the intake", async () => {
    const { newcomerId, actor } = await aNewcomer(home.db)
    await expect(updateProfile(ctx(), practical(newcomerId))).rejects.toEqual(refusal('not-found'))
    await expect(updateProfile(ctx(), practical(crypto.randomUUID()))).rejects.toEqual(refusal('not-found'))
    await expect(updateProfile(ctx(actor), practical(newcomerId))).rejects.toEqual(refusal('forbidden'))
    await expect(ownProfile(ctx(), newcomerId)).rejects.toEqual(refusal('not-found'))
    expect(await ownProfile(ctx(actor), newcomerId)).toMatchObject({ id: newcomerId })
  })

  test('what the reference data or the calendar does not know comes back by field, and nothing is written', async () => {
    const { newcomerId } = await aNewcomer(home.db, { coach })
    const head = { newcomerId, version: 1 }
    const none = 'http://example.org/none'
    expect(
      await updateProfile(ctx(), {
        ...head,
        section: 'basics',
        givenName: 'S',
        screenLanguage: 'nl',
        postcode4: '9999',
      }),
    ).toEqual({ ok: false, problems: [{ path: 'postcode4', code: 'unknown-postcode' }] })
    expect(await updateProfile(ctx(), { ...head, section: 'wishes', occupations: [BAKER, none] })).toEqual({
      ok: false,
      problems: [{ path: 'occupations[1]', code: 'unknown-concept' }],
    })
    const future = {
      language: 'nld',
      skill: 'speaking',
      level: 'A2',
      source: 'tested',
      assessedOn: '2027-01-01',
    } as const
    expect(await updateProfile(ctx(), { ...head, section: 'language', languages: [future] })).toEqual({
      ok: false,
      problems: [{ path: 'languages[0].assessedOn', code: 'in-future' }],
    })
    expect(await versionOf(newcomerId)).toBe(1)
    expect(await eventsOf(newcomerId)).toEqual([])
  })

  test('the day of a skill is when its evidence changed', async () => {
    const { newcomerId } = await aNewcomer(home.db, { coach })
    await updateProfile(ctx(), {
      newcomerId,
      version: 1,
      section: 'skills',
      skills: [
        { skillUri: KNEADING, evidence: 'observed' },
        { skillUri: HYGIENE, evidence: 'self' },
      ],
    })
    const rows = await home.db.select().from(newcomerSkills).where(eq(newcomerSkills.newcomerId, newcomerId))
    expect(Object.fromEntries(rows.map((row) => [row.skillUri, row.updatedOn]))).toEqual({
      [KNEADING]: '2026-10-01',
      [HYGIENE]: TODAY,
    })
  })

  test('a failure later in the transaction leaves neither profile nor event', async () => {
    const { newcomerId } = await aNewcomer(home.db, { coach })
    await expect(
      home.db.transaction(async (tx) => {
        await updateProfile({ ...ctx(), db: tx as unknown as typeof home.db }, practical(newcomerId))
        throw new Error('later')
      }),
    ).rejects.toThrow('later')
    expect(await versionOf(newcomerId)).toBe(1)
    expect(await eventsOf(newcomerId)).toEqual([])
    const lessons = and(eq(newcomerSlots.newcomerId, newcomerId), eq(newcomerSlots.kind, 'lesson'))
    expect(await home.db.select().from(newcomerSlots).where(lessons)).toEqual([])
  })
})

describe('availability and language', () => {
  test('the newcomer pauses, resumes and withdraws; the coach finishes the intake', async () => {
    const { newcomerId, actor } = await aNewcomer(home.db, { coach, availability: 'in-intake' })
    await expect(changeAvailability(ctx(actor), { newcomerId, step: 'finish-intake' })).rejects.toEqual(
      refusal('forbidden'),
    )
    await changeAvailability(ctx(), { newcomerId, step: 'finish-intake' })
    expect(await changeAvailability(ctx(actor), { newcomerId, step: 'pause' })).toEqual({
      availability: 'paused',
      changed: true,
    })
    await expect(changeAvailability(ctx(actor), { newcomerId, step: 'pause' })).rejects.toEqual(refusal('stale'))
    await changeAvailability(ctx(actor), { newcomerId, step: 'resume' })
    await changeAvailability(ctx(actor), { newcomerId, step: 'withdraw' })
    expect((await eventsOf(newcomerId)).map((event) => event.name).sort()).toEqual([
      'newcomer.updated',
      'newcomer.updated',
      'newcomer.updated',
      'newcomer.withdrawn',
    ])
    expect(await versionOf(newcomerId)).toBe(5)
  })

  test('a worker that comes twice changes it once', async () => {
    const { newcomerId } = await aNewcomer(home.db)
    expect((await changeAvailability(ctx(WORKER), { newcomerId, step: 'place' })).changed).toBe(true)
    expect(await changeAvailability(ctx(WORKER), { newcomerId, step: 'place' })).toEqual({
      availability: 'placed',
      changed: false,
    })
    expect(await eventsOf(newcomerId)).toHaveLength(1)
  })

  test('somebody else changes neither', async () => {
    const { newcomerId } = await aNewcomer(home.db)
    const other = await aNewcomer(home.db)
    await expect(changeAvailability(ctx(other.actor), { newcomerId, step: 'pause' })).rejects.toEqual(
      refusal('not-found'),
    )
    await expect(changeScreenLanguage(ctx(other.actor), { newcomerId, language: 'ar' })).rejects.toEqual(
      refusal('not-found'),
    )
    await changeScreenLanguage(ctx(other.actor), { newcomerId: other.newcomerId, language: 'ar' })
    expect(await profileOf(home.db, other.newcomerId)).toMatchObject({ screenLanguage: 'ar', version: 2 })
  })
})

describe('the facts for matching', () => {
  test('they are what the engine accepts, and nothing that names or is protected', async () => {
    const canary = 'Kanarieveld'
    const { newcomerId } = await aNewcomer(home.db, {
      needsAtWork: `${canary} stilte`,
      identity: { givenName: canary, familyName: canary, email: 'kanarieveld@voorbeeld.nl', phone: '0699999999' },
      languages: [
        { language: 'nld', skill: 'speaking', level: 'A2', source: 'tested', assessedOn: '2026-10-01' },
        {
          language: 'nld',
          skill: 'reading',
          level: null,
          referenceLevel: '1F',
          source: 'exam',
          assessedOn: '2026-10-01',
        },
        { language: 'ara', skill: 'speaking', level: 'C2', source: 'self', assessedOn: '2026-10-01' },
      ],
    })
    const [facts] = await newcomerFactsOf(home.db, [newcomerId])
    expect(newcomerFacts.parse(facts)).toEqual(facts)
    expect(facts).toMatchObject({
      place: { lat: 52.0669, lon: 5.0948 },
      dutch: { speaking: { level: 'A2' }, reading: { level: null, reference: '1F' }, writing: null },
      otherLanguages: [{ language: 'ara', skill: 'speaking', level: 'C2' }],
      hours: { min: 8, max: 32 },
      mayWork: { known: true, allowed: true, from: null, until: null },
      wishes: [{ rank: 1, occupationUri: BAKER, isco: '7512' }],
    })
    expect(facts?.skillsOfWishes.toSorted()).toEqual([BAKING, KNEADING].sort())
    expect(facts?.skills[0]?.broader).toHaveLength(1)
    const told = JSON.stringify(facts)
    for (const word of [canary, 'kanarieveld', '0699999999', 'workRight', 'name', 'needs', 'coach'])
      expect(told).not.toContain(word)
  })

  test('without ids it is everybody who is available; a known move comes with its day', async () => {
    const here = await aNewcomer(home.db, { futurePostcode4: '3811', futureFrom: '2026-12-01' })
    const paused = await aNewcomer(home.db, { availability: 'paused' })
    const all = (await newcomerFactsOf(home.db)).map((one) => one.id)
    expect(all).toContain(here.newcomerId)
    expect(all).not.toContain(paused.newcomerId)
    const [facts] = await newcomerFactsOf(home.db, [here.newcomerId])
    expect([facts?.place?.lat, facts?.futurePlace?.from, facts?.futurePlace?.place.lat]).toEqual([
      52.0669,
      '2026-12-01',
      52.1554,
    ])
    const undated = await aNewcomer(home.db, { futurePostcode4: '3811' })
    expect((await newcomerFactsOf(home.db, [undated.newcomerId]))[0]?.futurePlace).toBeNull()
  })
})

describe('the caseload', () => {
  test('own newcomers with name, levels, counts and next step; searched by name, never by wildcard', async () => {
    const first = await aNewcomer(home.db, { coach, waitingSince: '2026-01-01', identity: { givenName: 'Amal' } })
    const second = await aNewcomer(home.db, { coach, availability: 'in-intake', identity: { givenName: 'Dawit' } })
    await aNewcomer(home.db)
    await aProposal(home.db, { newcomer: first, state: 'accepted' })
    const { rows, total } = await caseloadOf(ctx())
    expect(total).toBe(2)
    expect(rows[0]).toMatchObject({
      id: first.newcomerId,
      name: 'Amal Tester',
      dutch: { speaking: 'A2' },
      openProposals: 1,
      nextStep: 'start-placement',
    })
    expect(rows[1]).toMatchObject({ id: second.newcomerId, nextStep: 'finish-intake' })
    expect((await caseloadOf(ctx(), { q: 'dawit' })).rows.map((row) => row.id)).toEqual([second.newcomerId])
    expect((await caseloadOf(ctx(), { q: '%' })).total).toBe(0)
    expect((await caseloadOf(ctx(), { availability: 'available', page: 2 })).rows).toEqual([])
    expect(await caseloadCounts(ctx())).toEqual({ available: 1, 'in-intake': 1 })
    expect(await caseloadForExport(ctx())).toHaveLength(2)
    await expect(caseloadOf(ctx(first.actor))).rejects.toEqual(refusal('forbidden'))
  })
})

describe('strict input', () => {
  const id = crypto.randomUUID()
  const issues = (given: object) =>
    PROFILE_SECTIONS.practical.safeParse({ ...practical(id), ...given }).error?.issues.map((one) => one.message)

  test('hours exact to 30 minutes, no overlap of a kind, no impossible number or day', () => {
    const slot = { kind: 'available', weekday: 1, fromMinute: 540, toMinute: 600 }
    expect(issues({ slots: [{ ...slot, fromMinute: 545 }] })).toEqual(['slot-half-hour'])
    expect(issues({ slots: [{ ...slot, toMinute: 540 }] })).toEqual(['slot-order'])
    expect(issues({ slots: [slot, { ...slot, fromMinute: 570, toMinute: 660 }] })).toEqual(['slots-overlap'])
    expect(issues({ slots: [slot, { ...slot, fromMinute: 600, toMinute: 660 }] })).toBeUndefined()
    expect(issues({ slots: [slot, { ...slot, kind: 'lesson' }] })).toBeUndefined()
    expect(issues({ hoursMax: 41 })).toEqual(['out-of-range'])
    expect(issues({ hoursMin: 20, hoursMax: 10 })).toEqual(['hours-order'])
    expect(issues({ availableFrom: '0001-01-01' })).toEqual(['not-a-day'])
    expect(issues({ religion: 'x' })?.length).toBe(1)
    const basics = { newcomerId: id, version: 1, section: 'basics', screenLanguage: 'nl' }
    const basicIssues = (given: object) =>
      PROFILE_SECTIONS.basics.safeParse({ ...basics, ...given }).error?.issues.map((one) => one.message)
    expect(basicIssues({ givenName: 'a\0' })).toEqual(['not-text'])
    expect(basicIssues({ givenName: 'x'.repeat(81) })).toEqual(['too-long'])
    expect(basicIssues({ givenName: '   ' })).toEqual(['required'])
    expect(basicIssues({ givenName: '\ud800' })).toEqual(['not-text'])
  })

  test('a level has one scale', () => {
    const row = { language: 'nld', skill: 'speaking', source: 'tested', assessedOn: '2026-10-01' }
    const parse = (given: object) =>
      PROFILE_SECTIONS.language.safeParse({
        newcomerId: id,
        version: 1,
        section: 'language',
        languages: [{ ...row, ...given }],
      }).success
    expect([
      parse({ level: 'A2' }),
      parse({ referenceLevel: '1F' }),
      parse({}),
      parse({ level: 'A2', referenceLevel: '1F' }),
    ]).toEqual([true, true, false, false])
  })
})
