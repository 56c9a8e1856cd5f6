import { and, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { WORKER } from '#server/platform/context.ts'
import { acceptCandidate } from '#server/proposals/accept-candidate.ts'
import { declineProposal } from '#server/proposals/decline-proposal.ts'
import { expireProposals } from '#server/proposals/expire-proposals.ts'
import { GiveConsentInput, giveConsent } from '#server/proposals/give-consent.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { proposalForNewcomer } from '#server/proposals/reads.ts'
import { refuseCandidate } from '#server/proposals/refuse-candidate.ts'
import { setAsideProposal } from '#server/proposals/set-aside-proposal.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { withdrawConsent } from '#server/proposals/withdraw-consent.ts'
import {
  aProposal,
  aReadyNewcomer,
  changedBehindTheirBack,
  codeOf,
  eventsAbout,
  stateOf,
} from '#tests/make/proposals.ts'
import { aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import type { AnyJob, JobDeps } from '#workers/job.ts'
import { jobsOf } from '#workers/plan-jobs.ts'
import { SUBSCRIPTIONS } from '#workers/subscriptions.ts'

/** Room that a proposal leaves is filled again, by the events that the commands record and the jobs that hear of them. */
let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  await home.db.update(newcomers).set({ availability: 'paused' })
  await home.db.update(positions).set({ state: 'paused' })
})

const worker = (now = NOW) => ctxOf(home.db, WORKER, now)
const most = MATCHING_POLICY.proposalsPerNewcomer

/** Runs the matching jobs of everything that was recorded since, until nothing new is recorded. */
async function settle(since: number): Promise<void> {
  const mailer = { send: async () => {} }
  const deps: JobDeps = { db: home.db, meili: null, mailer, publicOrigin: 'http://localhost', now: () => NOW }
  for (let done = since; ; ) {
    const events = (await home.db.select().from(outboxEvents).orderBy(outboxEvents.id)).filter((one) => one.id > done)
    if (events.length === 0) return
    for (const { id, name, payload } of events) {
      for (const job of (jobsOf(SUBSCRIPTIONS, name) ?? []).filter((one) => one.name.startsWith('match-'))) {
        const ids = job.payload.parse(payload) as never
        await (job as AnyJob).run(deps, ids, { eventId: String(id), event: name as never, payloads: [ids] as never })
      }
      done = id
    }
  }
}
const lastEvent = async () =>
  (await home.db.select({ id: outboxEvents.id }).from(outboxEvents)).reduce((top, { id }) => Math.max(top, id), 0)
const openOf = async (newcomerId: string) =>
  home.db
    .select()
    .from(proposals)
    .where(
      and(
        eq(proposals.newcomerId, newcomerId),
        inArray(proposals.state, ['proposed', 'shortlisted', 'consented', 'accepted']),
      ),
    )

/** Somebody with as many proposals as one may have, one of them in this state, while one more place would fit. */
async function fullUp(state: 'proposed' | 'shortlisted' | 'consented') {
  const one = await aProposal(home.db, { state, seenAt: NOW })
  for (let i = 0; i < most; i += 1) await aPosition(home.db)
  const { newcomerId } = one.newcomer
  await changedBehindTheirBack(home.db)
  await proposeMatches(worker(), { newcomerId })
  expect(await openOf(newcomerId)).toHaveLength(most)
  const before = await lastEvent()
  return {
    ...one,
    forCoach: ctxOf(home.db, one.coach),
    forNewcomer: ctxOf(home.db, one.newcomer.actor),
    forEmployer: ctxOf(home.db, one.position.employer),
    /** What is open when all jobs have run. */
    afterwards: async () => {
      expect(await openOf(newcomerId)).toHaveLength(most - 1)
      await settle(before)
      const open = await openOf(newcomerId)
      expect(open.map((row) => row.positionId)).not.toContain(one.position.positionId)
      return open.length
    },
  }
}

