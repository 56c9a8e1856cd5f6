import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { establishments } from '#db/schema/employers.ts'
import { positionSkills, positions } from '#db/schema/positions.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { matchOf, placesFor } from '#server/proposals/reads-match.ts'
import { aProposal, aReadyNewcomer, codeOf } from '#tests/make/proposals.ts'
import { HYGIENE } from '#tests/make/reference.ts'
import { anAccount, aPosition, ctxOf, dutchAt } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const speaking = (level: 'A2' | 'B2') => [{ language: 'nld', skill: 'speaking' as const, level, task: 'Overleggen' }]

describe('why or why not', () => {
  test('a pair without a proposal: the answer, both sides, the four parts', async () => {
    const { newcomerId, coach } = await aReadyNewcomer(home.db)
    const { positionId } = await aPosition(home.db)
    const match = await matchOf(ctxOf(home.db, coach), { newcomerId, positionId })
    expect(match).toMatchObject({
      name: 'Samira',
      proposal: null,
      line: { id: positionId, title: 'Leren en werken in de bakkerij', sector: 'bakery' },
      explanation: { answer: 'eligible', newcomerId, positionId, today: '2026-11-23', counterfactuals: [] },
    })
    expect(match.explanation.components.find((one) => one.name === 'language')).toMatchObject({ state: 'met' })
    expect(match.newcomer.slots).toHaveLength(5)
    expect(match.position.slots).toHaveLength(3)
  })

  test('one thing is missing: what would change it and who can, and the proposal of before', async () => {
    const newcomer = await aReadyNewcomer(home.db)
    const position = await aPosition(home.db, { languages: speaking('B2') })
    const { proposalId } = await aProposal(home.db, { newcomer, position, state: 'shortlisted' })
    const { explanation, proposal } = await matchOf(ctxOf(home.db, newcomer.coach), {
      newcomerId: newcomer.newcomerId,
      positionId: position.positionId,
    })
    expect(proposal).toEqual({ id: proposalId, state: 'shortlisted' })
    expect(explanation).toMatchObject({ answer: 'not-eligible', missed: ['language'], oneThing: { gate: 'language' } })
    expect(explanation.counterfactuals.map((one) => one.who)).toEqual(['newcomer', 'employer'])
    expect(explanation.counterfactuals[0]?.changes[0]).toMatchObject({
      code: 'reach-level',
      params: { skill: 'speaking', level: 'A2', needed: 'B2' },
    })
  })

  test('only for the own coach, and only for positions that are published', async () => {
    const { newcomerId, coach, actor } = await aReadyNewcomer(home.db)
    const open = await aPosition(home.db)
    const paused = await aPosition(home.db, { state: 'paused' })
    const ask = (who: Parameters<typeof ctxOf>[1], id: string, positionId: string) =>
      codeOf(matchOf(ctxOf(home.db, who), { newcomerId: id, positionId }))
    expect(await ask(coach, newcomerId, open.positionId)).toBe('ok')
    expect(await ask(coach, newcomerId, paused.positionId)).toBe('not-found')
    expect(await ask(coach, newcomerId, crypto.randomUUID())).toBe('not-found')
    expect(await ask(coach, 'abc', open.positionId)).toBe('not-found')
    expect(await ask(coach, newcomerId, '%00')).toBe('not-found')
    const other = await anAccount(home.db, { role: 'coach' })
    expect(await ask(other, newcomerId, open.positionId)).toBe('not-found')
    expect(await codeOf(placesFor(ctxOf(home.db, other), newcomerId))).toBe('not-found')
    expect(await codeOf(placesFor(ctxOf(home.db, coach), 'abc'))).toBe('not-found')
    for (const who of [actor, open.employer, await anAccount(home.db, { role: 'municipality' })]) {
      expect(await ask(who, newcomerId, open.positionId)).toBe('forbidden')
      expect(await codeOf(placesFor(ctxOf(home.db, who), newcomerId))).toBe('forbidden')
    }
  })
})

