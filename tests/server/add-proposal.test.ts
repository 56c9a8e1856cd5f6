import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { matchingPolicies } from '#db/schema/matching.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { addProposal } from '#server/proposals/add-proposal.ts'
import { proposalForCoach } from '#server/proposals/reads.ts'
import { setAsideProposal } from '#server/proposals/set-aside-proposal.ts'
import { takeBackProposal } from '#server/proposals/take-back-proposal.ts'
import { aProposal, aReadyNewcomer, codeOf, eventsAbout, stateOf, stepsOf } from '#tests/make/proposals.ts'
import { aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { untilSomebodyWaits } from '#tests/make/waits.ts'
import { aPlaceWorthALook, fillPlace, isOpen, openOf } from '#tests/make/worth-a-look.ts'
import { aDatabase } from '#tests/setup/database.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

describe('a coach who proposes a place that is worth a look', () => {
  let home: Awaited<ReturnType<typeof aDatabase>>
  beforeAll(async () => {
    home = await aDatabase()
  })
  afterAll(() => home.close())

  const aCase = (scores?: number[], place?: { seats: number }) => aPlaceWorthALook(home.db, scores, place)

  test('is not undone into one more than anybody may have: what was set aside for it comes back only where there is room', async () => {
    const { newcomerId, positionId, ctx, standing, insteadOf } = await aCase()
    await addProposal(ctx, { newcomerId, positionId, insteadOf })
    const proposalId = standing[0] ?? ''
    const offered = async () => (await proposalForCoach(ctx, proposalId)).steps.includes('take-back')
    const held = () => home.db.$count(proposals, and(eq(proposals.newcomerId, newcomerId), isOpen))
    expect(await offered()).toBe(false)
    expect(await codeOf(takeBackProposal(ctx, { proposalId }))).toBe('stale')
    expect([await stateOf(home.db, proposalId), await held()]).toEqual(['set-aside', 3])
    // Another one is set aside, and there is room. Of two who take back at once one does.
    await setAsideProposal(ctx, { proposalId: standing[1] ?? '', reason: 'timing' })
    expect(await offered()).toBe(true)
    const both = [proposalId, standing[1] ?? ''].map((id) => codeOf(takeBackProposal(ctx, { proposalId: id })))
    expect((await Promise.all(both)).sort()).toEqual(['ok', 'stale'])
    expect(await held()).toBe(3)
  })

  test('nor where the place is full of what people acted on or saw; what nobody saw makes room', async () => {
    const { newcomer, position, proposalId, coach } = await aProposal(home.db, { state: 'set-aside' })
    const { seats } = (await home.db.select().from(positions).where(eq(positions.id, position.positionId)))[0] ?? {}
    const others: string[] = []
    for (let n = 0; n < (seats ?? 0) * MATCHING_POLICY.proposalsPerSeat; n += 1)
      others.push((await aProposal(home.db, { position, seenAt: NOW })).proposalId)
    const ctx = ctxOf(home.db, coach)
    expect(await codeOf(takeBackProposal(ctx, { proposalId }))).toBe('stale')
    await home.db
      .update(proposals)
      .set({ seenAt: null })
      .where(eq(proposals.id, others[0] ?? ''))
    for (let n = 0; n < MATCHING_POLICY.proposalsPerNewcomer; n += 1) await aProposal(home.db, { newcomer })
    expect(await codeOf(takeBackProposal(ctx, { proposalId }))).toBe('ok')
  })

  test('two coaches do not take the last room both', async () => {
    const first = await aCase([300, 400, 500], { seats: 1 })
    const { positionId } = first
    for (let i = 1; i < MATCHING_POLICY.proposalsPerSeat; i += 1)
      await aProposal(home.db, { position: { positionId } as never, seenAt: NOW })
    const second = await aReadyNewcomer(home.db)
    const said = await Promise.all([
      codeOf(addProposal(first.ctx, first)),
      codeOf(addProposal(ctxOf(home.db, second.coach), { newcomerId: second.newcomerId, positionId, insteadOf: null })),
    ])
    expect(said.sort()).toEqual(['ok', 'stale'])
  })

  test('where the place is full the least there is taken back at once, and only one of those who have another', async () => {
    const first = await aCase([300], { seats: 1 })
    const leaver = await aReadyNewcomer(home.db)
    const [taken] = await fillPlace(home.db, first.positionId, [leaver])
    await aProposal(home.db, { newcomer: leaver, score: 600 })
    await addProposal(first.ctx, first)
    expect(await stateOf(home.db, taken?.proposalId ?? '')).toBe('withdrawn')
    expect(await stepsOf(home.db, taken?.proposalId ?? '')).toEqual(['proposed>withdraw>withdrawn by worker'])
    expect((await eventsAbout(home.db, taken?.proposalId ?? '', 'proposal.ended')).map((one) => one.payload)).toEqual([
      { proposalId: taken?.proposalId, was: 'proposed' },
    ])
    expect(await openOf(home.db, leaver.newcomerId)).toBe(1)
    // The next coach finds nobody there who has another one.
    for (let i = 0; i < 2; i += 1) {
      const { newcomerId, coach } = await aReadyNewcomer(home.db)
      const { positionId } = first
      expect(await codeOf(addProposal(ctxOf(home.db, coach), { newcomerId, positionId, insteadOf: null }))).toBe(
        'stale',
      )
    }
    const there = await home.db.$count(proposals, and(eq(proposals.positionId, first.positionId), isOpen))
    expect(there).toBe(MATCHING_POLICY.proposalsPerSeat)
    expect(await openOf(home.db, leaver.newcomerId)).toBe(1)
  })

  test('two coaches at two full places do not take both proposals of one person', async () => {
    for (let round = 0; round < 4; round += 1) {
      const [one, other] = [await aCase([300], { seats: 1 }), await aCase([300], { seats: 1 })]
      const leaver = await aReadyNewcomer(home.db)
      await fillPlace(home.db, one.positionId, [leaver])
      await fillPlace(home.db, other.positionId, [leaver])
      expect(await openOf(home.db, leaver.newcomerId)).toBe(2)
      const said = await Promise.all([codeOf(addProposal(one.ctx, one)), codeOf(addProposal(other.ctx, other))])
      expect(said.sort()).toEqual(['ok', 'stale'])
      expect(await openOf(home.db, leaver.newcomerId)).toBe(1)
    }
  })

  test('a leaver whom a coach saw meanwhile stays, and nothing is proposed', async () => {
    const { newcomerId, positionId, ctx, insteadOf } = await aCase([300], { seats: 1 })
    const leaver = await aReadyNewcomer(home.db)
    const [taken] = await fillPlace(home.db, positionId, [leaver])
    await aProposal(home.db, { newcomer: leaver, score: 600 })
    let adding: Promise<string> | undefined
    await home.db.transaction(async (tx) => {
      await tx
        .update(proposals)
        .set({ seenAt: NOW })
        .where(eq(proposals.id, taken?.proposalId ?? ''))
      adding = codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf }))
      await untilSomebodyWaits(home.db)
    })
    expect(await adding).toBe('stale')
    expect(await stateOf(home.db, taken?.proposalId ?? '')).toBe('proposed')
    expect(await openOf(home.db, newcomerId)).toBe(1)
  })

  test('one person does not get more than one may have, whoever is quick', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { newcomerId, positionId, ctx } = await aCase([300, 400])
      const other = await aPosition(home.db)
      await Promise.all(
        [positionId, other.positionId].map((id) =>
          codeOf(addProposal(ctx, { newcomerId, positionId: id, insteadOf: null })),
        ),
      )
      expect(await openOf(home.db, newcomerId)).toBe(MATCHING_POLICY.proposalsPerNewcomer)
    }
  })

  test('keeps the numbers of the policy that the proposal names', async () => {
    await home.db.delete(matchingPolicies)
    const one = await aCase()
    await addProposal(one.ctx, one)
    expect((await home.db.select().from(matchingPolicies)).map((row) => row.version)).toEqual([MATCHING_POLICY.version])
    const other = await aCase()
    await home.db.update(matchingPolicies).set({ policy: { ...MATCHING_POLICY, nearSkill: 501 } })
    await expect(addProposal(other.ctx, other)).rejects.toThrow(/nearSkill/)
    expect(await stateOf(home.db, other.insteadOf ?? '')).toBe('proposed')
    await home.db.delete(matchingPolicies)
  })

  test('a card code that somebody else takes meanwhile is drawn again', async () => {
    const { newcomerId, positionId, ctx, insteadOf } = await aCase()
    const letters = [...'ABCDEFGHJKLMNPQRSTUVWXYZ23456789']
    const codes = letters.flatMap((x) => letters.map((y) => x + y))
    const somebody = await aReadyNewcomer(home.db)
    const { proposalId } = await aProposal(home.db, { newcomer: somebody, state: 'withdrawn' })
    const [row] = await home.db.select().from(proposals).where(eq(proposals.id, proposalId))
    if (!row) throw new Error('no row')
    let adding: Promise<string> | undefined
    await home.db.transaction(async (tx) => {
      await tx
        .insert(proposals)
        .values(codes.map((cardCode) => ({ ...row, id: crypto.randomUUID(), positionId, cardCode })))
      adding = codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf }))
      await untilSomebodyWaits(home.db)
    })
    expect(await adding).toBe('ok')
  })
})
