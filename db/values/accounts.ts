/** The words of the accounts room. */
export const ROLES = ['newcomer', 'employer', 'coach', 'municipality', 'officer'] as const
export type Role = (typeof ROLES)[number]
export const ACCOUNT_STATES = ['active', 'suspended'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]