describe('which places fit', () => {
  test('fits, almost, unknown and not, each position once, and what to ask', async () => {
    const db = await aDatabase()
    try {
      const { newcomerId, coach } = await aReadyNewcomer(db.db, {
        skills: [],
      })
      const fits = await aPosition(db.db)
      const almost = await aPosition(db.db, { languages: speaking('B2') })
      await aPosition(db.db, { languages: speaking('B2'), hoursPerWeek: 40 })
      await aPosition(db.db, { skills: [{ skillUri: HYGIENE, role: 'required' }] })
      await aPosition(db.db, { state: 'paused' })
      const places = await placesFor(ctxOf(db.db, coach), newcomerId)
      expect(places.counts).toEqual({ fits: 1, almost: 1, unknown: 1, not: 1 })
      expect(places.fits.map((one) => one.id)).toEqual([fits.positionId])
      expect(places.almost.map((one) => one.id)).toEqual([almost.positionId])
      expect(places.asks).toEqual([{ ask: 'skills', positions: 1 }])
      expect(places.lookedAt).toBe(4)
    } finally {
      await db.close()
    }
  })

  test('a required skill that is missing is what would open most, with the place that teaches it', async () => {
    const db = await aDatabase()
    try {
      const { newcomerId, coach } = await aReadyNewcomer(db.db, { languages: dutchAt('B1') })
      const shut = await aPosition(db.db, { skills: [{ skillUri: HYGIENE, role: 'required' }] })
      const teaches = await aPosition(db.db, { skills: [{ skillUri: HYGIENE, role: 'taught' }] })
      expect(await db.db.select().from(positionSkills)).toHaveLength(2)
      const { gap, almost } = await placesFor(ctxOf(db.db, coach), newcomerId)
      expect(almost.map((one) => one.id)).toEqual([shut.positionId])
      expect(gap).toMatchObject({ skillsKnown: true, waitForSkills: 1 })
      expect(gap.steps[0]).toMatchObject({
        uri: HYGIENE,
        opens: 1,
        learnableAt: [{ id: teaches.positionId, isEligible: true }],
      })
    } finally {
      await db.close()
    }
  })

  test('of many places the nearest are looked at: to the home of now or to that of a known move, whichever is nearer', async () => {
    const db = await aDatabase()
    try {
      const moving = await aReadyNewcomer(db.db, {
        postcode4: '3526',
        futurePostcode4: '3811',
        futureFrom: '2026-12-01',
      })
      const near = await aPosition(db.db)
      // As many in the town of now as the page looks at, and one where the person will live.
      const { lookedAt } = MATCHING_POLICY.nearest
      const [row] = await db.db.select().from(positions)
      if (!row) throw new Error('no position')
      const copies = Array.from({ length: lookedAt - 1 }, (_, i) => ({
        ...row,
        id: crypto.randomUUID(),
        code: `C${i}`,
      }))
      await db.db.insert(positions).values(copies)
      const there = await aPosition(db.db)
      await db.db.update(establishments).set({ postcode4: '3811' }).where(eq(establishments.id, there.establishmentId))
      const found = await placesFor(ctxOf(db.db, moving.coach), moving.newcomerId)
      expect(found.lookedAt).toBe(lookedAt)
      expect(found.fits.map((one) => one.id)).toEqual([there.positionId])
      const { coach, newcomerId } = await aReadyNewcomer(db.db, {
        postcode4: null,
        futurePostcode4: '3811',
        futureFrom: '2026-12-01',
      })
      expect((await placesFor(ctxOf(db.db, coach), newcomerId)).fits.map((one) => one.id)).toEqual([there.positionId])
      const stays = await aReadyNewcomer(db.db)
      const own = await placesFor(ctxOf(db.db, stays.coach), stays.newcomerId)
      expect(own.fits.map((one) => one.id)).not.toContain(there.positionId)
      expect(own.counts.fits).toBeGreaterThan(0)
      expect(near.positionId).not.toBe(there.positionId)
    } finally {
      await db.close()
    }
  })
})
