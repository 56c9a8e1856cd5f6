import type { Assurance, Proof, Role } from '#db/values/accounts.ts'
import { SECOND_STEP } from '#server/access/rules-second-step.ts'

/** Whose second step it is: the role, and of an employer whether it is an admin. */
type Rank = { role: Role; isAdmin: boolean }

/** What a session says of how surely somebody is known, with the second steps that the account has. */
export type Standing = Rank & { aal: Assurance; amr: readonly Proof[]; hasTotp: boolean; hasPasskey: boolean }

/** Whether a second step is compulsory: by role, or since the person chose an authenticator app themselves. */
const needsSecondStep = (standing: Rank & Pick<Standing, 'hasTotp'>): boolean =>
  standing.hasTotp || mustKeepSecondStep(standing)

/** Whether the role alone makes it compulsory: then the last second step cannot be taken away. */
export const mustKeepSecondStep = ({ role, isAdmin }: Rank): boolean =>
  SECOND_STEP.includes(role === 'employer' ? (isAdmin ? 'employer-admin' : 'employer-member') : role)

/** Whether this session opens the pages of its role. Without it only the pages of the second step open. */
export const isComplete = (standing: Standing): boolean => standing.aal === 2 || !needsSecondStep(standing)

/**
 * Whether this session may add or replace a second step: after one, or for the first time. Else a mailbox alone would take over an account.
 * Never with a card alone: what it makes would outlive the card, which a coach must be able to end.
 */
export const mayAddSecondStep = ({ aal, amr, hasTotp, hasPasskey }: Standing): boolean =>
  aal === 2 || (!hasTotp && !hasPasskey && !amr.includes('card'))

/** Whether this session may link the account to an identity provider: a complete one, and never a card alone, for the same reason. */
export const mayLinkIdentity = (standing: Standing): boolean =>
  isComplete(standing) && (standing.aal === 2 || !standing.amr.includes('card'))

/**
 * The proof that a session may take along to another account of the same address, or null: the mailbox, a passkey or a persona of the demo. What
 * was proved for one account beyond that is not taken along, and a card or an identity provider stands for one account only.
 */
export const maySwitch = ({ amr }: { amr: readonly Proof[] }): Proof | null =>
  amr.includes('card')
    ? null
    : ((['code', 'link', 'passkey', 'demo'] as const).find((one) => amr.includes(one)) ?? null)
