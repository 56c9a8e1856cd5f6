/** The words of the policies: each is SQL over what `boundDb` set for the transaction. Nothing set reads as nobody, and nobody sees nothing. */
const setting = (name: string): string => `current_setting('app.${name}', true)`
const idOf = (name: string): string => `(select nullif(${setting(name)}, '')::uuid)`

const ROLE = `(select ${setting('role')})`
export const ME = idOf('account')
export const NEWCOMER = idOf('newcomer')
export const EMPLOYER = idOf('employer')
export const MUNICIPALITY = `(select nullif(${setting('municipality')}, ''))`
/** The purposes for which this statement sees more (`purposes.ts`). */
export const forPurposes = (...names: string[]): string =>
  `(select string_to_array(${setting('purpose')}, ',')) && array[${names.map((name) => `'${name}'`).join(', ')}]`

/** Anybody for whom the database answers, visitors included. */
export const BOUND = `${ROLE} <> ''`
export const is = (...roles: string[]): string => `${ROLE} in (${roles.map((role) => `'${role}'`).join(', ')})`

/** What a function of `functions.ts` returns for who asks, worked out once a statement: `= any` keeps the index, a correlated exists does not (ADR 0017). */
const among = (column: string, name: string): string => `${column} = any ((select ${name}())::uuid[])`
export const seenNewcomer = (column = 'newcomer_id'): string => among(column, 'app_newcomers')
export const ownCaseload = (column = 'newcomer_id'): string => among(column, 'app_caseload')
export const seenPosition = (column = 'position_id'): string => among(column, 'app_positions')
export const seenProposal = (column = 'proposal_id'): string => among(column, 'app_proposals')
export const seenPlacement = (column = 'placement_id'): string => among(column, 'app_placements')
export const seenEstablishment = (column = 'establishment_id'): string => among(column, 'app_establishments')
export const seenVerdict = (column = 'verdict_id'): string => among(column, 'app_verdicts')
export const seenAccount = (column = 'account_id'): string => among(column, 'app_caseload_accounts')
export const regionEmployer = (column = 'employer_id'): string => among(column, 'app_region_employers')
/** The organisation that an admin of an employer runs; a member runs none. */
export const ADMIN_OF = '(select app_admin_of())'
export const seenEmployer = (column = 'employer_id'): string => among(column, 'app_employers')

export const any = (...parts: string[]): string => parts.map((part) => `(${part})`).join(' or ')
export const all = (...parts: string[]): string => parts.map((part) => `(${part})`).join(' and ')
