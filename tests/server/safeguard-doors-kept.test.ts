import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { once } from '#server/accounts/once.ts'
import { cancelPlacement } from '#server/placements/cancel-placement.ts'
import { extendPlacement } from '#server/placements/extend-placement.ts'
import { type StartedPlacement, startPlacement } from '#server/placements/start-placement.ts'
import { WORKER } from '#server/platform/context.ts'
import { askStartDecision } from '#server/positions/ask-start-decision.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { decideStart } from '#server/positions/decide-start.ts'
import { pausePosition } from '#server/positions/pause-position.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { lastToldOf } from '#server/positions/reads-standing.ts'
import { latestStartVerdictOf, startsAwaitingDecision } from '#server/positions/reads-start-decisions.ts'
import { latestVerdictOf } from '#server/positions/reads-verdicts.ts'
import { resumePosition } from '#server/positions/resume-position.ts'
import { eraseMe } from '#server/privacy/erase-newcomer.ts'
import { addProposal } from '#server/proposals/add-proposal.ts'
import { restoreProposals } from '#server/proposals/restore-proposals.ts'
import { setAsideProposal } from '#server/proposals/set-aside-proposal.ts'
import { supersedeProposals } from '#server/proposals/supersede-proposals.ts'
import { takeBackProposal } from '#server/proposals/take-back-proposal.ts'
import { type Doors, doorsOn, later, terms } from '#tests/make/doors.ts'
import { anAcceptedProposal, aRunningPlacement } from '#tests/make/placed.ts'
import { aProposal, aReadyNewcomer, stateOf } from '#tests/make/proposals.ts'
import { unpaidForm } from '#tests/make/publishing.ts'
import { anAccount, anEmployer, aPosition, TODAY } from '#tests/make/rooms.ts'
import { aPlaceWorthALook } from '#tests/make/worth-a-look.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** Behind every door lies the answer on which it opened, and behind a start that was refused the one on which it did not. */
let home: Awaited<ReturnType<typeof aDatabase>>
let doors: Doors
beforeAll(async () => {
  home = await aDatabase()
  doors = doorsOn(home.db)
})
afterAll(() => home.close())
beforeEach(() => doors.clear())

const shapeOf = async (positionId: string) =>
  (await doors.keptOf(positionId)).map(({ moment, kind, newcomerId }) => ({ moment, kind, newcomerId }))

test('resume: the answer is kept, and the approval of what did not change stays', async () => {
  const owner = await anEmployer(home.db)
  const officer = await anAccount(home.db, { role: 'officer' })
  const asked = await publishPosition(doors.ctx(owner.actor), unpaidForm(owner.establishmentId))
  if (!asked.ok) throw new Error('blocked')
  const { positionId } = asked
  await decidePosition(doors.ctx(officer), { positionId, outcome: 'approved', motivation: 'In orde' })
  const approved = await latestVerdictOf(home.db, positionId)
  await pausePosition(doors.ctx(owner.actor, later(1)), { positionId })
  expect(await resumePosition(doors.ctx(owner.actor, later(2)), { positionId })).toMatchObject({ ok: true })

  const kept = await doors.keptOf(positionId)
  expect(kept.map(({ moment, kind }) => [moment, kind])).toEqual([
    ['publish', 'taken'],
    ['publish', 'again'],
  ])
  expect(kept[1]?.askedAt).toEqual(later(2))
  expect(Object.keys(kept[1]?.inputs ?? {}).length).toBeGreaterThan(5)
  expect(kept[1]?.reasons.some((one) => one.approved)).toBe(true)
  expect((await latestVerdictOf(home.db, positionId))?.id).toBe(approved?.id)
  expect((await positionFactsOf(home.db, [positionId], TODAY))[0]?.safeguard).not.toBe('human')
})

describe('a proposal that comes back or beside', () => {
  const propose = (newcomerId: string) => [{ moment: 'propose', kind: 'taken', newcomerId }]

  test('add', async () => {
    const { newcomerId, positionId, ctx, insteadOf } = await aPlaceWorthALook(home.db)
    await addProposal(ctx, { newcomerId, positionId, insteadOf })
    expect(await shapeOf(positionId)).toEqual(propose(newcomerId))
  })

  test('take back', async () => {
    const { proposalId, newcomer, coach, position } = await aProposal(home.db)
    await setAsideProposal(doors.ctx(coach), { proposalId, reason: 'mistake' })
    expect(await shapeOf(position.positionId)).toEqual([])
    await takeBackProposal(doors.ctx(coach), { proposalId })
    expect(await shapeOf(position.positionId)).toEqual(propose(newcomer.newcomerId))
  })

  test('restore', async () => {
    const newcomer = await aReadyNewcomer(home.db)
    const { newcomerId, coach } = newcomer
    const other = await aProposal(home.db, { newcomer, state: 'shortlisted' })
    const { proposalId } = await aProposal(home.db, { newcomer, state: 'accepted' })
    const started = await startPlacement(doors.ctx(coach), { proposalId, ...terms })
    if (!started.ok) throw new Error('held up')
    await supersedeProposals(doors.ctx(WORKER), { placementId: started.placementId })
    await cancelPlacement(doors.ctx(coach), { placementId: started.placementId })
    expect(await restoreProposals(doors.ctx(WORKER), { placementId: started.placementId })).toEqual({ restored: 1 })
    expect(await shapeOf(other.position.positionId)).toEqual(propose(newcomerId))
  })
})

