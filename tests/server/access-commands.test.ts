import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROLES } from '#db/values/accounts.ts'
import { WORKERS, type WorkerName } from '#db/values/workers.ts'
import { type Action, type Person, ROWS, type Row } from '#server/access/matrix.ts'
import { may } from '#server/access/may.ts'
import { changeRole } from '#server/accounts/change-role.ts'
import { makeAccessCard } from '#server/accounts/make-access-card.ts'
import { openNewcomerAccount } from '#server/accounts/open-newcomer-account.ts'
import { resetSecondStep } from '#server/accounts/reset-second-step.ts'
import { revokeAccessCard } from '#server/accounts/revoke-access-card.ts'
import { suspendAccount } from '#server/accounts/suspend-account.ts'
import { syncNewcomerAccount } from '#server/accounts/sync-newcomer-account.ts'
import { endStaffingFact } from '#server/employers/end-staffing-fact.ts'
import { recordConcern } from '#server/employers/record-concern.ts'
import { recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import { changeAvailability } from '#server/newcomers/change-availability.ts'
import { changeScreenLanguage } from '#server/newcomers/change-screen-language.ts'
import { createNewcomer } from '#server/newcomers/create-newcomer.ts'
import { updateProfile } from '#server/newcomers/update-profile.ts'
import { markRead } from '#server/notices/mark-read.ts'
import { answerFollowUp } from '#server/placements/answer-follow-up.ts'
import { askFollowUps } from '#server/placements/ask-follow-ups.ts'
import { beginPlacements } from '#server/placements/begin-placements.ts'
import { cancelPlacement } from '#server/placements/cancel-placement.ts'
import { completePlacements } from '#server/placements/complete-placements.ts'
import { endPlacement } from '#server/placements/end-placement.ts'
import { PLACEMENT_LIFECYCLE } from '#server/placements/rules.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { type Actor, type Ctx, WORKER, workerNamed } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { askStartDecision } from '#server/positions/ask-start-decision.ts'
import { closePosition } from '#server/positions/close-position.ts'
import { decidePosition } from '#server/positions/decide-position.ts'
import { decideStanding } from '#server/positions/decide-standing.ts'
import { decideStart } from '#server/positions/decide-start.ts'
import { expirePositions } from '#server/positions/expire-positions.ts'
import { pausePosition } from '#server/positions/pause-position.ts'
import { recheckPositions } from '#server/positions/recheck-positions.ts'
import { resumePosition } from '#server/positions/resume-position.ts'
import { POSITION_LIFECYCLE } from '#server/positions/rules.ts'
import { saveDraft } from '#server/positions/save-draft.ts'
import { tellEndingTerms } from '#server/positions/tell-ending-terms.ts'
import { acceptCandidate } from '#server/proposals/accept-candidate.ts'
import { addProposal } from '#server/proposals/add-proposal.ts'
import { allocateRun } from '#server/proposals/allocate-run.ts'
import { closeProposals } from '#server/proposals/close-proposals.ts'
import { declineProposal } from '#server/proposals/decline-proposal.ts'
import { expireProposals } from '#server/proposals/expire-proposals.ts'
import { giveConsent } from '#server/proposals/give-consent.ts'
import { keepMissingCards } from '#server/proposals/keep-missing-cards.ts'
import { markSeen } from '#server/proposals/mark-seen.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { refuseCandidate } from '#server/proposals/refuse-candidate.ts'
import { restoreProposals } from '#server/proposals/restore-proposals.ts'
import { PROPOSAL_LIFECYCLE } from '#server/proposals/rules.ts'
import { scorePart } from '#server/proposals/score-part.ts'
import { setAsideProposal } from '#server/proposals/set-aside-proposal.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { supersedeProposals } from '#server/proposals/supersede-proposals.ts'
import { takeBackProposal } from '#server/proposals/take-back-proposal.ts'
import { withdrawConsent } from '#server/proposals/withdraw-consent.ts'
import { withdrawProposals } from '#server/proposals/withdraw-proposals.ts'
import { BAKER, someReference } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer, ctxOf, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
/** One actor of each column of the matrix but `anyone`: people, and each worker by its name. */
const actors = new Map<Person | WorkerName, Actor>(WORKERS.map((worker) => [worker, workerNamed(worker)]))
beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
  actors.set('newcomer', (await aNewcomer(home.db)).actor)
  const admin = (await anEmployer(home.db)).actor
  actors.set('employer-admin', admin)
  const { employerId } = admin
  actors.set('employer-member', await anAccount(home.db, { role: 'employer', employerId, isAdmin: false }))
  for (const role of ['coach', 'municipality', 'officer', 'platform', 'auditor'] as const)
    actors.set(role, await anAccount(home.db, { role }))
})
afterAll(() => home.close())

const nobodys = crypto.randomUUID()
const newcomer = { newcomerId: nobodys }
const position = { positionId: nobodys }
const proposal = { proposalId: nobodys }
const placement = { placementId: nobodys }
const terms = { startsOn: TODAY, endsOn: null, mentor: 'Anneke', learningGoals: ['Brood bakken'] }

