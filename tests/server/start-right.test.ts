import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { WORKER } from '#server/platform/context.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { proposalsForCoach } from '#server/proposals/reads.ts'
import { aProposal, aReadyNewcomer } from '#tests/make/proposals.ts'
import { aPosition, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const terms = { startsOn: '2026-12-07', endsOn: '2027-06-04', mentor: 'Anneke', learningGoals: ['Brood bakken'] }
const recorded = { workRightFrom: '2026-12-01', workRightUntil: '2027-12-01', workRightCheckedOn: '2026-11-20' }

describe('the right to work at the start', () => {
  test.each([
    ['permit-needed', 'DSP-18', ['right-to-work-permit'], true],
    // A check by the coach is no notice of the employer to UWV: an officer decides.
    ['displaced-person', 'DSP-21', ['notice-unknown', 'contract-kind-unknown'], false],
  ] as const)(
    '%s holds the start up; a checked paper settles a permit only',
    async (workRight, ruleId, codes, isSettled) => {
      const newcomer = await aReadyNewcomer(home.db, { workRight, workRightCheckedOn: null })
      const { proposalId, coach } = await aProposal(home.db, { newcomer, state: 'accepted' })
      const answer = await startPlacement(ctxOf(home.db, coach), { proposalId, ...terms })
      expect(answer).toMatchObject({ ok: false, verdict: { moment: 'start', outcome: 'human' } })
      const open = answer.verdict.reasons.filter((one) => one.outcome !== 'ok')
      expect(open).toMatchObject(codes.map((code) => ({ ruleId, outcome: 'human', code })))
      expect(await home.db.select().from(placements).where(eq(placements.proposalId, proposalId))).toEqual([])
      await home.db.update(newcomers).set(recorded).where(eq(newcomers.id, newcomer.newcomerId))
      expect(await startPlacement(ctxOf(home.db, coach), { proposalId, ...terms })).toMatchObject({ ok: isSettled })
    },
  )

  test('matching proposes somebody who needs a permit: it is asked for a position', async () => {
    const newcomer = await aReadyNewcomer(home.db, { workRight: 'permit-needed', workRightCheckedOn: null })
    const { positionId } = await aPosition(home.db)
    await proposeMatches(ctxOf(home.db, WORKER), { newcomerId: newcomer.newcomerId })
    const { rows } = await proposalsForCoach(ctxOf(home.db, newcomer.coach), { newcomerId: newcomer.newcomerId })
    expect(rows.map((row) => row.positionId)).toContain(positionId)
  })
})
