import type { Role } from '#db/values/accounts.ts'
import type { Availability } from '#db/values/newcomers.ts'
import type { PositionState } from '#db/values/positions.ts'
import { type ConsentField, OPEN_PROPOSAL_STATES, type ProposalState, type ProposalStep } from '#db/values/proposals.ts'

/** Terms of a proposal. Our policy, not law; stored by version with each step. */
export const PROPOSAL_POLICY = {
  version: 'proposals-2026-11-22',
  datedOn: '2026-11-22',
  label: 'policy',
  /** Days in which the one whose turn it is should answer: newcomer, then employer (peers.md, 4: 14 days). */
  answerDays: 14,
  /** Days that a yes lasts; past it the employer learns nothing more. */
  consentDays: 30,
  /** A pair that somebody said no to is not proposed again for this long. */
  notAgainDays: 90,
  /** From this hour in the Netherlands everybody is asked for once: nobody is at a desk, and Dutch days have changed. */
  nightHour: 3,
  /** The text under which a newcomer says yes; a new text, or one more field to tick, gets a new version in CONSENT_TEXTS. */
  consentTextVersion: 'consent-2026-11-22',
} as const

/**
 * Every text under which somebody may have said yes, with what it asked. A yes keeps its version: an older one never gives what its text did not name
 * (GDPR art. 4(11) and 7(1)). Texts that were in force stay here.
 */
export const CONSENT_TEXTS: Readonly<Record<string, readonly ConsentField[]>> = {
  'consent-2026-11': ['given-name', 'family-name', 'phone', 'email'],
  'consent-2026-11-22': ['given-name', 'family-name', 'phone', 'email', 'work-history'],
}

/** What a yes gives: what was ticked, as far as the text of its version named it. Of a text that nobody knows: nothing. */
export const fieldsOfYes = (yes: { textVersion: string; fields: readonly ConsentField[] }): ConsentField[] =>
  yes.fields.filter((field) => CONSENT_TEXTS[yes.textVersion]?.includes(field))

/** The reason under which a supersession is written down; `restoreProposals` finds its own rows by it. */
export const PLACED_ELSEWHERE = 'placed-elsewhere'

type Doer = Role | 'worker'
export type ProposalMove = {
  from: readonly ProposalState[]
  by: readonly Doer[]
  /** `before` = the state that the supersession remembered. */
  to: ProposalState | 'before'
}

/** The life of a proposal: from which states, by whom, to which state. `propose` and `add` make the row and so have no `from`. */
export const PROPOSAL_LIFECYCLE: Record<ProposalStep, ProposalMove> = {
  propose: { from: [], by: ['worker'], to: 'proposed' },
  add: { from: [], by: ['coach'], to: 'proposed' },
  'set-aside': { from: ['proposed', 'shortlisted'], by: ['coach'], to: 'set-aside' },
  'take-back': { from: ['set-aside'], by: ['coach'], to: 'proposed' },
  shortlist: { from: ['proposed'], by: ['coach'], to: 'shortlisted' },
  decline: { from: ['shortlisted'], by: ['newcomer'], to: 'declined' },
  consent: { from: ['shortlisted'], by: ['newcomer'], to: 'consented' },
  'withdraw-consent': { from: ['consented', 'accepted'], by: ['newcomer'], to: 'declined' },
  refuse: { from: ['consented'], by: ['employer'], to: 'refused' },
  accept: { from: ['consented'], by: ['employer'], to: 'accepted' },
  place: { from: ['accepted'], by: ['coach'], to: 'placed' },
  withdraw: { from: OPEN_PROPOSAL_STATES, by: ['worker'], to: 'withdrawn' },
  supersede: { from: OPEN_PROPOSAL_STATES, by: ['worker'], to: 'superseded' },
  restore: { from: ['superseded'], by: ['worker'], to: 'before' },
  expire: { from: ['shortlisted', 'consented', 'accepted'], by: ['worker'], to: 'expired' },
  close: { from: [...OPEN_PROPOSAL_STATES, 'superseded'], by: ['worker'], to: 'closed' },
}

/**
 * Positions on which those who were shortlisted can go on: an advert that ended or that its employer paused does not end the place. Nobody new is
 * shortlisted there. Where a block or an officer took it off the site nobody goes on either, which its state alone does not say (positions/reads-withheld.ts).
 */
const GOING_ON_STATES: readonly PositionState[] = ['published', 'paused', 'expired']
export const canGoOn = (positionState: PositionState): boolean => GOING_ON_STATES.includes(positionState)

export type Taken = { ok: true; to: ProposalState } | { ok: false; why: 'forbidden' | 'stale' }

/**
 * Whether this actor may take this step now, and where it leads.
 * @returns the next state; or `forbidden` (never this role) or `stale` (not from this state)
 */
export const take = (
  step: ProposalStep,
  proposal: { state: ProposalState; stateBefore?: ProposalState | null },
  actor: { role: Doer },
): Taken => {
  const move = PROPOSAL_LIFECYCLE[step]
  if (!move.by.includes(actor.role)) return { ok: false, why: 'forbidden' }
  if (!move.from.includes(proposal.state)) return { ok: false, why: 'stale' }
  if (move.to !== 'before') return { ok: true, to: move.to }
  return proposal.stateBefore ? { ok: true, to: proposal.stateBefore } : { ok: false, why: 'stale' }
}

/** Steps that this actor can take now: what a screen offers. */
export const stepsFor = (proposal: { state: ProposalState }, actor: { role: Doer }): ProposalStep[] =>
  (Object.keys(PROPOSAL_LIFECYCLE) as ProposalStep[]).filter((step) => take(step, proposal, actor).ok)

/** States that the employer's list shows; `proposed` and `set-aside` are between the engine and the coach. */
export const EMPLOYER_STATES = ['shortlisted', 'consented', 'accepted', 'placed'] as const satisfies ProposalState[]
/** States in which a standing consent reveals who it is (reliability.md, section 5; law 8). */
const REVEALED_STATES = ['consented', 'accepted', 'placed'] as const satisfies ProposalState[]
/** States that the newcomer's pages show: nothing is put to a person before the coach looked at it. */
export const NEWCOMER_STATES = [
  'shortlisted',
  'consented',
  'accepted',
  'placed',
  'declined',
  'refused',
  'superseded',
  'expired',
  'closed',
] as const satisfies ProposalState[]
/** Somebody said no or nothing, or it was tried: not proposed again within `notAgainDays`. */
export const NOT_AGAIN_STATES = [
  'set-aside',
  'declined',
  'refused',
  'placed',
  'superseded',
  'expired',
] as const satisfies ProposalState[]

export type ConsentTerms = { withdrawnAt: Date | null; expiresOn: string }

/**
 * Whether a consent reveals identity today. While a placement runs the consent's end does not count: the person works there. Of somebody who
 * stopped altogether no yes stands, also before the worker has ended the proposals one by one.
 * @param now `running`: a placement that came from this proposal is planned or active; `availability`: the newcomer's
 */
export const consentStands = (
  consent: ConsentTerms | null,
  state: ProposalState,
  today: string,
  now: { running: boolean; availability: Availability },
): boolean => {
  if (!consent || consent.withdrawnAt !== null || now.availability === 'withdrawn') return false
  if (state === 'placed') return now.running
  return (REVEALED_STATES as readonly ProposalState[]).includes(state) && consent.expiresOn >= today
}
