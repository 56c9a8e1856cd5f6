/** What people look at, and so is written down before it is shown. */
export const VIEW_ACTIONS = [
  'dossier.viewed', // the profile of a newcomer, by name
  'opening.viewed', // the same in an emergency, by somebody of another desk, after a second person said yes
  'match.viewed', // a newcomer beside one place
  'card.viewed', // the anonymous card
  'identity.viewed', // who it is, after a yes
  'profiles.searched', // people of the municipality by what they can do, without names
  'list.exported', // a file with people in it
  'counts.exported', // a file with counts
  'case.viewed', // an answer of the safeguards with all that belongs to it
] as const
export type ViewAction = (typeof VIEW_ACTIONS)[number]

/** What an entry is about; the id beside it says which one. */
export const AUDIT_SUBJECTS = [
  'newcomer',
  'proposal',
  'position',
  'placement',
  'case',
  'account',
  'municipality',
  'employer',
  'invitation',
  'opening',
  'audit',
  'queue',
  'page',
] as const
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number]
