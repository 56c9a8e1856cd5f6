import type { ActionFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { action as followUp } from '#app/routes/coach.follow-up.tsx'
import { action as coachDecides } from '#app/routes/coach.proposal.tsx'
import { action as employerAnswers } from '#app/routes/employer.candidate.tsx'
import { action as newcomerAnswers } from '#app/routes/newcomer.proposal.tsx'
import { placementForCoach } from '#server/placements/reads.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { dbOfActor } from '#server/platform/bound-db.ts'
import type { Actor } from '#server/platform/context.ts'
import { PROPOSAL_POLICY } from '#server/proposals/rules.ts'
import { aProposal, stateOf, stepsOf } from '#tests/make/proposals.ts'
import { ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

type Action = (args: ActionFunctionArgs) => Promise<unknown>

/** Posts a form to the action of a page as this person; where it leads, or the status that it was thrown with. */
async function post(action: Action, actor: Actor, params: Record<string, string>, fields: Record<string, string>) {
  const request = new Request('http://page.invalid/page', { method: 'POST', body: new URLSearchParams(fields) })
  const context = {
    db: home.db,
    now: NOW,
    env: { sessionSecret: 's'.repeat(32) },
    account: async () => actor,
    dbOf: () => dbOfActor(home.db, actor, NOW),
  }
  // An action of ours reads only these of its arguments.
  const answer = await action({ request, params, context } as unknown as ActionFunctionArgs).catch((thrown) => thrown)
  if (!(answer instanceof Response)) throw answer
  return answer.headers.get('Location') ?? answer.status
}

/** The same post twice, as a second press of the button sends it. */
async function twice(action: Action, actor: Actor, params: Record<string, string>, fields: Record<string, string>) {
  const sent = { key: crypto.randomUUID(), ...fields }
  return [await post(action, actor, params, sent), await post(action, actor, params, sent)]
}

test('the employer refuses or accepts: the second post leads to the same page as the first', async () => {
  const refused = await aProposal(home.db, { state: 'consented' })
  const { employer, positionId } = refused.position
  const after = `/werkgever/plekken/${positionId}/kandidaten?gedaan=refused`
  const no = { answer: 'refuse', reason: 'skills' }
  expect(await twice(employerAnswers, employer, { id: refused.proposalId }, no)).toEqual([after, after])
  expect(await stateOf(home.db, refused.proposalId)).toBe('refused')
  expect(await stepsOf(home.db, refused.proposalId)).toHaveLength(1)

  const { proposalId, position } = await aProposal(home.db, { state: 'consented' })
  const here = `/werkgever/kandidaten/${proposalId}?gedaan=accepted`
  const yes = { answer: 'accept' }
  expect(await twice(employerAnswers, position.employer, { id: proposalId }, yes)).toEqual([here, here])
  expect(await stateOf(home.db, proposalId)).toBe('accepted')
})

test('another employer and an address that names nobody are not found, whatever the form says', async () => {
  const { proposalId, position } = await aProposal(home.db, { state: 'consented' })
  const stranger = (await aProposal(home.db)).position.employer
  const form = { key: crypto.randomUUID(), answer: 'accept', proposalId }
  expect(await post(employerAnswers, stranger, { id: proposalId }, form)).toBe(404)
  expect(await post(employerAnswers, position.employer, { id: 'no-id' }, form)).toBe(404)
  expect(await post(employerAnswers, position.employer, { id: 'no-id' }, { ...form, answer: 'refuse' })).toBe(404)
  expect(await stateOf(home.db, proposalId)).toBe('consented')
})

test('the coach sets aside and the newcomer says no: the second post leads to the same page', async () => {
  const aside = await aProposal(home.db)
  const decided = { step: 'set-aside', reason: 'mistake' }
  const [first, second] = await twice(coachDecides, aside.coach, { id: aside.proposalId }, decided)
  expect(String(first)).toContain('gedaan=set-aside')
  expect(second).toBe(first)
  expect(await stepsOf(home.db, aside.proposalId)).toHaveLength(1)

  const { proposalId, newcomer } = await aProposal(home.db, { state: 'shortlisted' })
  const no = { choice: 'no', textVersion: PROPOSAL_POLICY.consentTextVersion }
  const here = `/nl/mijn-reis/voorstel/${proposalId}?gedaan=no`
  expect(await twice(newcomerAnswers, newcomer.actor, { language: 'nl', id: proposalId }, no)).toEqual([here, here])
  expect(await stepsOf(home.db, proposalId)).toHaveLength(1)
})

test('the coach records a conversation: the second post leads to the same page', async () => {
  const { proposalId, coach } = await aProposal(home.db, { state: 'accepted' })
  const terms = { startsOn: '2026-12-07', endsOn: null, mentor: 'Anneke', learningGoals: ['Brood bakken'] }
  const started = await startPlacement(ctxOf(home.db, coach), { proposalId, ...terms })
  const placement = await placementForCoach(ctxOf(home.db, coach), started.ok ? started.placementId : '')
  const after = '/coach/plaatsingen?gedaan=follow-up'
  const fields = { outcome: 'going-well', note: 'Gaat goed' }
  const id = placement.followUps[0]?.id ?? ''
  expect(await twice(followUp, coach, { id }, fields)).toEqual([after, after])
})
