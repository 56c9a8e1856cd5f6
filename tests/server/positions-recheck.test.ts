import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { signals } from '#db/schema/monitoring.ts'
import { placements } from '#db/schema/placements.ts'
import { positions, positionVerdicts } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { positionSearch } from '#db/schema/search.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { WORKER } from '#server/platform/context.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { decideStanding } from '#server/positions/decide-standing.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { standingAwaitingDecision, standingOf } from '#server/positions/reads-standing.ts'
import { recheckPositions } from '#server/positions/recheck-positions.ts'
import { resumePosition } from '#server/positions/resume-position.ts'
import { tellEndingTerms } from '#server/positions/tell-ending-terms.ts'
import { indexPositions } from '#server/search/index-positions.ts'
import { aProposal, codeOf } from '#tests/make/proposals.ts'
import { aPublishingDesk, type PublishingDesk } from '#tests/make/publishing.ts'
import { aPosition, NOW, TODAY } from '#tests/make/rooms.ts'

let desk: PublishingDesk
beforeAll(async () => {
  desk = await aPublishingDesk()
})
afterAll(() => desk.home.close())
beforeEach(async () => {
  await desk.home.db.update(positions).set({ state: 'closed' })
  await desk.renew()
})

const worker = () => desk.ctx(WORKER)
const fact = (given: object) =>
  recordStaffingFact(desk.ctx(), { establishmentId: desk.employer.establishmentId, ...given } as never)
const contractEnds = () => fact({ kind: 'contract-ended', reason: 'not-renewed', happenedOn: '2026-03-14' })
const strikes = () => fact({ kind: 'industrial-action', happenedOn: TODAY })
const unpaidPlace = () =>
  aPosition(desk.home.db, { employer: desk.employer, type: 'WORK_EXPERIENCE', hourlyWageCents: null })
const pausedBySignal = () =>
  desk.home.db.insert(signals).values({
    id: crypto.randomUUID(),
    subject: 'establishment',
    subjectId: desk.employer.establishmentId,
    employerId: desk.employer.employerId,
    establishmentId: desk.employer.establishmentId,
    monitor: 'MON-01',
    outcome: 'block',
    code: 'unpaid-in-a-row',
    params: {},
    policyVersion: 'test',
    pauses: true,
    firstSeenOn: TODAY,
    lastSeenOn: TODAY,
    answerDueOn: '2026-12-10',
    state: 'new',
  })
const placementsAt = (positionId: string) =>
  desk.home.db.select().from(placements).where(eq(placements.positionId, positionId))
const indexed = async (positionId: string) => {
  await indexPositions(worker(), { positionIds: [positionId] }, null)
  const rows = await desk.home.db.select().from(positionSearch).where(eq(positionSearch.positionId, positionId))
  return rows.length
}
const told = async (positionId: string, name: string) =>
  (await desk.eventsOf(positionId)).filter((one) => one === name).length

describe('what is blocked since it came on the site', () => {
  test.each([
    ['a staffing fact', contractEnds],
    ['the pause of a signal', pausedBySignal],
  ])('%s takes it off the site and out of the index, once, and only asked again it comes back', async (_, happens) => {
    const { positionId } = await unpaidPlace()
    expect(await indexed(positionId)).toBe(1)
    await happens()
    expect(await recheckPositions(worker(), [positionId])).toEqual({ withheld: 1, heldUp: 0 })
    expect(await recheckPositions(worker())).toEqual({ withheld: 0, heldUp: 0 })
    expect(await desk.stateOf(positionId)).toBe('paused')
    expect(await desk.logOf(positionId)).toEqual(['pause: published > paused by worker'])
    expect(await told(positionId, 'position.withheld')).toBe(1)
    expect(await desk.eventsOf(positionId)).toContain('position.updated')
    expect(await indexed(positionId)).toBe(0)
    const standing = await standingOf(desk.ctx(), positionId)
    expect(standing?.kind).toBe('withheld')
    expect(standing?.reasons.some(({ outcome }) => outcome === 'block')).toBe(true)
    expect(await resumePosition(desk.ctx(), { positionId })).toMatchObject({ ok: false })
    expect(await desk.stateOf(positionId)).toBe('paused')
  })

  test('when the pause ends, resuming asks again', async () => {
    const { positionId } = await unpaidPlace()
    await pausedBySignal()
    await recheckPositions(worker())
    await desk.home.db
      .update(signals)
      .set({ state: 'closed', closedBy: desk.officer.accountId, closedAt: NOW })
      .where(eq(signals.establishmentId, desk.employer.establishmentId))
    expect(await resumePosition(desk.ctx(), { positionId })).toMatchObject({ ok: true })
  })

  test('candidates wait and a placement runs on', async () => {
    const position = await unpaidPlace()
    const { proposalId } = await aProposal(desk.home.db, { position, state: 'shortlisted' })
    const other = await aProposal(desk.home.db, { position, state: 'placed' })
    await desk.home.db.insert(placements).values({
      id: crypto.randomUUID(),
      proposalId: other.proposalId,
      newcomerId: other.newcomer.newcomerId,
      positionId: position.positionId,
      state: 'active',
      seat: 1,
      startsOn: '2026-11-09',
      endsOn: '2027-01-29',
      mentor: 'Anneke',
      learningGoals: [],
      createdAt: NOW,
      stateSince: NOW,
    })
    const before = await placementsAt(position.positionId)
    expect(before).toHaveLength(1)
    await contractEnds()
    await recheckPositions(worker())
    const [row] = await desk.home.db.select().from(proposals).where(eq(proposals.id, proposalId))
    expect(row?.state).toBe('shortlisted')
    expect(await desk.stateOf(position.positionId)).toBe('paused')
    expect(await placementsAt(position.positionId)).toEqual(before)
  })

  test('only a worker asks again', async () => {
    expect(await codeOf(recheckPositions(desk.ctx()))).toBe('forbidden')
    expect(await codeOf(tellEndingTerms(desk.ctx()))).toBe('forbidden')
  })
})