test('the answer about somebody who was erased is none about the place', async () => {
  const { proposalId, newcomer, coach, position } = await aProposal(home.db)
  const { positionId } = position
  await setAsideProposal(doors.ctx(coach), { proposalId, reason: 'mistake' })
  await takeBackProposal(doors.ctx(coach), { proposalId })
  await eraseMe(doors.ctx(newcomer.actor))
  expect(await shapeOf(positionId)).toMatchObject([{ newcomerId: null }])
  expect((await lastToldOf(home.db, [positionId])).size).toBe(0)
})

describe('the days of a start and of a longer term', () => {
  test('a start keeps the days that were asked about, not those of the advert', async () => {
    const position = await aPosition(home.db)
    const { proposalId, coach } = await aProposal(home.db, { position, state: 'accepted' })
    const days = { startsOn: '2026-12-14', endsOn: '2027-03-05' }
    expect(await startPlacement(doors.ctx(coach), { proposalId, ...terms, ...days })).toMatchObject({ ok: true })
    expect((await doors.keptOf(position.positionId)).map(({ judged }) => judged)).toMatchObject([days])
  })

  test('a longer term as well', async () => {
    const { placementId, coach, position } = await aRunningPlacement(home.db)
    const days = { startsOn: '2026-10-05', endsOn: '2027-01-29' }
    const until = { placementId, endsOn: days.endsOn, extension: null }
    expect(await extendPlacement(doors.ctx(coach), until)).toMatchObject({ ok: true })
    const kept = await doors.keptOf(position.positionId)
    expect(kept).toMatchObject([{ moment: 'extend', kind: 'taken', judged: days }])
  })
})

describe('a start that is refused', () => {
  test('keeps its answer through the form that rolls back, once for the same question', async () => {
    const { position } = await doors.aStruckPosition()
    const { proposalId, newcomer, coach } = await aProposal(home.db, { position, state: 'accepted' })
    const start = (now = later(0), over = {}) => {
      const form = { key: crypto.randomUUID(), route: '/coach', body: {} }
      return once<StartedPlacement>(doors.ctx(coach, now), form, async (inside) => {
        const started = await startPlacement(inside, { proposalId, ...terms, ...over })
        return started.ok ? { answer: {} } : { again: started }
      })
    }
    expect(await start()).toMatchObject({ again: { ok: false } })
    expect(await start()).toMatchObject({ again: { ok: false } })
    const kept = await doors.keptOf(position.positionId)
    expect(kept).toMatchObject([
      {
        moment: 'start',
        kind: 'refused',
        outcome: 'block',
        newcomerId: newcomer.newcomerId,
        judged: { startsOn: terms.startsOn, endsOn: terms.endsOn },
      },
    ])
    expect(kept[0]?.inputs).toHaveProperty('DSP-12')
    await start(later(0), { endsOn: '2027-05-28' })
    expect(await shapeOf(position.positionId)).toHaveLength(2)
    expect(await doors.placementsAt(position.positionId)).toEqual([])
    expect(await stateOf(home.db, proposalId)).toBe('accepted')
  })

  test('asks nobody anything, and takes no approval away from the question that was', async () => {
    const given = { position: { type: 'WORK_EXPERIENCE', hourlyWageCents: null } } as const
    const { proposalId, coach, newcomer, position } = await anAcceptedProposal(home.db, given)
    const pair = { newcomerId: newcomer.newcomerId, positionId: position.positionId }
    const officer = await anAccount(home.db, { role: 'officer' })
    const start = { proposalId, ...terms, endsOn: '2027-05-28' }
    expect(await startPlacement(doors.ctx(coach), start)).toMatchObject({ ok: false, verdict: { outcome: 'human' } })
    expect(await latestStartVerdictOf(home.db, pair)).toBeNull()
    expect(await startsAwaitingDecision(doors.ctx(officer))).toEqual([])

    const { verdictId } = await askStartDecision(doors.ctx(coach), start)
    await decideStart(doors.ctx(officer), { verdictId, outcome: 'approved', motivation: 'Gezien' })
    const other = { ...start, endsOn: '2027-05-31' }
    expect(await startPlacement(doors.ctx(coach, later(1)), other)).toMatchObject({ ok: false })
    expect((await latestStartVerdictOf(home.db, pair))?.id).toBe(verdictId)
    expect(await startPlacement(doors.ctx(coach, later(2)), start)).toMatchObject({ ok: true })
    expect((await shapeOf(position.positionId)).map(({ kind }) => kind)).toEqual([
      'refused',
      'taken',
      'refused',
      'taken',
    ])
  })

  test('and so does a longer term that is refused', async () => {
    const given = { position: { type: 'WORK_EXPERIENCE', hourlyWageCents: null } } as const
    const { placementId, coach, position, newcomer } = await aRunningPlacement(home.db, given)
    const longer = { placementId, endsOn: '2027-09-30', extension: null }
    expect(await extendPlacement(doors.ctx(coach), longer)).toMatchObject({ ok: false })
    expect(await doors.keptOf(position.positionId)).toMatchObject([
      { moment: 'extend', kind: 'refused', newcomerId: newcomer.newcomerId, judged: { endsOn: '2027-09-30' } },
    ])
  })
})
