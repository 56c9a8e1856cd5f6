import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { consents, proposalLog, proposals } from '#db/schema/proposals.ts'
import { WORKER } from '#server/platform/context.ts'
import { expireProposals } from '#server/proposals/expire-proposals.ts'
import { type ProposedMatches, proposeMatches } from '#server/proposals/propose-matches.ts'
import { proposalForCoach, proposalsForCoach } from '#server/proposals/reads.ts'
import { nearMisses, whyNot } from '#server/proposals/reads-why.ts'
import { setAsideProposal } from '#server/proposals/set-aside-proposal.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { takeBackProposal } from '#server/proposals/take-back-proposal.ts'
import {
  aProposal,
  aReadyNewcomer,
  changedBehindTheirBack,
  codeOf,
  eventsAbout,
  stateOf,
  stepsOf,
} from '#tests/make/proposals.ts'
import { anAccount, aPosition, ctxOf, dutchAt, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const worker = (now = NOW) => ctxOf(home.db, WORKER, now)
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000)
const pairOf = async (newcomerId: string, positionId: string) =>
  home.db
    .select()
    .from(proposals)
    .where(and(eq(proposals.newcomerId, newcomerId), eq(proposals.positionId, positionId)))
    .orderBy(proposals.createdAt)
/** One position per test, so that what other tests left has no say. */
const proposeOn = async (positionId: string, now = NOW): Promise<ProposedMatches> => {
  await changedBehindTheirBack(home.db)
  return proposeMatches(worker(now), { positionId })
}
const proposeFor = async (newcomerId: string, now = NOW): Promise<ProposedMatches> => {
  await changedBehindTheirBack(home.db)
  return proposeMatches(worker(now), { newcomerId })
}
const alone = async () => {
  await home.db.update(proposals).set({ state: 'withdrawn' }).where(eq(proposals.state, 'proposed'))
  await home.db.update(newcomers).set({ availability: 'paused' })
  await home.db.update(positions).set({ state: 'paused' })
}

