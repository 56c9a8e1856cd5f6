import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { signals } from '#db/schema/monitoring.ts'
import { positionLog, positions } from '#db/schema/positions.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { WORKER } from '#server/platform/context.ts'
import { decideStanding } from '#server/positions/decide-standing.ts'
import { pausePosition } from '#server/positions/pause-position.ts'
import { standingAwaitingDecision } from '#server/positions/reads-standing.ts'
import { recheckPositions } from '#server/positions/recheck-positions.ts'
import { resumePosition } from '#server/positions/resume-position.ts'
import { acceptCandidate } from '#server/proposals/accept-candidate.ts'
import { giveConsent } from '#server/proposals/give-consent.ts'
import { proposalForNewcomer, proposalsForNewcomer } from '#server/proposals/reads.ts'
import { revealedCandidate } from '#server/proposals/reads-revealed.ts'
import { type Doors, doorsOn, later, terms, yesTo } from '#tests/make/doors.ts'
import { aProposal, codeOf, stateOf } from '#tests/make/proposals.ts'
import { anAccount, anEmployer, aPosition } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** A place that a block or an officer took off the site takes nobody further: no yes, no answer to a yes, no start. */
let home: Awaited<ReturnType<typeof aDatabase>>
let doors: Doors
beforeAll(async () => {
  home = await aDatabase()
  doors = doorsOn(home.db)
})
afterAll(() => home.close())
beforeEach(() => doors.clear())

type Owner = Awaited<ReturnType<typeof anEmployer>>
const unpaid = { type: 'WORK_EXPERIENCE', hourlyWageCents: null } as const

/** A place with somebody before each of the three doors. */
async function aPlaceWithCandidates(given: Parameters<typeof aPosition>[1] = {}) {
  const owner = await anEmployer(home.db)
  await doors.looksAt(owner)
  const position = await aPosition(home.db, { employer: owner, seats: 3, ...given })
  const [asked, said, taken] = await Promise.all(
    (['shortlisted', 'consented', 'accepted'] as const).map((state) => aProposal(home.db, { position, state })),
  )
  if (!asked || !said || !taken) throw new Error('nobody')
  const forNewcomer = doors.ctx(asked.newcomer.actor)
  return {
    owner,
    ...position,
    asked,
    offered: async () => {
      const one = await proposalForNewcomer(forNewcomer, asked.proposalId)
      const [listed] = await proposalsForNewcomer(forNewcomer)
      expect(listed?.steps).toEqual(one.steps)
      return { yes: one.steps.includes('consent'), isWithheld: one.isWithheld }
    },
    sayYes: () => giveConsent(forNewcomer, yesTo(asked.proposalId)),
    accept: () => codeOf(acceptCandidate(doors.ctx(owner.actor), { proposalId: said.proposalId })),
    start: () => startPlacement(doors.ctx(taken.coach), { proposalId: taken.proposalId, ...terms }),
    states: async () => [
      await stateOf(home.db, asked.proposalId),
      await stateOf(home.db, said.proposalId),
      await stateOf(home.db, taken.proposalId),
    ],
  }
}
const WAITING = ['shortlisted', 'consented', 'accepted']

describe.each([
  ['a contract that ended (DSP-09)', unpaid, (owner: Owner) => doors.endsAContract(owner), 'contract-ended'],
  ['a serious signal (MON-12)', {}, (owner: Owner) => doors.seriousSignalAt(owner), 'monitor-pauses'],
] as const)('%s', (_, type, happens, code) => {
  test.each([
    ['before the recheck found it', false],
    ['after the recheck took it off', true],
  ])('%s: nobody is named, accepted or started', async (_when, isRechecked) => {
    const place = await aPlaceWithCandidates(type)
    expect(await place.offered()).toEqual({ yes: true, isWithheld: false })
    await happens(place.owner)
    if (isRechecked) expect((await recheckPositions(doors.ctx(WORKER), [place.positionId])).withheld).toBe(1)
    expect(await doors.positionState(place.positionId)).toBe(isRechecked ? 'paused' : 'published')

    expect(await place.offered()).toEqual({ yes: false, isWithheld: true })
    const yes = await place.sayYes()
    if (yes.ok) throw new Error('a name was given')
    expect(yes.verdict.reasons.map((one) => one.code)).toContain(code)
    const forEmployer = doors.ctx(place.owner.actor)
    expect(await codeOf(revealedCandidate(forEmployer, place.asked.proposalId))).toBe('consent-missing')
    expect(await place.accept()).toBe('safeguard-blocks')
    const started = await place.start()
    expect(started).toMatchObject({ ok: false, verdict: { outcome: 'block' } })
    expect(started.verdict.reasons.map((one) => one.code)).toContain(code)
    expect(await place.states()).toEqual(WAITING)
    expect(await doors.placementsAt(place.positionId)).toEqual([])
  })
})

