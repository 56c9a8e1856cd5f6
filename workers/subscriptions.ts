import type { Subscriptions } from './job.ts'
import { allocateRunJob } from './jobs/allocate-run.ts'
import { closeProposalsJob } from './jobs/close-proposals.ts'
import { followPlacementJob } from './jobs/follow-placement.ts'
import { indexNewcomerJob } from './jobs/index-newcomer.ts'
import { indexPositionJob } from './jobs/index-position.ts'
import { mailInvitationJob } from './jobs/mail-invitation.ts'
import { makeNoticeJob } from './jobs/make-notice.ts'
import { matchNewcomerJob } from './jobs/match-newcomer.ts'
import { matchPositionJob } from './jobs/match-position.ts'
import { openNewcomerAccountJob } from './jobs/open-newcomer-account.ts'
import { recheckPositionJob } from './jobs/recheck-position.ts'
import { recordConcernJob } from './jobs/record-concern.ts'
import { restoreProposalsJob } from './jobs/restore-proposals.ts'
import { scorePartJob } from './jobs/score-part.ts'
import { sendMailJob } from './jobs/send-mail.ts'
import { supersedeProposalsJob } from './jobs/supersede-proposals.ts'
import { sustainNewcomerJob } from './jobs/sustain-newcomer.ts'
import { syncNewcomerAccountJob } from './jobs/sync-newcomer-account.ts'
import { tellProtectionOfficerJob } from './jobs/tell-protection-officer.ts'
import { withdrawProposalsJob } from './jobs/withdraw-proposals.ts'

/** A proposal that ended left room on both sides; one that a coach added takes it. */
const refill = [matchNewcomerJob, matchPositionJob] as const
const tell = [makeNoticeJob, sendMailJob] as const

/** What each event sets off. Reads as the second half of the story: the commands are the first. */
export const SUBSCRIPTIONS: Subscriptions = {
  'newcomer.created': [openNewcomerAccountJob],
  'newcomer.updated': [indexNewcomerJob, matchNewcomerJob, syncNewcomerAccountJob],
  'newcomer.withdrawn': [indexNewcomerJob, matchNewcomerJob, withdrawProposalsJob, ...tell],
  'newcomer.erased': [indexNewcomerJob, ...tell],
  'newcomer.moved': [indexNewcomerJob, syncNewcomerAccountJob, ...tell],
  'file.opened': [tellProtectionOfficerJob, ...tell],
  'invitation.sent': [mailInvitationJob],
  'correction.asked': [...tell],
  'account.changed': [...tell],
  'account.ending': [...tell],
  'retention.warned': [...tell],
  'position.published': [indexPositionJob, matchPositionJob],
  'position.updated': [indexPositionJob, matchPositionJob, recheckPositionJob],
  'position.closed': [indexPositionJob, matchPositionJob, closeProposalsJob],
  'position.decision-asked': [...tell],
  'position.decided': [...tell],
  'position.withheld': [...tell],
  'position.held-up': [...tell],
  'approval.ending': [...tell],
  'signal.opened': [...tell],
  'signal.closed': [...tell],
  'report.made': [...tell],
  'cards.many': [...tell],
  'override.asked': [...tell],
  'objection.made': [...tell],
  'question.asked': [...tell],
  'answer.given': [...tell],
  'override.decided': [...tell],
  'override.outgrown': [...tell],
  'start.decided': [...tell],
  'facts.aging': [...tell],
  'proposal.added': [...refill],
  'proposal.shortlisted': [...tell],
  'proposal.declined': [...refill, ...tell],
  'proposal.refused': [...refill, ...tell],
  'proposal.accepted': [...tell],
  'proposal.ended': [...refill, ...tell],
  'proposal.reopened': [...refill],
  'consent.given': [...tell],
  'consent.held-up': [...tell],
  'consent.withdrawn': [...refill, ...tell],
  'placement.started': [followPlacementJob, supersedeProposalsJob, matchPositionJob, ...tell],
  'placement.held-up': [...tell],
  'placement.ended': [followPlacementJob, matchPositionJob],
  'placement.cancelled': [followPlacementJob, restoreProposalsJob, matchPositionJob, ...tell],
  'follow-up.due': [...tell],
  'follow-up.answered': [recordConcernJob, sustainNewcomerJob],
  'search.matched': [...tell],
  'run-part.planned': [scorePartJob],
  'run.scored': [allocateRunJob],
}
