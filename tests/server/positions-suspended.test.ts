import { randomBytes } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loginChallenges } from '#db/schema/accounts.ts'
import { positionLog, positions } from '#db/schema/positions.ts'
import { positionSearch } from '#db/schema/search.ts'
import { judgeOrganisation } from '#server/accounts/judge-organisation.ts'
import { openSession } from '#server/accounts/open-session.ts'
import { accountOfSession } from '#server/accounts/reads.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { dbOfActor, dbOfVisitor } from '#server/platform/bound-db.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { expirePositions } from '#server/positions/expire-positions.ts'
import { movePosition } from '#server/positions/move-position.ts'
import { pausePosition } from '#server/positions/pause-position.ts'
import { publicPosition } from '#server/positions/reads-public.ts'
import { takenOffOf, withheldAmong } from '#server/positions/reads-withheld.ts'
import { recheckPositions } from '#server/positions/recheck-positions.ts'
import { addProposal } from '#server/proposals/add-proposal.ts'
import { proposalForCoach, proposalsForNewcomer } from '#server/proposals/reads.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { indexPositions } from '#server/search/index-positions.ts'
import { aProposal, codeOf } from '#tests/make/proposals.ts'
import { aPublishingDesk, type PublishingDesk } from '#tests/make/publishing.ts'
import { AMERSFOORT } from '#tests/make/reference.ts'
import { anAccount, aPosition, NOW, TODAY } from '#tests/make/rooms.ts'
import { aHalfSession, aSigner } from '#tests/make/sign-ins.ts'
import { aPlaceWorthALook } from '#tests/make/worth-a-look.ts'

let desk: PublishingDesk
let platform: Actor
let manager: Actor
beforeAll(async () => {
  desk = await aPublishingDesk()
  platform = await anAccount(desk.home.db, { role: 'platform' })
  manager = await anAccount(desk.home.db, { role: 'municipality' })
})
afterAll(() => desk.home.close())
beforeEach(() => desk.renew())

const boundTo = (actor: Actor) => ({ actor, now: NOW, db: dbOfActor(desk.home.db, actor, NOW) })
const judge = (state: 'active' | 'suspended', actor = platform, employerId: string | null = desk.employer.employerId) =>
  judgeOrganisation(boundTo(actor), {
    employerId,
    municipalityCode: null,
    state,
    reason: 'Gecontroleerd',
  })
const rowOf = async (id: string) => {
  const [row] = await desk.home.db.select().from(positions).where(eq(positions.id, id))
  return row
}
const worker = () => desk.ctx(WORKER)
const isIndexed = async (positionId: string) => {
  await indexPositions(worker(), { positionIds: [positionId] }, null)
  return (await desk.home.db.$count(positionSearch, eq(positionSearch.positionId, positionId))) > 0
}
const isPublic = async (code: string) => (await publicPosition(dbOfVisitor(desk.home.db, NOW), code, TODAY)) !== null