describe('proposing', () => {
  test('a pair that fits is proposed once, with its fit, a card code and a log row; again changes nothing', async () => {
    await alone()
    const { newcomerId } = await aReadyNewcomer(home.db)
    const { positionId } = await aPosition(home.db)
    expect(await proposeOn(positionId)).toMatchObject({ proposed: 1, withdrawn: 0 })
    const [row] = await pairOf(newcomerId, positionId)
    expect(row).toMatchObject({ state: 'proposed', version: 1, expectedLevel: null })
    expect(row?.cardCode).toMatch(/^[A-Z2-9]{2}$/)
    expect(row?.fit.can.state).toBe('full')
    expect(row?.score).toBeGreaterThan(0)
    expect(await stepsOf(home.db, row?.id ?? '')).toEqual(['>propose>proposed by worker'])
    expect(await proposeMatches(worker(), { newcomerId })).toMatchObject({ proposed: 0, withdrawn: 0, refreshed: 0 })
    expect(await proposeMatches(worker(), { all: true })).toMatchObject({ proposed: 0, withdrawn: 0, refreshed: 0 })
    expect(await pairOf(newcomerId, positionId)).toHaveLength(1)
  })

  test('two runs at once make one proposal', async () => {
    await alone()
    const { newcomerId } = await aReadyNewcomer(home.db)
    const { positionId } = await aPosition(home.db)
    const runs = await Promise.all([
      proposeOn(positionId),
      proposeMatches(worker(), { newcomerId }),
      proposeMatches(worker(), { all: true }),
    ])
    expect(runs.reduce((sum, run) => sum + run.proposed, 0)).toBe(1)
    const [row, ...more] = await pairOf(newcomerId, positionId)
    expect(more).toEqual([])
    expect(await stepsOf(home.db, row?.id ?? '')).toHaveLength(1)
  })

  test('what no longer passes is withdrawn with the gate as reason; what a coach took up stays', async () => {
    await alone()
    const one = await aReadyNewcomer(home.db)
    const other = await aReadyNewcomer(home.db)
    const { positionId } = await aPosition(home.db)
    await proposeOn(positionId)
    const [kept] = await pairOf(other.newcomerId, positionId)
    await shortlistProposal(ctxOf(home.db, other.coach), { proposalId: kept?.id ?? '', version: 1 })
    await home.db.update(newcomers).set({ maxTravelMinutes: 1 })
    const result = await proposeOn(positionId)
    expect(result).toEqual({ proposed: 0, withdrawn: 1, refreshed: 0 })
    const [gone] = await pairOf(one.newcomerId, positionId)
    expect(gone?.state).toBe('withdrawn')
    const log = await home.db
      .select()
      .from(proposalLog)
      .where(and(eq(proposalLog.proposalId, gone?.id ?? ''), eq(proposalLog.step, 'withdraw')))
    expect(log[0]?.reasons).toEqual([{ code: 'gate-missed', params: { gate: 'travel' } }])
    expect(await stateOf(home.db, kept?.id ?? '')).toBe('shortlisted')
    await home.db.update(newcomers).set({ maxTravelMinutes: 45 }).where(eq(newcomers.id, one.newcomerId))
    expect(await proposeOn(positionId)).toMatchObject({ proposed: 1 })
  })

  test('a person who paused, and a position that is not published, lose what only the engine saw', async () => {
    await alone()
    const { newcomerId } = await aReadyNewcomer(home.db)
    const [first, second] = [await aPosition(home.db), await aPosition(home.db)]
    await proposeFor(newcomerId)
    await home.db.update(positions).set({ state: 'awaiting-decision' }).where(eq(positions.id, first.positionId))
    expect(await proposeOn(first.positionId)).toMatchObject({ proposed: 0, withdrawn: 1 })
    await home.db.update(newcomers).set({ availability: 'paused' }).where(eq(newcomers.id, newcomerId))
    expect(await proposeFor(newcomerId)).toMatchObject({ proposed: 0, withdrawn: 1 })
    expect((await pairOf(newcomerId, second.positionId))[0]?.state).toBe('withdrawn')
  })

  test('a pair that somebody said no to does not come back for ninety days, and then it may', async () => {
    for (const state of ['set-aside', 'declined', 'refused', 'expired'] as const) {
      await alone()
      const { newcomer, position } = await aProposal(home.db, { state })
      await home.db.update(positions).set({ expiresOn: null, endsOn: '2027-12-01', startsOn: '2027-06-01' })
      expect(await proposeOn(position.positionId, later(89))).toMatchObject({ proposed: 0 })
      expect(await proposeMatches(worker(later(89)), { newcomerId: newcomer.newcomerId })).toMatchObject({
        proposed: 0,
      })
      expect(await proposeOn(position.positionId, later(92))).toMatchObject({ proposed: 1 })
    }
  })

  test('Dutch that lessons make likely is proposed as expected, not tested', async () => {
    await alone()
    const course = {
      skills: ['speaking' as const],
      hoursPerWeek: 20,
      startsOn: '2026-10-01',
      endsOn: null,
      attendance: 1,
      learnerProfile: 'fast' as const,
    }
    const { newcomerId } = await aReadyNewcomer(home.db, { languages: dutchAt('A1'), courses: [course] })
    const { positionId } = await aPosition(home.db)
    await proposeOn(positionId)
    expect((await pairOf(newcomerId, positionId))[0]?.expectedLevel).toBe('speaking:A2')
  })
})

