/** The words of the placements room. */
export const PLACEMENT_STATES = ['planned', 'active', 'completed', 'ended-early', 'cancelled'] as const
export type PlacementState = (typeof PLACEMENT_STATES)[number]
/** States that hold a seat and make the newcomer unavailable. */
export const RUNNING_PLACEMENT_STATES = ['planned', 'active'] as const satisfies readonly PlacementState[]
export const PLACEMENT_STEPS = ['plan', 'begin', 'extend', 'complete', 'end-early', 'cancel'] as const
export type PlacementStep = (typeof PLACEMENT_STEPS)[number]
export const INITIATIVES = ['newcomer', 'employer', 'coach', 'municipality'] as const
export type Initiative = (typeof INITIATIVES)[number]

/** Follow-up conversations: due dates in a table, found by a sweep. Policy 2026-11. */
export const FOLLOW_UP_KINDS = ['week-2', 'month-1', 'month-3', 'month-6', 'month-12'] as const
export type FollowUpKind = (typeof FOLLOW_UP_KINDS)[number]
export const FOLLOW_UP_STATES = ['waiting', 'due', 'done', 'dropped'] as const
export type FollowUpState = (typeof FOLLOW_UP_STATES)[number]
export const FOLLOW_UP_OUTCOMES = ['going-well', 'needs-attention', 'concern', 'stopped', 'lasting-work'] as const
export type FollowUpOutcome = (typeof FOLLOW_UP_OUTCOMES)[number]
/** A concern becomes a fact about the establishment, so the safeguard bites at the next publication. */
export const CONCERNS = [
  'no-guidance',
  'only-regular-work',
  'unpaid-beyond-term',
  'lessons-crowded-out',
  'unsafe',
  'treated-unequally',
] as const
export type Concern = (typeof CONCERNS)[number]

/** The calendar of a participation placement (Participatiewet 10a(5)(6)(8)(9)(10)). */
export const PARTICIPATION_REVIEWS = ['training-offer', 'premium', 'assessment', 'review-24', 'review-36'] as const
export type ParticipationReview = (typeof PARTICIPATION_REVIEWS)[number]

/** What kind of contract somebody works under: the exemption for displaced persons holds for a contract of employment only. */
export const CONTRACT_KINDS = ['employment', 'other'] as const
export type ContractKind = (typeof CONTRACT_KINDS)[number]
