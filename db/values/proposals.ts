/** The words of the proposals room. A proposal is what the engine makes; "match" is only the act. */

export const PROPOSAL_STATES = [
  'proposed', // by the workers; only the coach sees it
  'set-aside', // by the coach, with a reason
  'shortlisted', // the coach puts it to the newcomer; the employer sees an anonymous card
  'declined', // the newcomer says no; no reason asked, no record held against anyone
  'consented', // the newcomer says yes to exactly these fields; only now the employer learns who it is
  'refused', // the employer, with a coded reason
  'accepted', // the employer wants to start
  'placed', // a placement was started from it
  'withdrawn', // the engine: gates no longer pass
  'superseded', // the newcomer was placed elsewhere; restored when that placement is cancelled
  'expired', // nobody answered in time
  'closed', // the position closed
] as const
export type ProposalState = (typeof PROPOSAL_STATES)[number]
/** States in which something can still happen; one open proposal per pair. */
export const OPEN_PROPOSAL_STATES = [
  'proposed',
  'shortlisted',
  'consented',
  'accepted',
] as const satisfies readonly ProposalState[]

export const PROPOSAL_STEPS = [
  'propose',
  'add',
  'set-aside',
  'take-back',
  'shortlist',
  'decline',
  'consent',
  'withdraw-consent',
  'refuse',
  'accept',
  'place',
  'withdraw',
  'supersede',
  'restore',
  'expire',
  'close',
] as const
export type ProposalStep = (typeof PROPOSAL_STEPS)[number]

/** Coded reasons: a closed list, so that they can be counted and softened into words. */
export const SET_ASIDE_REASONS = [
  'newcomer-not-ready',
  'other-plan',
  'better-place',
  'not-their-wish',
  'travel',
  'timing',
  'language',
  'position-unfit',
  'mistake',
] as const
export const REFUSAL_REASONS = [
  'skills',
  'language',
  'hours',
  'start-date',
  'seat-taken',
  'no-guidance-now',
  'other-candidate',
  'position-withdrawn',
] as const
export const DECLINE_CHOICES = ['no', 'talk-first'] as const

/** What the employer may learn after a yes; the newcomer ticks, name is the least that a first meeting needs. */
export const CONSENT_FIELDS = ['given-name', 'family-name', 'phone', 'email', 'work-history'] as const
export type ConsentField = (typeof CONSENT_FIELDS)[number]

/** The four parts of a fit, each with for and against. */
export const FIT_PARTS = ['can', 'wants', 'practical', 'support'] as const
export type FitPart = (typeof FIT_PARTS)[number]
export const FIT_STATES = ['full', 'part', 'open'] as const
export type FitState = (typeof FIT_STATES)[number]
