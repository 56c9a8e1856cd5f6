import type { Role } from '#db/values/accounts.ts'
import type { NoticeCode } from '#db/values/notices.ts'
import type { ProposalState } from '#db/values/proposals.ts'

/** Who hears of it. `officer` = every officer of the municipality of the workplace; `employer` = every account of the organisation; `owner` = whose account it is about. */
export type Receiver = Extract<Role, 'newcomer' | 'coach' | 'employer' | 'officer'> | 'owner'
export type Telling = { to: Receiver; code: NoticeCode }

/** What the map reads beside the event: how things stand now, since the last state wins. */
export type NoticeFacts = {
  proposalState: ProposalState | null
  /** The state that a proposal ended from. */
  was: string | null
  choice: string | null
  decision: 'approved' | 'rejected' | null
  override: 'confirmed' | 'refused' | null
  /** The answer is about a start or a longer term, and so nothing for an employer. */
  isPair: boolean
}

const both = (code: NoticeCode, ...to: Receiver[]): Telling[] => to.map((one) => ({ to: one, code }))
const nobody = (): Telling[] => []

/** Every event and whom it tells what. An event without an entry does not compile (make-notice.ts holds it against the catalogue). */
export const TELLINGS = {
  'newcomer.created': nobody,
  'newcomer.updated': nobody,
  'newcomer.withdrawn': () => both('newcomer-stopped', 'coach'),
  'newcomer.erased': () => both('newcomer-erased', 'coach'),
  'correction.asked': () => both('correction-asked', 'coach'),
  'newcomer.moved': () => both('coach-changed', 'newcomer', 'coach'),
  'file.opened': () => both('file-opened', 'newcomer', 'coach'),
  'invitation.sent': nobody,
  'account.changed': () => both('account-changed', 'owner'),
  'account.ending': () => both('account-ends', 'owner'),
  'retention.warned': () => both('data-ends', 'newcomer', 'coach'),
  'position.published': nobody,
  'position.updated': nobody,
  'position.closed': nobody,
  'position.decision-asked': () => both('decision-asked', 'officer'),
  'position.decided': ({ decision }) =>
    decision === null ? [] : both(decision === 'approved' ? 'position-approved' : 'position-rejected', 'employer'),
  'position.withheld': () => both('position-withheld', 'employer'),
  'position.held-up': () => both('position-held-up', 'employer'),
  'approval.ending': () => both('approval-ends', 'employer'),
  'signal.opened': () => both('signal-opened', 'employer'),
  'signal.closed': () => both('signal-closed', 'employer'),
  'report.made': () => both('report-made', 'officer'),
  'cards.many': () => both('cards-many', 'officer'),
  'override.asked': () => both('override-asked', 'officer'),
  'objection.made': () => both('objection-made', 'officer'),
  'answer.given': () => both('answer-given', 'officer'),
  'question.asked': ({ isPair }) => both('question-asked', isPair ? 'coach' : 'employer'),
  'override.decided': ({ override, isPair }) =>
    override === null ? [] : both(`override-${override}`, isPair ? 'coach' : 'employer', 'officer'),
  'override.outgrown': () => both('override-outgrown', 'employer', 'officer'),
  'start.decided': () => both('start-decided', 'coach'),
  'facts.aging': () => both('facts-age', 'employer'),
  'proposal.added': nobody,
  'proposal.shortlisted': ({ proposalState }) =>
    proposalState === 'shortlisted' ? both('proposal-for-you', 'newcomer') : [],
  'proposal.declined': ({ choice }) =>
    both(choice === 'talk-first' ? 'newcomer-wants-to-talk' : 'newcomer-declined', 'coach'),
  'proposal.refused': () => [...both('employer-refused', 'coach'), ...both('proposal-closed', 'newcomer')],
  'proposal.accepted': () => both('employer-accepted', 'newcomer', 'coach'),
  'proposal.ended': (facts) => both('proposal-closed', ...whoHadIt(facts)),
  'proposal.reopened': nobody,
  'consent.given': () => both('newcomer-consented', 'employer', 'coach'),
  'consent.held-up': () => [...both('yes-held-up', 'coach'), ...both('position-held-up', 'employer')],
  'consent.withdrawn': () => both('consent-withdrawn', 'employer', 'coach'),
  'placement.started': () => both('placement-started', 'newcomer', 'employer'),
  'placement.held-up': () => both('placement-held-up', 'coach', 'officer', 'employer'),
  'placement.ended': nobody,
  'placement.cancelled': () => both('placement-cancelled', 'newcomer', 'employer'),
  'follow-up.due': () => both('follow-up-due', 'coach'),
  'follow-up.answered': nobody,
  'search.matched': () => both('search-found', 'owner'),
  'run-part.planned': nobody,
  'run.scored': nobody,
} satisfies Record<string, (facts: NoticeFacts) => Telling[]>

/** What only the engine and the coach saw ends unheard. A placed newcomer hears of the place, not of what it ended; an employer hears only of candidates that it knew, and not of its own closing. */
const whoHadIt = ({ proposalState, was }: NoticeFacts): Receiver[] => {
  const to: Receiver[] = []
  if (was === 'proposed') return to
  if (proposalState !== 'superseded' && proposalState !== 'withdrawn') to.push('newcomer')
  if (proposalState !== 'closed' && (was === 'consented' || was === 'accepted')) to.push('employer')
  if (proposalState === 'expired' || proposalState === 'closed') to.push('coach')
  return to
}
