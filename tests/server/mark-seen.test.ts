import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { proposals } from '#db/schema/proposals.ts'
import { WORKER } from '#server/platform/context.ts'
import { markSeen } from '#server/proposals/mark-seen.ts'
import { setAsideProposal } from '#server/proposals/set-aside-proposal.ts'
import { takeBackProposal } from '#server/proposals/take-back-proposal.ts'
import { aProposal, codeOf } from '#tests/make/proposals.ts'
import { anAccount, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const later = new Date(NOW.getTime() + 3_600_000)
const rowOf = async (proposalId: string) =>
  (await home.db.select().from(proposals).where(eq(proposals.id, proposalId)))[0]

test('the first time that the own coach sees a proposal is kept, and nothing else changes', async () => {
  const [one, other] = [await aProposal(home.db), await aProposal(home.db)]
  const input = { proposalIds: [one.proposalId, other.proposalId] }
  expect(await markSeen(ctxOf(home.db, one.coach), input)).toEqual({ seen: 1 })
  expect(await markSeen(ctxOf(home.db, one.coach, later), input)).toEqual({ seen: 0 })
  expect(await rowOf(one.proposalId)).toMatchObject({ seenAt: NOW, version: 1, state: 'proposed' })
  expect(await rowOf(other.proposalId)).toMatchObject({ seenAt: null })
  expect(await markSeen(ctxOf(home.db, one.coach), { proposalIds: [] })).toEqual({ seen: 0 })
})

test('twice at once is once; what went on is not touched; nobody else sees', async () => {
  const { proposalId, coach, newcomer, position } = await aProposal(home.db)
  const both = await Promise.all([1, 2].map(() => markSeen(ctxOf(home.db, coach), { proposalIds: [proposalId] })))
  expect(both.map((one) => one.seen).sort()).toEqual([0, 1])
  const shortlisted = await aProposal(home.db, { state: 'shortlisted' })
  expect(await markSeen(ctxOf(home.db, shortlisted.coach), { proposalIds: [shortlisted.proposalId] })).toEqual({
    seen: 0,
  })
  for (const actor of [WORKER, newcomer.actor, position.employer, await anAccount(home.db, { role: 'officer' })])
    expect(await codeOf(markSeen(ctxOf(home.db, actor), { proposalIds: [proposalId] }))).toBe('forbidden')
})

test('a page does not wait for somebody who is at a proposal just now; the next visit marks that one', async () => {
  const [busy, free] = [await aProposal(home.db), await aProposal(home.db)]
  await home.db
    .update(newcomers)
    .set({ coachId: busy.coach.accountId ?? '' })
    .where(eq(newcomers.id, free.newcomer.newcomerId))
  const proposalIds = [busy.proposalId, free.proposalId]
  await home.db.transaction(async (tx) => {
    await tx.select().from(proposals).where(eq(proposals.id, busy.proposalId)).for('update')
    expect(await markSeen(ctxOf(home.db, busy.coach), { proposalIds })).toEqual({ seen: 1 })
  })
  expect(await rowOf(busy.proposalId)).toMatchObject({ seenAt: null })
  expect(await rowOf(free.proposalId)).toMatchObject({ seenAt: NOW })
  expect(await markSeen(ctxOf(home.db, busy.coach, later), { proposalIds })).toEqual({ seen: 1 })
  expect(await rowOf(busy.proposalId)).toMatchObject({ seenAt: later })
})

test('what a coach took back counts as seen', async () => {
  const { proposalId, coach } = await aProposal(home.db)
  await setAsideProposal(ctxOf(home.db, coach), { proposalId, reason: 'timing' })
  await takeBackProposal(ctxOf(home.db, coach, later), { proposalId })
  expect(await rowOf(proposalId)).toMatchObject({ state: 'proposed', seenAt: later })
})