/** Every command with what the table calls it, on things that are nobody's: whoever may gets past the role and no further. */
const COMMANDS: [Action, string, (ctx: Ctx) => Promise<unknown>][] = [
  ['account.open-newcomer', 'openNewcomerAccount', (ctx) => openNewcomerAccount(ctx, newcomer)],
  ['account.sync-newcomer', 'syncNewcomerAccount', (ctx) => syncNewcomerAccount(ctx, newcomer)],
  ['account.suspend', 'suspendAccount', (ctx) => suspendAccount(ctx, { accountId: nobodys, state: 'suspended' })],
  ['account.change-role', 'changeRole', (ctx) => changeRole(ctx, { accountId: nobodys, role: 'coach' })],
  ['account.reset-second-step', 'resetSecondStep', (ctx) => resetSecondStep(ctx, { accountId: nobodys })],
  ['account.make-card', 'makeAccessCard', (ctx) => makeAccessCard(ctx, { ...newcomer, key: Buffer.alloc(32) })],
  ['account.revoke-card', 'revokeAccessCard', (ctx) => revokeAccessCard(ctx, newcomer)],
  ['newcomer.create', 'createNewcomer', (ctx) => createNewcomer(ctx, { givenName: 'Samira' })],
  [
    'newcomer.update',
    'updateProfile',
    (ctx) => updateProfile(ctx, { ...newcomer, version: 1, section: 'experience', experiences: [] }),
  ],
  [
    'newcomer.change-language',
    'changeScreenLanguage',
    (ctx) => changeScreenLanguage(ctx, { ...newcomer, language: 'nl' }),
  ],
  [
    'newcomer.change-availability',
    'changeAvailability',
    (ctx) => changeAvailability(ctx, { ...newcomer, step: 'pause' }),
  ],
  ['employer.end-staffing-fact', 'endStaffingFact', (ctx) => endStaffingFact(ctx, { factId: nobodys, lastDay: TODAY })],
  [
    'employer.record-staffing-fact',
    'recordStaffingFact',
    (ctx) => recordStaffingFact(ctx, { establishmentId: nobodys, kind: 'vacancy-open', happenedOn: TODAY }),
  ],
  ['employer.record-concern', 'recordConcern', (ctx) => recordConcern(ctx, { followUpId: nobodys, effectKey: 'x' })],
  [
    'position.save-draft',
    'saveDraft',
    (ctx) => saveDraft(ctx, { ...position, type: 'REGULAR_JOB', occupationUri: BAKER }),
  ],
  ['position.pause', 'pausePosition', (ctx) => pausePosition(ctx, position)],
  ['position.resume', 'resumePosition', (ctx) => resumePosition(ctx, position)],
  ['position.close', 'closePosition', (ctx) => closePosition(ctx, position)],
  [
    'position.decide',
    'decidePosition',
    (ctx) => decidePosition(ctx, { ...position, outcome: 'approved', motivation: 'In orde' }),
  ],
  ['position.ask-start', 'askStartDecision', (ctx) => askStartDecision(ctx, { ...proposal, ...terms })],
  [
    'position.decide-start',
    'decideStart',
    (ctx) => decideStart(ctx, { verdictId: nobodys, outcome: 'approved', motivation: 'In orde' }),
  ],
  [
    'position.decide-standing',
    'decideStanding',
    (ctx) => decideStanding(ctx, { verdictId: nobodys, outcome: 'approved', motivation: 'In orde', validUntil: null }),
  ],
  ['position.expire', 'expirePositions', (ctx) => expirePositions(ctx)],
  ['position.recheck', 'recheckPositions', (ctx) => recheckPositions(ctx)],
  ['position.tell-terms', 'tellEndingTerms', (ctx) => tellEndingTerms(ctx)],
  ['proposal.propose', 'proposeMatches', (ctx) => proposeMatches(ctx, newcomer)],
  ['proposal.plan-run', 'planRun', (ctx) => planRun(ctx, { kind: 'asked' })],
  ['proposal.score-part', 'scorePart', (ctx) => scorePart(ctx, { partId: nobodys })],
  ['proposal.allocate-run', 'allocateRun', (ctx) => allocateRun(ctx, { runId: nobodys })],
  ['proposal.read-caseload', 'markSeen', (ctx) => markSeen(ctx, { proposalIds: [nobodys] })],
  ['proposal.add', 'addProposal', (ctx) => addProposal(ctx, { ...newcomer, ...position, insteadOf: null })],
  ['proposal.shortlist', 'shortlistProposal', (ctx) => shortlistProposal(ctx, { ...proposal, version: 1 })],
  ['proposal.set-aside', 'setAsideProposal', (ctx) => setAsideProposal(ctx, { ...proposal, reason: 'mistake' })],
  ['proposal.take-back', 'takeBackProposal', (ctx) => takeBackProposal(ctx, proposal)],
  ['proposal.accept', 'acceptCandidate', (ctx) => acceptCandidate(ctx, proposal)],
  ['proposal.refuse', 'refuseCandidate', (ctx) => refuseCandidate(ctx, { ...proposal, reason: 'skills' })],
  ['proposal.decline', 'declineProposal', (ctx) => declineProposal(ctx, { ...proposal, choice: 'no' })],
  ['proposal.expire', 'expireProposals', (ctx) => expireProposals(ctx)],
  ['proposal.keep-card', 'keepMissingCards', (ctx) => keepMissingCards(ctx)],
  ['proposal.close', 'closeProposals', (ctx) => closeProposals(ctx, position)],
  ['proposal.restore', 'restoreProposals', (ctx) => restoreProposals(ctx, placement)],
  ['proposal.supersede', 'supersedeProposals', (ctx) => supersedeProposals(ctx, placement)],
  ['proposal.withdraw', 'withdrawProposals', (ctx) => withdrawProposals(ctx, newcomer)],
  [
    'consent.give',
    'giveConsent',
    (ctx) => giveConsent(ctx, { ...proposal, fields: [], language: 'nl', textVersion: 'consent-2026-11-22' }),
  ],
  ['consent.withdraw', 'withdrawConsent', (ctx) => withdrawConsent(ctx, proposal)],
  ['placement.start', 'startPlacement', (ctx) => startPlacement(ctx, { ...proposal, ...terms })],
  ['placement.cancel', 'cancelPlacement', (ctx) => cancelPlacement(ctx, placement)],
  ['placement.end', 'endPlacement', (ctx) => endPlacement(ctx, { ...placement, step: 'complete', endedOn: TODAY })],
  ['placement.begin', 'beginPlacements', (ctx) => beginPlacements(ctx)],
  ['placement.complete', 'completePlacements', (ctx) => completePlacements(ctx)],
  ['follow-up.ask', 'askFollowUps', (ctx) => askFollowUps(ctx)],
  [
    'follow-up.answer',
    'answerFollowUp',
    (ctx) => answerFollowUp(ctx, { followUpId: nobodys, outcome: 'going-well', note: '' }),
  ],
  ['notice.read', 'markRead', (ctx) => markRead(ctx, { noticeId: nobodys })],
]

