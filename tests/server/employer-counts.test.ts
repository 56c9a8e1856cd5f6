import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeAvailability } from '#server/newcomers/change-availability.ts'
import { cancelPlacement } from '#server/placements/cancel-placement.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { ownPositions } from '#server/positions/reads.ts'
import { cardsForEmployer } from '#server/proposals/reads-cards.ts'
import { aProposal, stateOf } from '#tests/make/proposals.ts'
import { aPosition, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const terms = { startsOn: '2026-12-07', endsOn: null, mentor: 'Anneke', learningGoals: ['Brood bakken'] }

test('the counts beside a position are the cards behind it, also after a placement ended or somebody stopped', async () => {
  const position = await aPosition(home.db, { seats: 5 })
  const ctx = ctxOf(home.db, position.employer)
  const counted = async () => (await ownPositions(ctx))[0]?.candidates
  /** The same from the cards. */
  const shown = async () => {
    const cards = await cardsForEmployer(ctx, position.positionId)
    const of = (state: string) => cards.filter((card) => card.state === state).length
    return {
      shortlisted: of('shortlisted'),
      consented: of('consented'),
      accepted: of('accepted'),
      placed: of('placed'),
    }
  }
  const placed = async () => {
    const made = await aProposal(home.db, { position, state: 'accepted' })
    const started = await startPlacement(ctxOf(home.db, made.coach), { proposalId: made.proposalId, ...terms })
    if (!started.ok) throw new Error(JSON.stringify(started.verdict.reasons))
    return { ...made, placementId: started.placementId }
  }
  await aProposal(home.db, { position, state: 'proposed' })
  await aProposal(home.db, { position, state: 'shortlisted' })
  const stops = await aProposal(home.db, { position, state: 'consented' })
  await aProposal(home.db, { position, state: 'accepted' })
  const ends = await placed()
  await placed()
  expect(await counted()).toEqual({ shortlisted: 1, consented: 1, accepted: 1, placed: 2 })
  expect(await shown()).toEqual(await counted())

  await cancelPlacement(ctxOf(home.db, ends.coach), { placementId: ends.placementId })
  const { newcomerId, actor } = stops.newcomer
  await changeAvailability(ctxOf(home.db, actor), { newcomerId, step: 'withdraw' })
  // The proposals themselves stand as they did: no worker has been there.
  expect([await stateOf(home.db, ends.proposalId), await stateOf(home.db, stops.proposalId)]).toEqual([
    'placed',
    'consented',
  ])
  expect(await counted()).toEqual({ shortlisted: 1, consented: 0, accepted: 1, placed: 1 })
  expect(await shown()).toEqual(await counted())
})