describe('the places of an employer that is suspended', () => {
  test.each(['platform', 'manager'] as const)('go off the site at once and come back as they were: %s', async (who) => {
    const actor = who === 'platform' ? platform : manager
    const { positionId, code } = await aPosition(desk.home.db, { employer: desk.employer })
    const before = await rowOf(positionId)
    expect([await isPublic(code), await isIndexed(positionId)]).toEqual([true, true])
    await judge('suspended', actor)
    // Before any worker ran.
    expect(await isPublic(code)).toBe(false)
    expect(await desk.eventsOf(positionId)).toEqual(['position.updated'])
    expect(await recheckPositions(worker(), [positionId])).toEqual({ withheld: 1, heldUp: 0 })
    expect(await recheckPositions(worker(), [positionId])).toEqual({ withheld: 0, heldUp: 0 })
    expect([await desk.stateOf(positionId), await isIndexed(positionId)]).toEqual(['paused', false])
    expect(await desk.logOf(positionId)).toEqual(['pause: published > paused by worker'])

    await judge('active', actor)
    await recheckPositions(worker(), [positionId])
    expect(await rowOf(positionId)).toEqual({
      ...before,
      version: (before?.version ?? 0) + 2,
      updatedAt: expect.any(Date),
    })
    expect([await isPublic(code), await isIndexed(positionId)]).toEqual([true, true])
    expect(await desk.logOf(positionId)).toContain('resume: paused > published by worker')
  })

  test('take no candidate further, also those that the employer had paused; and what it paused stays paused', async () => {
    const position = await aPosition(desk.home.db, { employer: desk.employer })
    const { positionId } = position
    const shown = await aProposal(desk.home.db, { position, state: 'shortlisted' })
    const agreed = await aProposal(desk.home.db, { position, state: 'accepted' })
    await pausePosition(desk.ctx(), { positionId })
    const canSayYes = async () =>
      (await proposalsForNewcomer(desk.ctx(shown.newcomer.actor))).some(({ steps }) => steps.includes('consent'))
    expect(await canSayYes()).toBe(true)
    await judge('suspended')
    await recheckPositions(worker())
    expect([...(await withheldAmong(desk.home.db, [positionId], TODAY))]).toEqual([positionId])
    expect(await canSayYes()).toBe(false)
    const start = { proposalId: agreed.proposalId, startsOn: '2026-12-07', endsOn: null, mentor: 'Anneke' }
    const started = () => startPlacement(desk.ctx(agreed.coach), { ...start, learningGoals: ['Brood bakken'] })
    expect(await codeOf(started())).toBe('safeguard-blocks')
    await judge('active')
    await recheckPositions(worker())
    expect(await desk.stateOf(positionId)).toBe('paused')
    expect(await canSayYes()).toBe(true)
    expect(await started()).toMatchObject({ ok: true })
  })

  test('are put to nobody from that moment, and the coach reads why', async () => {
    const position = await aPosition(desk.home.db, { employer: desk.employer })
    const { proposalId, coach } = await aProposal(desk.home.db, { position })
    const bound = boundTo(coach)
    const seen = async () => {
      const { employerStands, steps } = await proposalForCoach(bound, proposalId)
      return { employerStands, canShortlist: steps.includes('shortlist') }
    }
    const shortlist = () => codeOf(shortlistProposal(bound, { proposalId, version: 1 }))
    expect(await seen()).toEqual({ employerStands: true, canShortlist: true })
    await judge('suspended')
    expect(await seen()).toEqual({ employerStands: false, canShortlist: false })
    expect(await shortlist()).toBe('stale')
    await judge('active')
    expect(await shortlist()).toBe('ok')
    const other = await aPlaceWorthALook(desk.home.db)
    const { employerId } = other.employer
    await judge('suspended', platform, employerId)
    expect(await codeOf(addProposal(other.ctx, other))).toBe('stale')
    await judge('active', platform, employerId)
    expect(await codeOf(addProposal(other.ctx, other))).toBe('ok')
  })

  test('come back only where the suspension took them off, and what ended meanwhile is held against nobody', async () => {
    const withheld = await aPosition(desk.home.db, { employer: desk.employer })
    const row = await rowOf(withheld.positionId)
    if (!row) throw new Error('no such position')
    await desk.home.db.transaction((tx) =>
      movePosition(tx, worker(), 'pause', row, {}, [{ code: 'industrial-action', params: {} }]),
    )
    const over = await aPosition(desk.home.db, { employer: desk.employer })
    await judge('suspended')
    await recheckPositions(worker())
    const later = new Date('2027-12-01T09:00:00Z')
    await expirePositions(desk.ctx(WORKER, later))
    const ids = [withheld.positionId, over.positionId]
    expect(await takenOffOf(desk.home.db, ids)).toEqual(new Map(ids.map((id) => [id, 'officer'])))
    await judge('active')
    await recheckPositions(worker())
    expect(await desk.stateOf(over.positionId)).toBe('expired')
    expect(await takenOffOf(desk.home.db, ids)).toEqual(new Map([[withheld.positionId, 'worker']]))
  })

  test('and are blocked by then come back for nobody, not for a moment: who took them off is clear', async () => {
    const place = { employer: desk.employer, type: 'WORK_EXPERIENCE', hourlyWageCents: null } as const
    const { positionId } = await aPosition(desk.home.db, place)
    await judge('suspended')
    await recheckPositions(worker(), [positionId])
    await recordStaffingFact(desk.ctx(), {
      establishmentId: desk.employer.establishmentId,
      kind: 'contract-ended',
      reason: 'not-renewed',
      happenedOn: '2026-03-14',
    })
    await judge('active')
    // A later moment than that of the suspension, as always but in tests.
    const later = desk.ctx(WORKER, new Date(NOW.getTime() + 3_600_000))
    expect(await recheckPositions(later, [positionId])).toEqual({ withheld: 1, heldUp: 0 })
    expect(await desk.stateOf(positionId)).toBe('paused')
    const steps = await desk.home.db
      .select({ step: positionLog.step, turn: sql<string>`${positionLog}.xmin::text` })
      .from(positionLog)
      .where(and(eq(positionLog.positionId, positionId), eq(positionLog.at, later.now)))
    expect(steps.map(({ step }) => step).sort()).toEqual(['pause', 'resume'])
    expect(new Set(steps.map(({ turn }) => turn)).size).toBe(1)
    // In whatever order the two steps of one moment are stored.
    for (const step of ['pause', 'resume'] as const) {
      const one = and(eq(positionLog.positionId, positionId), eq(positionLog.step, step), eq(positionLog.at, later.now))
      const [row] = await desk.home.db.delete(positionLog).where(one).returning()
      if (row) await desk.home.db.insert(positionLog).values(row)
      expect(await takenOffOf(desk.home.db, [positionId])).toEqual(new Map([[positionId, 'worker']]))
    }
    expect(await recheckPositions(later, [positionId])).toEqual({ withheld: 0, heldUp: 0 })
  })

  test('show its people nothing: their sessions end, and the next one is not theirs', async () => {
    const { employerId } = desk.employer
    const one = await aSigner(desk.home.db, 'employer', { employerId })
    const { token } = await aHalfSession(desk.home.db, one, NOW)
    await judge('suspended')
    expect(await accountOfSession(desk.home.db, token, NOW)).toBeNull()
    const { token: next } = await desk.home.db.transaction((tx) =>
      openSession(tx, one, null, NOW, { aal: 1, amr: ['code'] }),
    )
    expect(await accountOfSession(desk.home.db, next, NOW)).toBeNull()
  })

  test('nor do those of a municipality that is suspended come in', async () => {
    const one = await aSigner(desk.home.db, 'coach', { municipalityCode: AMERSFOORT })
    const { token } = await aHalfSession(desk.home.db, one, NOW)
    const town = { employerId: null, municipalityCode: AMERSFOORT, reason: 'Gecontroleerd' }
    await judgeOrganisation(boundTo(platform), { ...town, state: 'suspended' })
    const { token: next } = await desk.home.db.transaction((tx) =>
      openSession(tx, one, null, NOW, { aal: 1, amr: ['code'] }),
    )
    for (const held of [token, next]) expect(await accountOfSession(desk.home.db, held, NOW)).toBeNull()
    await judgeOrganisation(boundTo(platform), { ...town, state: 'active' })
    expect(await accountOfSession(desk.home.db, token, NOW)).toBeNull()
    expect(await accountOfSession(desk.home.db, next, NOW)).toMatchObject({ accountId: one.id })
  })

  test('and what was under way before is over also when they take part again', async () => {
    const one = await aSigner(desk.home.db, 'employer', { employerId: desk.employer.employerId })
    const { token } = await aHalfSession(desk.home.db, one, NOW)
    const [challenge] = await desk.home.db
      .insert(loginChallenges)
      .values({
        accountId: one.id,
        bindHash: randomBytes(32),
        codeMac: randomBytes(32),
        createdAt: NOW,
        expiresAt: new Date(NOW.getTime() + 600_000),
      })
      .returning()
    await judge('suspended')
    await judge('active')
    expect(await accountOfSession(desk.home.db, token, NOW)).toBeNull()
    const [mailed] = await desk.home.db
      .select()
      .from(loginChallenges)
      .where(eq(loginChallenges.id, challenge?.id ?? ''))
    expect(mailed?.usedAt).toEqual(NOW)
    const { me } = await aHalfSession(desk.home.db, one, NOW)
    expect(me.accountId).toBe(one.id)
  })

  test('come on the site by no approval, until the employer takes part again', async () => {
    const { positionId } = await desk.published(desk.unpaid())
    const yes = { positionId, outcome: 'approved', motivation: 'In orde.' } as const
    await judge('suspended')
    expect(await codeOf(decidePosition(boundTo(desk.officer), yes))).toBe('stale')
    await judge('active')
    expect(await codeOf(decidePosition(desk.ctx(desk.officer), yes))).toBe('ok')
    expect(await desk.stateOf(positionId)).toBe('published')
  })
})