test('what is over does not bring it back by itself: first its employer asks again', async () => {
  const place = await aPlaceWithCandidates()
  await doors.seriousSignalAt(place.owner)
  await recheckPositions(doors.ctx(WORKER), [place.positionId])
  const officer = await anAccount(home.db, { role: 'officer' })
  await home.db
    .update(signals)
    .set({ state: 'closed', closedBy: officer.accountId, closedAt: later(0) })
    .where(eq(signals.establishmentId, place.establishmentId))
  expect(await place.sayYes()).toMatchObject({ ok: false })
  expect(await place.accept()).toBe('safeguard-blocks')
  expect(await codeOf(place.start())).toBe('safeguard-blocks')
  // Its advert ended meanwhile: that ends no block.
  await home.db.update(positions).set({ state: 'expired' }).where(eq(positions.id, place.positionId))
  expect(await place.offered()).toEqual({ yes: false, isWithheld: true })
  await home.db.update(positions).set({ state: 'paused' }).where(eq(positions.id, place.positionId))
  expect(await resumePosition(doors.ctx(place.owner.actor, later(1)), { positionId: place.positionId })).toMatchObject({
    ok: true,
  })
  expect(await place.offered()).toEqual({ yes: true, isWithheld: false })
  expect(await place.sayYes()).toMatchObject({ ok: true })
  expect(await place.accept()).toBe('ok')
  expect(await place.start()).toMatchObject({ ok: true })
})

test('a pause by its employer ends nothing for those who were shortlisted', async () => {
  const place = await aPlaceWithCandidates()
  await pausePosition(doors.ctx(place.owner.actor), { positionId: place.positionId })
  expect(await place.offered()).toEqual({ yes: true, isWithheld: false })
  expect(await place.sayYes()).toMatchObject({ ok: true })
  expect(await place.accept()).toBe('ok')
  expect(await place.start()).toMatchObject({ ok: true })
})

test('what an officer rejected while it was on the site takes nobody further either', async () => {
  const owner = await anEmployer(home.db)
  const position = await aPosition(home.db, { employer: owner, ...unpaid })
  const { proposalId, newcomer } = await aProposal(home.db, { position, state: 'shortlisted' })
  const said = await aProposal(home.db, { position, state: 'consented' })
  const officer = await anAccount(home.db, { role: 'officer' })
  await recheckPositions(doors.ctx(WORKER), [position.positionId])
  const [waits] = await standingAwaitingDecision(doors.ctx(officer))
  const verdictId = waits?.verdictId ?? ''
  await decideStanding(doors.ctx(officer), { verdictId, outcome: 'rejected', motivation: 'Nee', validUntil: null })
  const [log] = await home.db.select().from(positionLog).where(eq(positionLog.positionId, position.positionId))
  expect(log).toMatchObject({ toState: 'paused', actorRole: 'officer' })
  await doors.looksAt(owner)
  expect(await giveConsent(doors.ctx(newcomer.actor), yesTo(proposalId))).toMatchObject({ ok: false })
  expect(await codeOf(acceptCandidate(doors.ctx(owner.actor), { proposalId: said.proposalId }))).toBe(
    'safeguard-blocks',
  )
  expect(await stateOf(home.db, proposalId)).toBe('shortlisted')
})
