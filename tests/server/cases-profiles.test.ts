import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caseLog, safeguardProfiles } from '#db/schema/decisions.ts'
import { decideProfile } from '#server/cases/decide-profile.ts'
import { type ProfileInput, proposeProfile } from '#server/cases/propose-profile.ts'
import { previewProfile } from '#server/cases/reads-preview.ts'
import { policiesFor, profileInForce, profilesOf, profileVersions } from '#server/cases/reads-profiles.ts'
import type { Actor } from '#server/platform/context.ts'
import { SAFEGUARD_POLICY, WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { policyNamed } from '#server/safeguards/rules/profile.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { AMERSFOORT, someReference, UTRECHT } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let first: Actor
let second: Actor
beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
  first = await anAccount(home.db, { role: 'officer' })
  second = await anAccount(home.db, { role: 'officer' })
})
afterAll(() => home.close())

const ctx = (actor: Actor, now = NOW) => ctxOf(home.db, actor, now)
const profile = (given: Partial<ProfileInput> = {}): ProfileInput => ({
  fromOn: '2026-12-01',
  numbers: { trialNormalMonths: 1 },
  source: 'Verdringingsprotocol 15-6-2016',
  isVerified: true,
  ...given,
})
const confirm = { decision: 'confirm' as const, motivation: 'Nagelezen in het protocol' }