describe('what stays on the site and is not proposed', () => {
  test('a strike leaves it there and tells the employer once; no officer can decide it (ruling 8)', async () => {
    const { positionId } = await aPosition(desk.home.db, { employer: desk.employer })
    await recheckPositions(worker())
    await strikes()
    expect(await recheckPositions(worker(), [positionId])).toEqual({ withheld: 0, heldUp: 1 })
    expect(await recheckPositions(worker(), [positionId])).toEqual({ withheld: 0, heldUp: 0 })
    expect(await desk.stateOf(positionId)).toBe('published')
    expect((await standingOf(desk.ctx(), positionId))?.kind).toBe('blocked')
    expect(await told(positionId, 'position.decision-asked')).toBe(0)
    expect(await standingAwaitingDecision(desk.ctx(desk.officer))).toEqual([])
    expect((await positionFactsOf(desk.home.db, [positionId], TODAY))[0]?.safeguard).toBe('block')
  })

  test('unanswered questions are the employer’s: told with their number', async () => {
    const { positionId } = await unpaidPlace()
    expect(await recheckPositions(worker(), [positionId])).toEqual({ withheld: 0, heldUp: 1 })
    const standing = await standingOf(desk.ctx(), positionId)
    expect(standing?.unanswered).toBeGreaterThan(0)
    expect(await told(positionId, 'position.held-up')).toBe(1)
    const rows = await desk.home.db
      .select()
      .from(positionVerdicts)
      .where(and(eq(positionVerdicts.positionId, positionId), isNull(positionVerdicts.newcomerId)))
    expect(rows.map(({ moment, outcome }) => [moment, outcome])).toEqual([['propose', 'human']])
  })

  test('where a person has to decide it stands before the officer; approved it is proposed, rejected it is paused', async () => {
    for (const outcome of ['approved', 'rejected'] as const) {
      await desk.home.db.update(positions).set({ state: 'closed' })
      const { positionId } = await unpaidPlace()
      await recheckPositions(worker())
      const [waiting, ...others] = await standingAwaitingDecision(desk.ctx(desk.officer))
      if (!waiting) throw new Error(JSON.stringify(await standingOf(desk.ctx(), positionId)))
      expect(others).toEqual([])
      expect(waiting.positionId).toBe(positionId)
      expect(await told(positionId, 'position.decision-asked')).toBe(1)
      const decision = { verdictId: waiting.verdictId, outcome, motivation: 'Gezien', validUntil: null }
      expect(await codeOf(decideStanding(desk.ctx(), decision))).toBe('forbidden')
      await decideStanding(desk.ctx(desk.officer), decision)
      expect(await codeOf(decideStanding(desk.ctx(desk.officer), decision))).toBe('stale')
      expect(await standingAwaitingDecision(desk.ctx(desk.officer))).toEqual([])
      expect(await desk.stateOf(positionId)).toBe(outcome === 'approved' ? 'published' : 'paused')
      if (outcome === 'rejected') continue
      expect((await positionFactsOf(desk.home.db, [positionId], TODAY))[0]?.safeguard).not.toBe('human')
      expect((await recheckPositions(worker())).heldUp).toBe(0)
      expect((await positionFactsOf(desk.home.db, [positionId], TODAY))[0]?.safeguard).not.toBe('human')
      expect(await standingOf(desk.ctx(), positionId)).toBeNull()
    }
  })
})

test('an approval that ends within 14 days is told once', async () => {
  const near = await desk.published(desk.unpaid())
  const far = await desk.published(desk.unpaid({ title: 'Een andere plek' }))
  for (const [{ positionId }, validUntil] of [
    [near, '2026-12-07'],
    [far, '2026-12-08'],
  ] as const)
    await decidePosition(desk.ctx(desk.officer), { positionId, outcome: 'approved', motivation: 'In orde', validUntil })
  await tellEndingTerms(worker())
  await tellEndingTerms(worker())
  expect([await told(near.positionId, 'approval.ending'), await told(far.positionId, 'approval.ending')]).toEqual([
    1, 0,
  ])
})
