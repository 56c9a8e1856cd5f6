import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { consents } from '#db/schema/proposals.ts'
import { cancelPlacement } from '#server/placements/cancel-placement.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { WORKER } from '#server/platform/context.ts'
import { closeProposals } from '#server/proposals/close-proposals.ts'
import { restoreProposals } from '#server/proposals/restore-proposals.ts'
import { supersedeProposals } from '#server/proposals/supersede-proposals.ts'
import { withdrawProposals } from '#server/proposals/withdraw-proposals.ts'
import { aProposal, eventsAbout, stateOf, stepsOf } from '#tests/make/proposals.ts'
import { aNewcomer, aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const worker = () => ctxOf(home.db, WORKER)
const terms = { startsOn: '2026-12-07', endsOn: '2027-06-04', mentor: 'Anneke', learningGoals: ['Brood bakken'] }

/** A person with a placement that was just started, and proposals in the given states elsewhere. */
async function placedWith(...states: ('proposed' | 'shortlisted' | 'consented' | 'accepted')[]) {
  const newcomer = await aNewcomer(home.db)
  const own = await aProposal(home.db, { newcomer, state: 'accepted' })
  const others = await Promise.all(states.map((state) => aProposal(home.db, { newcomer, state })))
  const started = await startPlacement(ctxOf(home.db, newcomer.coach), { proposalId: own.proposalId, ...terms })
  if (!started.ok) throw new Error(JSON.stringify(started.verdict.reasons))
  const statesNow = () => Promise.all(others.map(({ proposalId }) => stateOf(home.db, proposalId)))
  return { newcomer, own, others, placementId: started.placementId, statesNow }
}

describe('placed elsewhere', () => {
  test('the others wait aside and come back to their state when the placement is cancelled; twice is once', async () => {
    const { newcomer, own, others, placementId, statesNow } = await placedWith(
      'proposed',
      'shortlisted',
      'consented',
      'accepted',
    )
    const both = await Promise.all([1, 2].map(() => supersedeProposals(worker(), { placementId })))
    expect(both.reduce((sum, one) => sum + one.superseded, 0)).toBe(4)
    expect(await statesNow()).toEqual(['superseded', 'superseded', 'superseded', 'superseded'])
    expect(await stateOf(home.db, own.proposalId)).toBe('placed')
    for (const { proposalId } of others.slice(1))
      expect(await eventsAbout(home.db, proposalId, 'proposal.ended')).toHaveLength(1)

    expect(await restoreProposals(worker(), { placementId })).toEqual({ restored: 0 })
    await cancelPlacement(ctxOf(home.db, newcomer.coach), { placementId })
    const back = await Promise.all([1, 2].map(() => restoreProposals(worker(), { placementId })))
    expect(back.reduce((sum, one) => sum + one.restored, 0)).toBe(4)
    expect(await statesNow()).toEqual(['proposed', 'shortlisted', 'consented', 'accepted'])
    expect((await stepsOf(home.db, others[2]?.proposalId ?? '')).sort()).toEqual([
      'consented>supersede>superseded by worker',
      'superseded>restore>consented by worker',
    ])
  })

  test('a cancelled placement supersedes nothing, in whatever order the events come', async () => {
    const { newcomer, placementId, statesNow } = await placedWith('shortlisted')
    await cancelPlacement(ctxOf(home.db, newcomer.coach), { placementId })
    expect(await restoreProposals(worker(), { placementId })).toEqual({ restored: 0 })
    expect(await supersedeProposals(worker(), { placementId })).toEqual({ superseded: 0 })
    expect(await statesNow()).toEqual(['shortlisted'])
  })

  test('does not come back where the position closed, a yes lapsed, or something newer is open', async () => {
    const { newcomer, others, placementId, statesNow } = await placedWith('shortlisted', 'consented', 'proposed')
    await supersedeProposals(worker(), { placementId })
    const [closed, lapsed, newer] = others
    await home.db
      .update(positions)
      .set({ state: 'closed' })
      .where(eq(positions.id, closed?.position.positionId ?? ''))
    await home.db
      .update(consents)
      .set({ expiresOn: '2026-11-01' })
      .where(eq(consents.proposalId, lapsed?.proposalId ?? ''))
    if (newer) await aProposal(home.db, { newcomer, position: newer.position, state: 'proposed' })
    await cancelPlacement(ctxOf(home.db, newcomer.coach), { placementId })
    expect(await restoreProposals(worker(), { placementId })).toEqual({ restored: 0 })
    expect(await statesNow()).toEqual(['superseded', 'superseded', 'superseded'])
  })
})

describe('a position that closes', () => {
  test('closes what was open on it, once, and says so', async () => {
    const position = await aPosition(home.db, { seats: 5 })
    const states = ['proposed', 'shortlisted', 'consented', 'superseded', 'refused', 'placed'] as const
    const made = await Promise.all(states.map((state) => aProposal(home.db, { position, state })))
    const { positionId } = position
    expect(await closeProposals(worker(), { positionId })).toEqual({ closed: 0 }) // still published
    await home.db.update(positions).set({ state: 'closed', updatedAt: NOW }).where(eq(positions.id, positionId))
    const both = await Promise.all([1, 2].map(() => closeProposals(worker(), { positionId })))
    expect(both.reduce((sum, one) => sum + one.closed, 0)).toBe(4)
    expect(await Promise.all(made.map(({ proposalId }) => stateOf(home.db, proposalId)))).toEqual([
      'closed',
      'closed',
      'closed',
      'closed',
      'refused',
      'placed',
    ])
    const told = await Promise.all(
      made.map(async ({ proposalId }) => (await eventsAbout(home.db, proposalId, 'proposal.ended')).length),
    )
    expect(told).toEqual([1, 1, 1, 0, 0, 0])
  })
})

describe('a newcomer who stops', () => {
  test('everything open about them ends, once', async () => {
    const newcomer = await aNewcomer(home.db)
    const { newcomerId } = newcomer
    const made = [
      await aProposal(home.db, { newcomer }),
      await aProposal(home.db, { newcomer, state: 'shortlisted' }),
      await aProposal(home.db, { newcomer, state: 'consented' }),
    ]
    expect(await withdrawProposals(worker(), { newcomerId })).toEqual({ withdrawn: 0 })
    await home.db.update(newcomers).set({ availability: 'withdrawn' }).where(eq(newcomers.id, newcomerId))
    expect(await withdrawProposals(worker(), { newcomerId })).toEqual({ withdrawn: 3 })
    expect(await withdrawProposals(worker(), { newcomerId })).toEqual({ withdrawn: 0 })
    for (const { proposalId } of made) expect(await stateOf(home.db, proposalId)).toBe('withdrawn')
  })
})
