import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newcomerNoGoes } from '#db/schema/newcomers.ts'
import { positionSkills } from '#db/schema/positions.ts'
import { employerNames, employersNamed } from '#server/employers/reads.ts'
import { explainPair } from '#server/matching/rules/explain.ts'
import { newcomerFacts, positionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { ownProfile } from '#server/newcomers/reads.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { updateProfile } from '#server/newcomers/update-profile.ts'
import type { Actor } from '#server/platform/context.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionFactsOf, positionForEditing } from '#server/positions/reads.ts'
import { positionForm } from '#tests/make/publishing.ts'
import { BAKER, BAKING, CARER, COOK, HYGIENE, KNEADING, someReference } from '#tests/make/reference.ts'
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
const ctx = (actor: Actor) => ctxOf(home.db, actor)

describe('what a person does not want', () => {
  type NoGos = { noGoWork?: string[]; noGoEmployers?: string[] }
  const wishes = (newcomerId: string, version: number, over: NoGos = {}) => ({
    newcomerId,
    version,
    section: 'wishes' as const,
    occupations: [BAKER],
    ...over,
  })

  test('is kept with the wishes, read by the engine, and taken back by saving without it', async () => {
    const { employerId } = await anEmployer(home.db)
    const { newcomerId } = await aNewcomer(home.db, { coach })
    const saved = await updateProfile(
      ctx(coach),
      wishes(newcomerId, 1, { noGoWork: [CARER, COOK], noGoEmployers: [employerId] }),
    )
    expect(saved).toEqual({ ok: true, version: 2 })
    const [facts] = await newcomerFactsOf(home.db, [newcomerId])
    expect(facts?.noGo).toEqual({ isco: ['5120', '5321'], employers: [employerId] })
    expect(newcomerFacts.parse(facts)).toEqual(facts)
    const profile = await ownProfile(ctx(coach), newcomerId)
    expect(profile.noGoWork.map((one) => one.occupationUri)).toEqual([CARER, COOK].sort())
    expect(profile.noGoEmployers).toEqual([{ employerId, name: expect.any(String) }])
    await updateProfile(ctx(coach), wishes(newcomerId, 2))
    expect((await newcomerFactsOf(home.db, [newcomerId]))[0]?.noGo).toEqual({ isco: [], employers: [] })
    expect(await home.db.select().from(newcomerNoGoes).where(eq(newcomerNoGoes.newcomerId, newcomerId))).toEqual([])
  })

  test('names the field of an occupation or an employer that is not there, and writes nothing', async () => {
    const { newcomerId } = await aNewcomer(home.db, { coach })
    const none = 'http://example.org/none'
    const given = wishes(newcomerId, 1, { noGoWork: [COOK, none], noGoEmployers: [crypto.randomUUID()] })
    expect(await updateProfile(ctx(coach), given)).toEqual({
      ok: false,
      problems: [
        { path: 'noGoWork[1]', code: 'unknown-concept' },
        { path: 'noGoEmployers[0]', code: 'unknown-concept' },
      ],
    })
    expect(await home.db.select().from(newcomerNoGoes).where(eq(newcomerNoGoes.newcomerId, newcomerId))).toEqual([])
    const twice = wishes(newcomerId, 1, { noGoEmployers: Array(2).fill(crypto.randomUUID()) })
    await expect(updateProfile(ctx(coach), twice)).rejects.toMatchObject({ name: 'ZodError' })
  })

  test('keeps the place of that employer away from this person only', async () => {
    const employer = await anEmployer(home.db)
    const result = await publishPosition(ctx(employer.actor), positionForm(employer.establishmentId))
    if (!result.ok) throw new Error('not published')
    const [position] = await positionFactsOf(home.db, [result.positionId], TODAY)
    const { newcomerId } = await aNewcomer(home.db, { coach })
    const other = await aNewcomer(home.db, { coach })
    await updateProfile(ctx(coach), wishes(newcomerId, 1, { noGoEmployers: [employer.employerId] }))
    const missed = async (id: string) => {
      const [facts] = await newcomerFactsOf(home.db, [id])
      if (!facts || !position) throw new Error('no facts')
      return explainPair(facts, position, MATCHING_POLICY, TODAY).missed.includes('no-go')
    }
    expect([await missed(newcomerId), await missed(other.newcomerId)]).toEqual([true, false])
  })
})

describe('finding an employer by name', () => {
  test('takes two letters, any case, and nothing as a pattern', async () => {
    const { employerId } = await anEmployer(home.db)
    const name = (await employerNames(home.db, [employerId])).get(employerId) ?? ''
    expect((await employersNamed(home.db, ` ${name.slice(0, 4).toUpperCase()} `, 50)).map((one) => one.name)).toContain(
      name,
    )
    expect(await employersNamed(home.db, name.slice(0, 1), 50)).toEqual([])
    expect(await employersNamed(home.db, '%%', 50)).toEqual([])
    expect(await employersNamed(home.db, '__', 50)).toEqual([])
    expect((await employersNamed(home.db, name, 1)).length).toBe(1)
    expect(await employerNames(home.db, [])).toEqual(new Map())
  })
})

describe('a skill without which one cannot begin', () => {
  test('is a needed skill as well, and a gate', async () => {
    const employer = await anEmployer(home.db)
    const form = positionForm(employer.establishmentId, {
      neededSkills: [KNEADING],
      requiredSkills: [HYGIENE],
      taughtSkills: [BAKING],
    })
    const result = await publishPosition(ctx(employer.actor), form)
    if (!result.ok) throw new Error('not published')
    const { positionId } = result
    const uris = (list: readonly { uri: string }[] | undefined) => list?.map((one) => one.uri).sort()
    const [facts] = await positionFactsOf(home.db, [positionId], TODAY)
    expect(positionFacts.parse(facts)).toEqual(facts)
    expect(facts?.employerId).toBe(employer.employerId)
    expect(uris(facts?.neededSkills)).toEqual([HYGIENE, KNEADING].sort())
    expect(uris(facts?.requiredSkills)).toEqual([HYGIENE])
    const shown = await positionForEditing(ctx(employer.actor), positionId)
    expect(shown.requiredSkills.map((one) => one.skillUri)).toEqual([HYGIENE])
    expect(shown.neededSkills).toHaveLength(2)
    await publishPosition(ctx(employer.actor), { ...form, positionId, requiredSkills: [] })
    const roles = await home.db.select().from(positionSkills).where(eq(positionSkills.positionId, positionId))
    expect(roles.map((row) => row.role).sort()).toEqual(['needed', 'taught'])
  })

  test('has to exist', async () => {
    const employer = await anEmployer(home.db)
    const form = positionForm(employer.establishmentId, { requiredSkills: ['http://example.org/none'] })
    await expect(publishPosition(ctx(employer.actor), form)).rejects.toMatchObject({ code: 'not-found' })
  })
})
