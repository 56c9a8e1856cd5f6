/** The words of who belongs to what: invitations, the standing of organisations, and files that are opened in an emergency. */
export const INVITATION_STATES = ['open', 'accepted', 'withdrawn'] as const
export type InvitationState = (typeof INVITATION_STATES)[number]

/** `unverified`: nobody looked yet whether the organisation is what it says; it publishes nothing. */
export const ORGANISATION_STATES = ['unverified', 'active', 'suspended'] as const
export type OrganisationState = (typeof ORGANISATION_STATES)[number]

/** Why a file must be opened by somebody who does not work with the newcomer. */
export const OPENING_REASONS = ['coach-gone', 'danger', 'legal-duty'] as const
export type OpeningReason = (typeof OPENING_REASONS)[number]
export const OPENING_STATES = ['asked', 'approved', 'refused'] as const
export type OpeningState = (typeof OPENING_STATES)[number]

/** What can be done with somebody of the own organisation. */
export const MEMBER_STEPS = [
  'make-admin',
  'make-member',
  'make-coach',
  'make-officer',
  'make-municipality',
  'suspend',
  'restore',
  'remove',
] as const
export type MemberStep = (typeof MEMBER_STEPS)[number]
/** Why; the audit holds the code. */
export const MEMBER_REASONS = ['other-work', 'left', 'long-absence', 'back-again', 'misuse', 'mistake'] as const
