import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { positions } from '#db/schema/positions.ts'
import { demandEffects } from '#server/matching/rules/demand-effects.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { demandsOf } from '#server/positions/reads-demands.ts'
import { positionFactsOf } from '#server/positions/reads-facts.ts'
import { aReadyNewcomer, codeOf } from '#tests/make/proposals.ts'
import { anAccount, anEmployer, aPosition, ctxOf, dutchAt, NOW, TODAY, weekBlocks } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let coach: Awaited<ReturnType<typeof anAccount>>
beforeAll(async () => {
  home = await aDatabase()
  await aPosition(home.db)
  coach = await anAccount(home.db, { role: 'coach' })
  const many = (count: number, given: Parameters<typeof aReadyNewcomer>[1]) =>
    Promise.all(Array.from({ length: count }, () => aReadyNewcomer(home.db, { coach, ...given })))
  await many(11, { languages: dutchAt('A2') })
  await many(10, { languages: dutchAt('B1') })
  await many(2, { languages: dutchAt('B1'), slots: weekBlocks('available', 7, 12) })
  await many(2, { languages: dutchAt('B1'), maxTravelMinutes: 1 })
  await many(2, { languages: dutchAt('B1'), hoursMin: 30 })
  await many(2, { languages: dutchAt('B1'), availableFrom: '2027-01-11' })
  await many(2, { languages: dutchAt('B1'), availableFrom: null })
  await many(2, { languages: dutchAt('B1'), hoursMin: null })
  await many(2, { languages: dutchAt('B1'), hoursMax: null })
  await many(2, { languages: dutchAt('B1'), futurePostcode4: '3811' })
  await many(2, { languages: dutchAt('B1'), licences: [] })
  await many(1, { availability: 'paused' })
})
afterAll(() => home.close())

const asked = { languages: [{ language: 'nld', skill: 'speaking' as const, level: 'B1' as const, task: 'Overleggen' }] }

test('an employer learns how many more fit with one demand lowered, and nothing under ten', async () => {
  const { positionId, employer } = await aPosition(home.db, asked)
  const answer = await demandsOf(ctxOf(home.db, employer), positionId)
  expect(answer).toMatchObject({ eligible: 10, fewest: 10, area: 'Midden-Utrecht' })
  expect(answer.effects[0]).toEqual({
    changes: [{ code: 'ask-level', params: { language: 'nld', skill: 'speaking', level: 'A2', needed: 'B1' } }],
    more: 11,
  })
  expect(answer.effects.slice(1).map((one) => one.more)).toEqual(answer.effects.slice(1).map(() => null))
  const people = await newcomerFactsOf(home.db)
  const said = JSON.stringify(answer)
  for (const { id } of people) expect(said).not.toContain(id)
})

test('the sieve in the database leaves out nobody whom the gates would count', async () => {
  const positions = [
    await aPosition(home.db, asked),
    await aPosition(home.db, { ...asked, slots: [], hoursPerWeek: 32 }),
    await aPosition(home.db, { supports: ['flexible-start'], startsOn: '2026-12-01' }),
    await aPosition(home.db, { licences: ['B'], seats: 1, endsOn: null }),
  ]
  const people = await newcomerFactsOf(home.db)
  for (const { positionId, employer } of positions) {
    const answer = await demandsOf(ctxOf(home.db, employer), positionId)
    const [found] = await positionFactsOf(home.db, [positionId], TODAY)
    if (!found) throw new Error('no facts')
    const whole = demandEffects({ ...found, safeguard: 'ok', seats: 1, seatsTaken: 0 }, people, MATCHING_POLICY, TODAY)
    expect(answer.eligible).toBe(whole.eligible === null ? null : Math.floor(whole.eligible / 10) * 10)
    expect(answer.effects.map((one) => one.more)).toEqual(whole.effects.map((one) => one.more))
  }
})

test('the same count all day for the same demands, so that no click and no save tells who came or went', async () => {
  const { positionId, employer } = await aPosition(home.db, asked)
  const before = await demandsOf(ctxOf(home.db, employer), positionId)
  for (let i = 0; i < 10; i += 1) await aReadyNewcomer(home.db, { coach, languages: dutchAt('B1') })
  expect(await demandsOf(ctxOf(home.db, employer), positionId)).toEqual(before)
  await home.db.update(positions).set({ version: 2 }).where(eq(positions.id, positionId))
  expect(await demandsOf(ctxOf(home.db, employer), positionId)).toEqual(before)
  const tomorrow = new Date(NOW.getTime() + 86_400_000)
  expect((await demandsOf(ctxOf(home.db, employer, tomorrow), positionId)).eligible).toBe(20)
})

test('lowering a demand and counting again does not tell what was too small to be told', async () => {
  const { positionId, employer } = await aPosition(home.db, { ...asked, hoursPerWeek: 30, slots: [] })
  const before = await demandsOf(ctxOf(home.db, employer), positionId)
  const hidden = before.effects.find((one) => one.changes.some((change) => change.code === 'offer-hours'))
  expect(hidden).toMatchObject({ more: null })
  await home.db.update(positions).set({ hoursPerWeek: 26 }).where(eq(positions.id, positionId))
  const after = await demandsOf(ctxOf(home.db, employer), positionId)
  for (const { eligible } of [before, after]) expect((eligible ?? 0) % 10).toBe(0)
})

test('a demand of another language than Dutch or English tells nothing: it would count people of one origin', async () => {
  const { positionId, employer } = await aPosition(home.db, {
    languages: [
      ...asked.languages,
      ...['ara', 'eng'].map((language) => ({
        language,
        skill: 'speaking' as const,
        level: 'B1' as const,
        task: 'Overleggen',
      })),
    ],
  })
  const { effects } = await demandsOf(ctxOf(home.db, employer), positionId)
  const said = effects.flatMap(({ changes }) => changes.flatMap(({ params }) => params['language'] ?? []))
  expect(said.sort()).toEqual(['eng', 'nld'])
})

test('only the own employer', async () => {
  const { positionId, employer } = await aPosition(home.db)
  expect(await codeOf(demandsOf(ctxOf(home.db, employer), positionId))).toBe('ok')
  expect(await codeOf(demandsOf(ctxOf(home.db, (await anEmployer(home.db)).actor), positionId))).toBe('not-found')
  expect(await codeOf(demandsOf(ctxOf(home.db, employer), 'abc'))).toBe('not-found')
  for (const role of ['coach', 'officer', 'municipality'] as const)
    expect(await codeOf(demandsOf(ctxOf(home.db, await anAccount(home.db, { role })), positionId))).toBe('forbidden')
})
