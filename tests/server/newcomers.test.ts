import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newcomerSkills, newcomerSlots, newcomers } from '#db/schema/newcomers.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { createNewcomer } from '#server/newcomers/create-newcomer.ts'
import { PROFILE_SECTIONS, type UpdateProfileInput } from '#server/newcomers/profile-sections.ts'
import { identityOf, ownProfile, profileOf } from '#server/newcomers/reads.ts'
import { updateProfile } from '#server/newcomers/update-profile.ts'
import type { Actor } from '#server/platform/context.ts'
import { practical } from '#tests/make/intake.ts'
import { BAKER, BAKING, COOK, HYGIENE, KNEADING, someReference } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer, ctxOf, TODAY } from '#tests/make/rooms.ts'
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

  test('papers: nobody asked, asked and none, and some are three answers', async () => {
    const { newcomerId } = await aNewcomer(home.db, { coach })
    const save = async (version: number, given: { licences?: 'B'[]; hasNoLicences?: boolean }) => {
      await updateProfile(ctx(), { newcomerId, version, section: 'skills', skills: [], ...given })
      return (await ownProfile(ctx(), newcomerId)).licences
    }
    expect((await ownProfile(ctx(), newcomerId)).licences).toBeNull()
    expect(await save(1, {})).toBeNull()
    expect(await save(2, { hasNoLicences: true })).toEqual([])
    expect(await save(3, { licences: ['B'] })).toEqual(['B'])
    await expect(save(4, { licences: ['B'], hasNoLicences: true })).rejects.toThrow(/none-and-some/)
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
        await updateProfile({ ...ctx(), db: tx }, practical(newcomerId))
        throw new Error('later')
      }),
    ).rejects.toThrow('later')
    expect(await versionOf(newcomerId)).toBe(1)
    expect(await eventsOf(newcomerId)).toEqual([])
    const lessons = and(eq(newcomerSlots.newcomerId, newcomerId), eq(newcomerSlots.kind, 'lesson'))
    expect(await home.db.select().from(newcomerSlots).where(lessons)).toEqual([])
  })
})