describe('the profile of a municipality', () => {
  test('comes into force by a second person, ends the version before it, and old answers keep theirs', async () => {
    const { profileId, version } = await proposeProfile(ctx(first), profile())
    expect(version).toBe(1)
    expect(await codeOf(proposeProfile(ctx(second), profile()))).toBe('stale')
    expect(await profileInForce(home.db, UTRECHT, '2026-12-05')).toBeNull()
    expect(await codeOf(decideProfile(ctx(first), { profileId, ...confirm }))).toBe('forbidden')
    const both = await Promise.all([1, 2].map(() => codeOf(decideProfile(ctx(second), { profileId, ...confirm }))))
    expect(both.sort()).toEqual(['ok', 'stale'])
    expect(await profileInForce(home.db, UTRECHT, '2026-11-30')).toBeNull()
    expect(await profileInForce(home.db, UTRECHT, '2026-12-01')).toMatchObject({ version: '1', verified: true })

    const next = await proposeProfile(ctx(second), profile({ fromOn: '2027-02-01', numbers: { trialNormalMonths: 3 } }))
    await decideProfile(ctx(first), { profileId: next.profileId, ...confirm })
    const on = async (day: string) => {
      const policy = await policiesFor(home.db, [UTRECHT, AMERSFOORT], SAFEGUARD_POLICY, day)
      return [policy(UTRECHT).numbers.trialNormalMonths, policy(AMERSFOORT).numbers.trialNormalMonths]
    }
    expect(await on('2026-11-30')).toEqual([2, 2])
    expect(await on('2027-01-31')).toEqual([1, 2])
    expect(await on('2027-02-01')).toEqual([3, 2])
    const named = policyNamed('2026-11+GM0344-1', await profilesOf(home.db))
    expect(named?.numbers.trialNormalMonths).toBe(1)

    const versions = await profileVersions(ctx(first))
    expect(versions.map(({ version, state, untilOn }) => [version, state, untilOn])).toEqual([
      [2, 'in-force', null],
      [1, 'in-force', '2027-01-31'],
    ])
    const log = await home.db.select().from(caseLog).where(eq(caseLog.subject, 'profile')).orderBy(asc(caseLog.at))
    expect(
      log
        .filter(({ subjectId }) => subjectId === profileId)
        .map((row) => [row.step, row.actorId])
        .sort(),
    ).toEqual([
      ['confirm', second.accountId],
      ['propose', first.accountId],
    ])
  })

  test('four eyes also hold in the table, and a rejected one changes nothing', async () => {
    const { profileId } = await proposeProfile(ctx(first), profile({ fromOn: '2027-03-01' }))
    await expect(
      home.db
        .update(safeguardProfiles)
        .set({ state: 'in-force', decidedBy: first.accountId, decidedAt: NOW })
        .where(eq(safeguardProfiles.id, profileId)),
    ).rejects.toMatchObject({ cause: { constraint_name: 'safeguard_profiles_four_eyes' } })
    await decideProfile(ctx(first), { profileId, decision: 'reject', motivation: 'Nog niet vastgesteld' })
    expect(await profileInForce(home.db, UTRECHT, '2027-03-02')).toMatchObject({ version: '2' })
    expect(await codeOf(decideProfile(ctx(second), { profileId, ...confirm }))).toBe('stale')
  })

  test('not a number that stands on law, none out of its limits, none for a day that passed; not elsewhere', async () => {
    const bad = (given: object) =>
      expect(proposeProfile(ctx(first), profile(given as never))).rejects.toMatchObject({ name: 'ZodError' })
    for (const name of ['wageValueTrialMaxMonths', 'uwvTrialMaxMonths', 'dismissalWeeks', 'asylumWaitMonths'])
      await expect(proposeProfile(ctx(first), profile({ numbers: { [name]: 5 } }))).rejects.toMatchObject({
        issues: [{ path: ['numbers', name], message: 'set-elsewhere' }],
      })
    await bad({ numbers: { trialNormalMonths: 8 } })
    await bad({ numbers: { trialNormalMonths: 6, trialMaxMonths: 3 } })
    await bad({ source: '' })
    expect(await codeOf(proposeProfile(ctx(first), profile({ fromOn: '2026-11-22' })))).toBe('stale')
    expect(await codeOf(proposeProfile(ctx(first), profile({ fromOn: '2027-01-15' })))).toBe('stale')
    const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    const { profileId } = await proposeProfile(ctx(elsewhere), profile())
    expect(await codeOf(decideProfile(ctx(second), { profileId, ...confirm }))).toBe('not-found')
    const coach = await anAccount(home.db, { role: 'coach' })
    expect(await codeOf(proposeProfile(ctx(coach), profile()))).toBe('forbidden')
  })

  test('the preview says what would change for the positions of today, and writes nothing', async () => {
    const employer = await anEmployer(home.db)
    const there = await anEmployer(home.db, { establishment: { postcode4: '3811' } })
    const trial = {
      type: 'TRIAL_PLACEMENT' as const,
      hourlyWageCents: null,
      startsOn: '2026-12-07',
      endsOn: '2027-02-05',
    }
    const { positionId } = await aPosition(home.db, { employer, ...trial })
    await aPosition(home.db, { employer })
    await aPosition(home.db, { employer, ...trial, state: 'closed' })
    await aPosition(home.db, { employer: there, ...trial })
    const before = await home.db.select().from(caseLog)
    const found = await previewProfile(ctx(first), { numbers: { trialNormalMonths: 1 } }, WHOLE_POLICY)
    expect(found.asked).toBe(2)
    expect(found.changed).toMatchObject([{ positionId, before: 'human', after: 'human' }])
    expect(found.changed[0]?.appears.map(({ code }) => code)).toEqual(['term-over-normal'])
    expect(found.tally).toEqual({ 'human human': 1 })
    expect((await previewProfile(ctx(first), { numbers: {} }, WHOLE_POLICY)).changed).toEqual([])
    expect(await home.db.select().from(caseLog)).toEqual(before)
    expect(found.atStart).toEqual([])
    // What counts for one person at a start changes no answer of a place, so it is named.
    const personal = { numbers: { trialNormalMonths: 2, stackingPersonDays: 30, weekMostHours: 20 } }
    expect(await previewProfile(ctx(first), personal, WHOLE_POLICY)).toMatchObject({
      changed: [],
      atStart: ['stackingPersonDays', 'weekMostHours'],
    })
    const strict = { numbers: { trialNormalMonths: 1, trialMaxMonths: 1 } }
    expect((await previewProfile(ctx(first), strict, WHOLE_POLICY)).tally).toEqual({ 'human block': 1 })
  })
})
