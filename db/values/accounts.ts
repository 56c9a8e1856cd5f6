/** The words of the accounts room. */
export const ROLES = ['newcomer', 'employer', 'coach', 'municipality', 'officer', 'platform', 'auditor'] as const
export type Role = (typeof ROLES)[number]
/** `removed`: no member any more; the account stays for what it once decided, without an address, and never opens again. */
export const ACCOUNT_STATES = ['active', 'suspended', 'removed'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]

/** How somebody proved who they are, in the order in which they did (`amr` of a session). `demo`: they did not, it is a persona. */
export const PROOFS = ['code', 'link', 'card', 'passkey', 'totp', 'recovery', 'outward', 'demo'] as const
export type Proof = (typeof PROOFS)[number]

/** How surely it is known who somebody is: 1 one proof, 2 two proofs or a passkey that asked for its owner. */
export type Assurance = 1 | 2

/** What a browser calls itself, as far as it helps a person to know their own device again; the rest of it is never kept. */
export const BROWSERS = ['chrome', 'firefox', 'safari', 'edge', 'samsung'] as const
export const SYSTEMS = ['android', 'iphone', 'ipad', 'windows', 'mac', 'linux'] as const
