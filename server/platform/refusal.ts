/** Why a command says no to something that the person at the screen cannot mend in a form. */
export const REFUSAL_CODES = [
  'not-found',
  'forbidden',
  'stale', // somebody else was first, or the thing is no longer in that state
  'seats-taken',
  'already-placed',
  'consent-missing',
  'safeguard-blocks',
  'key-reused',
  'unverified', // nobody confirmed yet that this organisation is what it says
  'busy',
  'too-many',
] as const
export type RefusalCode = (typeof REFUSAL_CODES)[number]

/**
 * Thrown by commands: not found, forbidden, stale. What a person can mend is not a refusal but a verdict, a value with all its reasons.
 * Anything else that is thrown is a bug. Params `field` and `error` name the field of the form that the refusal is about.
 */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly code: RefusalCode
  readonly params: Record<string, string | number>
  constructor(code: RefusalCode, params: Record<string, string | number> = {}) {
    super(code)
    this.code = code
    this.params = params
  }
}