describe('the coach', () => {
  test('shortlists within the own caseload, on the version that was seen', async () => {
    await alone()
    const { proposalId, coach, newcomer, position } = await aProposal(home.db)
    const stranger = await anAccount(home.db, { role: 'coach' })
    const input = { proposalId, version: 1 }
    expect(await codeOf(shortlistProposal(ctxOf(home.db, stranger), input))).toBe('not-found')
    expect(await codeOf(proposalForCoach(ctxOf(home.db, stranger), proposalId))).toBe('not-found')
    expect(await codeOf(shortlistProposal(ctxOf(home.db, position.employer), input))).toBe('forbidden')
    expect(await codeOf(shortlistProposal(ctxOf(home.db, newcomer.actor), input))).toBe('forbidden')
    expect(await codeOf(shortlistProposal(ctxOf(home.db, coach), { proposalId, version: 2 }))).toBe('stale')
    expect(await codeOf(shortlistProposal(ctxOf(home.db, coach), input))).toBe('ok')
    expect(await codeOf(shortlistProposal(ctxOf(home.db, coach), { proposalId, version: 2 }))).toBe('stale')
    const seen = await proposalForCoach(ctxOf(home.db, coach), proposalId)
    expect(seen).toMatchObject({ state: 'shortlisted', answerDueOn: '2026-12-07', newcomerName: 'Samira Tester' })
    expect(seen.history.map((row) => row.step)).toEqual(['shortlist'])
    expect(await eventsAbout(home.db, proposalId, 'proposal.shortlisted')).toHaveLength(1)
  })

  test('sets aside with a reason and takes back', async () => {
    const { proposalId, coach } = await aProposal(home.db, { state: 'shortlisted' })
    const ctx = ctxOf(home.db, coach)
    await setAsideProposal(ctx, { proposalId, reason: 'timing' })
    expect(await stateOf(home.db, proposalId)).toBe('set-aside')
    expect(await eventsAbout(home.db, proposalId, 'proposal.ended')).toHaveLength(1)
    await takeBackProposal(ctxOf(home.db, coach, later(1)), { proposalId })
    expect(await stateOf(home.db, proposalId)).toBe('proposed')
    expect(await codeOf(takeBackProposal(ctx, { proposalId }))).toBe('stale')
    expect(await stepsOf(home.db, proposalId)).toEqual([
      'shortlisted>set-aside>set-aside by coach',
      'set-aside>take-back>proposed by coach',
    ])
  })

  test('cannot take back what has a newer open proposal, nor set aside a yes', async () => {
    const old = await aProposal(home.db, { state: 'set-aside' })
    await aProposal(home.db, { newcomer: old.newcomer, position: old.position })
    expect(await codeOf(takeBackProposal(ctxOf(home.db, old.coach), old))).toBe('stale')
    const yes = await aProposal(home.db, { state: 'consented' })
    const input = { proposalId: yes.proposalId, reason: 'timing' as const }
    expect(await codeOf(setAsideProposal(ctxOf(home.db, yes.coach), input))).toBe('stale')
  })

  test('lists the own caseload by state, order and page', async () => {
    const coach = await anAccount(home.db, { role: 'coach' })
    const newcomer = await aReadyNewcomer(home.db, { coach })
    for (const score of [300, 900, 600]) await aProposal(home.db, { newcomer, score })
    await aProposal(home.db, { newcomer, state: 'refused' })
    const open = await proposalsForCoach(ctxOf(home.db, coach), { page: 'x' })
    expect(open).toMatchObject({ total: 3, page: 1, pages: 1 })
    expect(open.rows.map((row) => row.score)).toEqual([900, 600, 300])
    expect(open.rows[0]?.steps).toEqual(['set-aside', 'shortlist'])
    expect((await proposalsForCoach(ctxOf(home.db, coach), { state: 'refused' })).total).toBe(1)
    expect(await codeOf(proposalsForCoach(ctxOf(home.db, newcomer.actor)))).toBe('forbidden')
  })

  test('hears why not, and who is one thing away', async () => {
    await alone()
    const { newcomerId, coach } = await aReadyNewcomer(home.db, { maxTravelMinutes: 1 })
    const { positionId } = await aPosition(home.db)
    const why = await whyNot(ctxOf(home.db, coach), { newcomerId, positionId })
    expect(why).toMatchObject({ answer: 'not-eligible', missed: ['travel'] })
    const [near] = await nearMisses(ctxOf(home.db, coach), positionId)
    expect(near).toMatchObject({ newcomerId })
    const stranger = await anAccount(home.db, { role: 'coach' })
    expect(await codeOf(whyNot(ctxOf(home.db, stranger), { newcomerId, positionId }))).toBe('not-found')
    expect(await nearMisses(ctxOf(home.db, stranger), positionId)).toEqual([])
  })
})

describe('expiry', () => {
  test('what nobody answered expires the day after the due day, once', async () => {
    const waits = await aProposal(home.db, { state: 'shortlisted', answerDueOn: '2026-12-07' })
    const yes = await aProposal(home.db, { state: 'accepted' })
    await expireProposals(worker(new Date('2026-12-07T12:00:00Z')))
    expect(await stateOf(home.db, waits.proposalId)).toBe('shortlisted')
    await Promise.all([1, 2].map(() => expireProposals(worker(new Date('2026-12-08T12:00:00Z')))))
    expect(await stateOf(home.db, waits.proposalId)).toBe('expired')
    expect(await eventsAbout(home.db, waits.proposalId, 'proposal.ended')).toHaveLength(1)
    expect(await stateOf(home.db, yes.proposalId)).toBe('accepted')
    await home.db.update(consents).set({ expiresOn: '2026-12-01' }).where(eq(consents.proposalId, yes.proposalId))
    await expireProposals(worker(new Date('2026-12-08T12:00:00Z')))
    expect(await stateOf(home.db, yes.proposalId)).toBe('expired')
  })
})
