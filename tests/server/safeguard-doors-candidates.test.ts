import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cancelPlacement } from '#server/placements/cancel-placement.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { WORKER } from '#server/platform/context.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { addProposal } from '#server/proposals/add-proposal.ts'
import { giveConsent } from '#server/proposals/give-consent.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { restoreProposals } from '#server/proposals/restore-proposals.ts'
import { setAsideProposal } from '#server/proposals/set-aside-proposal.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { supersedeProposals } from '#server/proposals/supersede-proposals.ts'
import { takeBackProposal } from '#server/proposals/take-back-proposal.ts'
import { type Doors, doorsOn, later, terms, yesTo } from '#tests/make/doors.ts'
import { aProposal, aReadyNewcomer, changedBehindTheirBack, codeOf, stateOf } from '#tests/make/proposals.ts'
import { anEmployer, aPosition, TODAY } from '#tests/make/rooms.ts'
import { aWholeRun } from '#tests/make/run.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** A blocked position reaches neither index nor proposal nor placement: one test for each door, all on the running commands. */
let home: Awaited<ReturnType<typeof aDatabase>>
let doors: Doors
beforeAll(async () => {
  home = await aDatabase()
  doors = doorsOn(home.db)
})
afterAll(() => home.close())
beforeEach(() => doors.clear())

describe('a proposal', () => {
  test('by day and by night: nobody is proposed for a blocked place, for the same place without the block somebody is', async () => {
    await aReadyNewcomer(home.db)
    const { owner, position } = await doors.aStruckPosition()
    const free = await aPosition(home.db)
    expect((await positionFactsOf(home.db, [position.positionId], TODAY))[0]?.safeguard).toBe('block')
    await changedBehindTheirBack(home.db)
    await proposeMatches(doors.ctx(WORKER), { positionId: position.positionId })
    await proposeMatches(doors.ctx(WORKER), { all: true })
    expect(await doors.proposalsAt(position.positionId)).toEqual([])
    expect(await doors.proposalsAt(free.positionId)).toHaveLength(1)
    await aWholeRun(home.db, later(1))
    expect(await doors.proposalsAt(position.positionId)).toEqual([])
    void owner
  })

  test('a block that comes later takes back what nobody acted on', async () => {
    const { newcomerId } = await aReadyNewcomer(home.db)
    const owner = await anEmployer(home.db)
    const { positionId } = await aPosition(home.db, { employer: owner })
    await changedBehindTheirBack(home.db)
    await proposeMatches(doors.ctx(WORKER), { all: true })
    expect(await doors.proposalsAt(positionId)).toMatchObject([{ newcomerId }])
    await doors.strikesAt(owner)
    await proposeMatches(doors.ctx(WORKER), { positionId })
    expect(await doors.proposalsAt(positionId)).toEqual([])
  })

  test('by a coach: not added, not shortlisted, not taken back', async () => {
    const { owner, position } = await doors.aStruckPosition()
    const newcomer = await aReadyNewcomer(home.db)
    const pair = { newcomerId: newcomer.newcomerId, positionId: position.positionId, insteadOf: null }
    expect(await codeOf(addProposal(doors.ctx(newcomer.coach), pair))).toBe('safeguard-blocks')
    const { proposalId } = await aProposal(home.db, { newcomer, position })
    expect(await codeOf(shortlistProposal(doors.ctx(newcomer.coach), { proposalId, version: 1 }))).toBe(
      'safeguard-blocks',
    )
    await setAsideProposal(doors.ctx(newcomer.coach), { proposalId, reason: 'mistake' })
    expect(await codeOf(takeBackProposal(doors.ctx(newcomer.coach), { proposalId }))).toBe('safeguard-blocks')
    expect(await stateOf(home.db, proposalId)).toBe('set-aside')
    void owner
  })

  test('restore: a cancelled start gives no proposal for a blocked place back', async () => {
    const newcomer = await aReadyNewcomer(home.db)
    const owner = await anEmployer(home.db)
    const other = await aProposal(home.db, {
      newcomer,
      position: await aPosition(home.db, { employer: owner }),
      state: 'shortlisted',
    })
    const still = await aProposal(home.db, { newcomer, state: 'shortlisted' })
    const { proposalId, coach } = await aProposal(home.db, { newcomer, state: 'accepted' })
    const started = await startPlacement(doors.ctx(coach), { proposalId, ...terms })
    if (!started.ok) throw new Error('held up')
    const { placementId } = started
    await supersedeProposals(doors.ctx(WORKER), { placementId })
    expect(await stateOf(home.db, other.proposalId)).toBe('superseded')
    await doors.strikesAt(owner)
    await cancelPlacement(doors.ctx(coach), { placementId })
    await restoreProposals(doors.ctx(WORKER), { placementId })
    expect(await stateOf(home.db, other.proposalId)).toBe('superseded')
    expect(await stateOf(home.db, still.proposalId)).toBe('shortlisted')
  })

  test('disclose: no yes opens a name to an employer whose place is blocked', async () => {
    const { position } = await doors.aStruckPosition()
    const { proposalId, newcomer } = await aProposal(home.db, { position, state: 'shortlisted' })
    expect(await giveConsent(doors.ctx(newcomer.actor), yesTo(proposalId))).toMatchObject({
      ok: false,
      verdict: { outcome: 'block' },
    })
    expect(await stateOf(home.db, proposalId)).toBe('shortlisted')
  })
})
