import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordConcern } from '#server/employers/record-concern.ts'
import { AnswerFollowUpInput, answerFollowUp } from '#server/placements/answer-follow-up.ts'
import { placementForCoach } from '#server/placements/reads.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { WORKER } from '#server/platform/context.ts'
import { verdictForDraft } from '#server/positions/ask-verdict.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { positionForEditing } from '#server/positions/reads.ts'
import { aProposal, stateOf } from '#tests/make/proposals.ts'
import { positionForm } from '#tests/make/publishing.ts'
import { anAccount, anEmployer, aPosition, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const terms = { startsOn: '2026-12-07', endsOn: '2027-06-04', mentor: 'Anneke', learningGoals: ['Brood bakken'] }
test('a concern from a follow-up bites: at the next publication and the next start of the same establishment', async () => {
  const employer = await anEmployer(home.db)
  const position = await aPosition(home.db, { employer })
  const [first, second] = [
    await aProposal(home.db, { position, state: 'accepted' }),
    await aProposal(home.db, { position, state: 'accepted' }),
  ]
  const forEmployer = ctxOf(home.db, employer.actor)
  expect(await publishPosition(forEmployer, positionForm(employer.establishmentId))).toMatchObject({
    state: 'published',
  })

  const forCoach = ctxOf(home.db, first.coach)
  const started = await startPlacement(forCoach, { proposalId: first.proposalId, ...terms })
  const placementId = started.ok ? started.placementId : ''
  const followUpId = (await placementForCoach(forCoach, placementId)).followUps[0]?.id ?? ''
  const answer = { followUpId, outcome: 'concern', concern: 'no-guidance' }
  await answerFollowUp(forCoach, AnswerFollowUpInput.parse(answer))
  await recordConcern(ctxOf(home.db, WORKER), { followUpId, effectKey: 'event:1' })

  const next = await publishPosition(forEmployer, positionForm(employer.establishmentId))
  expect(next).toMatchObject({ ok: true, state: 'awaiting-decision' })
  expect(next.verdict.reasons.filter((one) => one.outcome === 'human')).toMatchObject([
    { ruleId: 'MON-12', code: 'concern-open', params: {} },
  ])
  const officer = await anAccount(home.db, { role: 'officer' })
  const positionId = next.ok ? next.positionId : ''
  const told = [
    next,
    await positionForEditing(forEmployer, positionId),
    await verdictForDraft(forEmployer, positionForm(employer.establishmentId)),
  ]
  for (const answered of told) {
    expect(JSON.stringify(answered)).toContain('concern-open')
    expect(JSON.stringify(answered)).not.toContain('no-guidance')
  }
  const forOfficer = await positionForEditing(ctxOf(home.db, officer), positionId)
  expect(forOfficer.verdicts[0]?.reasons).toContainEqual(
    expect.objectContaining({ code: 'concern-open', params: { concern: 'no-guidance', on: '2026-11-23' } }),
  )
  const held = await startPlacement(ctxOf(home.db, second.coach), { proposalId: second.proposalId, ...terms })
  expect(held).toMatchObject({ ok: false, verdict: { outcome: 'human' } })
  expect(await stateOf(home.db, second.proposalId)).toBe('accepted')

  const other = await anEmployer(home.db)
  expect(await publishPosition(ctxOf(home.db, other.actor), positionForm(other.establishmentId))).toMatchObject({
    state: 'published',
  })
  await decidePosition(ctxOf(home.db, officer), {
    positionId,
    outcome: 'approved',
    motivation: 'Begeleiding is geregeld',
  })
})
