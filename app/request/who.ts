import type { Who } from '#app/ui/shell-staff.tsx'
import type { Account } from '#server/accounts/reads.ts'
import { maySwitch } from '#server/accounts/rules-session.ts'

/** Who the top bar of a desk names, and whether it leads to the choice of another account of the same person. */
export const whoOf = (account: Pick<Account, 'displayName' | 'hasOthers' | 'amr'>): Who => ({
  name: account.displayName,
  hasOthers: account.hasOthers && maySwitch(account) !== null,
})