const isForbidden = (run: Promise<unknown>): Promise<boolean> =>
  run.then(
    () => false,
    (error) => {
      if (error instanceof Refusal) return error.code === 'forbidden'
      throw error
    },
  )

test.each(COMMANDS)('%s is for whom the table says: %s', async (action, _name, run) => {
  const row: Row = ROWS[action]
  for (const [column, actor] of actors) {
    const isNamed = column in row.by || (row.workers ?? []).some((one) => one === column || column === 'operator')
    expect(await isForbidden(run(ctxOf(home.db, actor))), column).toBe(!isNamed)
  }
})

test('the lives of proposals, placements and positions name the same roles', () => {
  const allowed = (action: Action) =>
    ([...ROLES, 'worker'] as const).filter((role) =>
      may({ ...WORKER, role, isAdmin: role === 'employer' } as Actor, action),
    )
  for (const [action, move] of [
    ['proposal.propose', PROPOSAL_LIFECYCLE.propose],
    ['proposal.add', PROPOSAL_LIFECYCLE.add],
    ['proposal.shortlist', PROPOSAL_LIFECYCLE.shortlist],
    ['proposal.set-aside', PROPOSAL_LIFECYCLE['set-aside']],
    ['proposal.take-back', PROPOSAL_LIFECYCLE['take-back']],
    ['proposal.accept', PROPOSAL_LIFECYCLE.accept],
    ['proposal.refuse', PROPOSAL_LIFECYCLE.refuse],
    ['proposal.decline', PROPOSAL_LIFECYCLE.decline],
    ['proposal.expire', PROPOSAL_LIFECYCLE.expire],
    ['consent.give', PROPOSAL_LIFECYCLE.consent],
    ['consent.withdraw', PROPOSAL_LIFECYCLE['withdraw-consent']],
    ['placement.start', PLACEMENT_LIFECYCLE.plan],
    ['placement.cancel', PLACEMENT_LIFECYCLE.cancel],
    ['placement.end', PLACEMENT_LIFECYCLE['end-early']],
    ['placement.begin', PLACEMENT_LIFECYCLE.begin],
    ['position.save-draft', POSITION_LIFECYCLE.create],
    ['position.publish', POSITION_LIFECYCLE.publish],
    ['position.close', POSITION_LIFECYCLE.close],
    ['position.decide', POSITION_LIFECYCLE.approve],
    ['position.expire', POSITION_LIFECYCLE.expire],
  ] as const)
    expect(allowed(action), action).toEqual([...move.by])
  // A place is paused by its employer, by an officer who rejects it where it stands, and by the sweep that finds it blocked.
  const pausing = (['position.pause', 'position.decide-standing', 'position.recheck'] as const).flatMap(allowed)
  expect(pausing).toEqual([...POSITION_LIFECYCLE.pause.by])
  // It is back by its employer, and by the sweep where it went off with an employer that was suspended.
  const resuming = (['position.resume', 'position.recheck'] as const).flatMap(allowed)
  expect(resuming).toEqual([...POSITION_LIFECYCLE.resume.by])
})