describe('after a no the next one comes', () => {
  test('set aside by the coach before anybody saw it, which nobody is told', async () => {
    const { proposalId, forCoach, afterwards } = await fullUp('proposed')
    await setAsideProposal(forCoach, { proposalId, reason: 'timing' })
    const [ended] = await eventsAbout(home.db, proposalId, 'proposal.ended')
    expect(ended?.payload).toEqual({ proposalId, was: 'proposed' })
    if (ended) expect(await makeNotice(worker(), ended)).toEqual({ noticeIds: [] })
    expect(await afterwards()).toBe(most)
  })

  test('declined by the newcomer', async () => {
    const { proposalId, forNewcomer, afterwards } = await fullUp('shortlisted')
    await declineProposal(forNewcomer, { proposalId, choice: 'no' })
    expect(await afterwards()).toBe(most)
  })

  test('refused by the employer', async () => {
    const { proposalId, forEmployer, afterwards } = await fullUp('consented')
    await refuseCandidate(forEmployer, { proposalId, reason: 'skills' })
    expect(await afterwards()).toBe(most)
  })

  test('a yes that was taken back', async () => {
    const { proposalId, forNewcomer, afterwards } = await fullUp('consented')
    await withdrawConsent(forNewcomer, { proposalId })
    expect(await afterwards()).toBe(most)
  })

  test('nobody answered in time', async () => {
    const { proposalId, afterwards } = await fullUp('shortlisted')
    await home.db.update(proposals).set({ answerDueOn: '2026-11-22' }).where(eq(proposals.id, proposalId))
    await expireProposals(worker())
    expect(await afterwards()).toBe(most)
  })

  test('the position is filled again too, with somebody who found no room', async () => {
    const { positionId } = await aPosition(home.db, { seats: 1 })
    const people = []
    for (let i = 0; i <= MATCHING_POLICY.proposalsPerSeat; i += 1) people.push(await aReadyNewcomer(home.db))
    await changedBehindTheirBack(home.db)
    await proposeMatches(worker(), { positionId })
    const rows = await home.db.select().from(proposals).where(eq(proposals.positionId, positionId))
    expect(rows).toHaveLength(MATCHING_POLICY.proposalsPerSeat)
    const left = people.find((one) => !rows.some((row) => row.newcomerId === one.newcomerId))
    const before = await lastEvent()
    // Somebody who pauses leaves it by the engine's own withdrawal.
    await home.db
      .update(newcomers)
      .set({ availability: 'paused' })
      .where(eq(newcomers.id, rows[0]?.newcomerId ?? ''))
    await proposeMatches(worker(), { newcomerId: rows[0]?.newcomerId ?? '' })
    await settle(before)
    expect((await openOf(left?.newcomerId ?? '')).map((row) => row.positionId)).toEqual([positionId])
  })

  test('a proposal that is not there is nobody’s', async () => {
    expect(await codeOf(proposeMatches(worker(), { newcomerOf: crypto.randomUUID() }))).toBe('not-found')
    expect(await codeOf(proposeMatches(worker(), { positionOf: crypto.randomUUID() }))).toBe('not-found')
  })
})

test('a strike stops the shortlist at once, and takes back what only the engine proposed (ruling 8)', async () => {
  const one = await aReadyNewcomer(home.db)
  const { positionId, employer, establishmentId } = await aPosition(home.db)
  const elsewhere = await aPosition(home.db)
  await changedBehindTheirBack(home.db)
  await proposeMatches(worker(), { positionId })
  const row = (await openOf(one.newcomerId)).find((each) => each.positionId === positionId)
  const before = await lastEvent()
  await recordStaffingFact(ctxOf(home.db, employer), {
    establishmentId,
    kind: 'industrial-action',
    occupationUri: null,
    reason: null,
    happenedOn: '2026-11-23',
    endedOn: null,
  })
  const proposalId = row?.id ?? ''
  const input = { proposalId, version: row?.version ?? 0 }
  expect(await codeOf(shortlistProposal(ctxOf(home.db, one.coach), input))).toBe('safeguard-blocks')
  expect(await stateOf(home.db, proposalId)).toBe('proposed')
  expect(await eventsAbout(home.db, positionId, 'position.updated')).toHaveLength(1)
  expect(await eventsAbout(home.db, elsewhere.positionId, 'position.updated')).toHaveLength(0)
  await settle(before)
  expect(await stateOf(home.db, proposalId)).toBe('withdrawn')
  expect((await openOf(one.newcomerId)).map((each) => each.positionId)).toEqual([elsewhere.positionId])
})

describe('a position whose advert ended', () => {
  const terms = { startsOn: '2026-12-07', endsOn: '2027-06-04', mentor: 'Anneke', learningGoals: ['Brood bakken'] }
  const yes = (proposalId: string) =>
    GiveConsentInput.parse({ proposalId, fields: [], language: 'nl', textVersion: 'consent-2026-11-22' })

  test('those who were put forward go on to the start; nobody new is', async () => {
    const { proposalId, newcomer, position, coach } = await aProposal(home.db, { state: 'shortlisted' })
    const fresh = await aProposal(home.db, { position })
    const [forNewcomer, forCoach] = [ctxOf(home.db, newcomer.actor), ctxOf(home.db, coach)]
    const canAnswer = async () => (await proposalForNewcomer(forNewcomer, proposalId)).steps.includes('consent')
    const become = (state: 'draft' | 'closed' | 'expired') =>
      home.db.update(positions).set({ state }).where(eq(positions.id, position.positionId))
    await become('closed')
    expect([await canAnswer(), await codeOf(giveConsent(forNewcomer, yes(proposalId)))]).toEqual([false, 'stale'])
    await become('expired')
    const again = { proposalId: fresh.proposalId, version: 1 }
    expect(await codeOf(shortlistProposal(ctxOf(home.db, fresh.coach), again))).toBe('stale')
    expect([await canAnswer(), await codeOf(giveConsent(forNewcomer, yes(proposalId)))]).toEqual([true, 'ok'])
    await acceptCandidate(ctxOf(home.db, position.employer), { proposalId })
    await become('closed')
    expect(await codeOf(startPlacement(forCoach, { proposalId, ...terms }))).toBe('stale')
    await become('expired')
    expect(await startPlacement(forCoach, { proposalId, ...terms })).toMatchObject({ ok: true })
  })
})
