import { and, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { addProposal } from '#server/proposals/add-proposal.ts'
import { worthALook } from '#server/proposals/reads-worth-a-look.ts'
import { aProposal, aReadyNewcomer, codeOf, eventsAbout, stateOf, stepsOf } from '#tests/make/proposals.ts'
import { anAccount, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aPlaceWorthALook, fillPlace, isOpen } from '#tests/make/worth-a-look.ts'
import { aDatabase } from '#tests/setup/database.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const { material } = MATCHING_POLICY.blocking
describe('a place that is worth a look', () => {
  let home: Awaited<ReturnType<typeof aDatabase>>
  beforeAll(async () => {
    home = await aDatabase()
  })
  afterAll(() => home.close())

  const aCase = (scores?: number[], place?: { seats: number }) => aPlaceWorthALook(home.db, scores, place)

  test('says what it scores, what it stands against, and that the least is set aside for it', async () => {
    const { newcomerId, positionId, ctx, standing, insteadOf } = await aCase()
    const [found] = await worthALook(ctx, newcomerId)
    expect(found).toMatchObject({
      line: { id: positionId },
      insteadOf: { proposalId: standing[0], score: 300 },
      isFull: false,
    })
    expect(found?.score).toBeGreaterThan(300 + material)
    const { proposalId } = await addProposal(ctx, { newcomerId, positionId, insteadOf })
    expect(await stateOf(home.db, standing[0] ?? '')).toBe('set-aside')
    expect(await stepsOf(home.db, proposalId)).toEqual(['>add>proposed by coach'])
    expect((await eventsAbout(home.db, proposalId, 'proposal.added')).map((one) => one.payload)).toEqual([
      { proposalId },
    ])
    const [row] = await home.db.select().from(proposals).where(eq(proposals.id, proposalId))
    expect(row).toMatchObject({ newcomerId, positionId, score: found?.score, seenAt: NOW })
    expect(await worthALook(ctx, newcomerId)).toEqual([])
    expect(await codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf }))).toBe('stale')
  })

  test('comes beside what there is while there is room for more', async () => {
    const { newcomerId, positionId, ctx, standing } = await aCase([300])
    expect((await worthALook(ctx, newcomerId))[0]?.insteadOf).toBeNull()
    await addProposal(ctx, { newcomerId, positionId, insteadOf: null })
    expect(await stateOf(home.db, standing[0] ?? '')).toBe('proposed')
  })

  test('is not one that is hardly better, nor one for whom people acted on everything', async () => {
    const near = await aCase([990, 990, 990])
    expect(await worthALook(near.ctx, near.newcomerId)).toEqual([])
    expect(await codeOf(addProposal(near.ctx, near))).toBe('stale')
    const acted = await aCase()
    await home.db.update(proposals).set({ state: 'shortlisted' }).where(inArray(proposals.id, acted.standing))
    expect(await worthALook(acted.ctx, acted.newcomerId)).toEqual([])
  })

  test('never at the cost of an only proposal, nor of one that was seen or acted on', async () => {
    const { newcomerId, positionId, ctx, insteadOf } = await aCase([300, 400, 500], { seats: 1 })
    const there: { newcomer: Awaited<ReturnType<typeof aReadyNewcomer>>; proposalId: string }[] = []
    for (let i = 0; i < MATCHING_POLICY.proposalsPerSeat; i += 1) {
      const made = await aProposal(home.db, { position: { positionId } as never, score: 100 + i })
      there.push({ newcomer: made.newcomer, proposalId: made.proposalId })
    }
    // Everybody there has only this one.
    expect(await worthALook(ctx, newcomerId)).toEqual([])
    expect(await codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf }))).toBe('stale')
    const other = there[2]
    if (!other) throw new Error('nobody')
    await aProposal(home.db, { newcomer: other.newcomer, score: 50 })
    expect((await worthALook(ctx, newcomerId))[0]).toMatchObject({ isFull: true })
    await home.db.update(proposals).set({ seenAt: NOW }).where(eq(proposals.id, other.proposalId))
    expect(await worthALook(ctx, newcomerId)).toEqual([])
  })

  test('is asked of the facts as they are now', async () => {
    const closed = await aCase()
    await home.db.update(positions).set({ state: 'paused' }).where(eq(positions.id, closed.positionId))
    expect(await worthALook(closed.ctx, closed.newcomerId)).toEqual([])
    expect(await codeOf(addProposal(closed.ctx, closed))).toBe('stale')
    const far = await aCase()
    await home.db.update(newcomers).set({ maxTravelMinutes: 0 }).where(eq(newcomers.id, far.newcomerId))
    expect(await worthALook(far.ctx, far.newcomerId)).toEqual([])
    const gone = await aCase()
    await home.db.update(newcomers).set({ availability: 'paused' }).where(eq(newcomers.id, gone.newcomerId))
    expect(await worthALook(gone.ctx, gone.newcomerId)).toEqual([])
    expect(await codeOf(addProposal(gone.ctx, gone))).toBe('stale')
    const refused = await aCase()
    const { newcomerId, positionId } = refused
    await aProposal(home.db, {
      newcomer: { newcomerId } as never,
      position: { positionId } as never,
      state: 'declined',
    })
    expect(await worthALook(refused.ctx, newcomerId)).toEqual([])
  })

  test('is for the own coach: nobody else reads it or proposes it', async () => {
    const { newcomerId, positionId, actor, employer, insteadOf } = await aCase()
    const stranger = ctxOf(home.db, await anAccount(home.db, { role: 'coach' }))
    expect(await codeOf(worthALook(stranger, newcomerId))).toBe('not-found')
    expect(await codeOf(addProposal(stranger, { newcomerId, positionId, insteadOf }))).toBe('not-found')
    for (const who of [actor, employer, await anAccount(home.db, { role: 'municipality' })]) {
      expect(await codeOf(worthALook(ctxOf(home.db, who), newcomerId))).toBe('forbidden')
      expect(await codeOf(addProposal(ctxOf(home.db, who), { newcomerId, positionId, insteadOf }))).toBe('forbidden')
    }
    const open = await home.db.$count(proposals, and(eq(proposals.newcomerId, newcomerId), isOpen))
    expect(open).toBe(3)
  })

  test('a place or a person that has too much already is no offer', async () => {
    const { newcomerId, positionId, ctx, insteadOf } = await aCase([300], { seats: 1 })
    const leaver = await aReadyNewcomer(home.db)
    await fillPlace(home.db, positionId, [leaver])
    await aProposal(home.db, { newcomer: leaver, score: 600 })
    expect(await worthALook(ctx, newcomerId)).toHaveLength(1)
    await aProposal(home.db, { position: { positionId } as never })
    expect(await worthALook(ctx, newcomerId)).toEqual([])
    expect(await codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf }))).toBe('stale')
    const many = await aCase([300, 310, 320, 330])
    expect(await worthALook(many.ctx, many.newcomerId)).toEqual([])
    expect(await codeOf(addProposal(many.ctx, many))).toBe('stale')
  })

  test('does what the coach read, or nothing: another one to set aside is stale', async () => {
    const { newcomerId, positionId, ctx, standing } = await aCase()
    const [read] = await worthALook(ctx, newcomerId)
    expect(await codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf: null }))).toBe('stale')
    await home.db
      .update(proposals)
      .set({ score: 100 })
      .where(eq(proposals.id, standing[2] ?? ''))
    const insteadOf = read?.insteadOf?.proposalId ?? null
    expect(await codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf }))).toBe('stale')
    const [now] = await worthALook(ctx, newcomerId)
    expect(now?.insteadOf).toMatchObject({ proposalId: standing[2], state: 'proposed' })
    expect(await codeOf(addProposal(ctx, { newcomerId, positionId, insteadOf: standing[2] ?? null }))).toBe('ok')
    expect(await stateOf(home.db, standing[0] ?? '')).toBe('proposed')
  })
})
