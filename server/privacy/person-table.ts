import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'

/** Which id of a person the column holds. */
export type Whose = 'newcomer' | 'account' | 'proposal' | 'placement'
/** The heading under which somebody reads it (`rights.copy.group`). */
export type CopyGroup =
  | 'person'
  | 'account'
  | 'profile'
  | 'language'
  | 'week'
  | 'skills'
  | 'wishes'
  | 'proposals'
  | 'consents'
  | 'placements'
  | 'messages'
  | 'asked'

export type PersonTable = {
  table: PgTable
  by: [Whose, PgColumn]
  /**
   * `delete`: the rows go. `with`: they go by their foreign key when the row they belong to goes. `blank`: the row stays for the figures and the
   * oversight of a municipality, as the row of nobody, and these columns are set.
   */
  erase: 'delete' | 'with' | { blank: Record<string, unknown> }
  /** What a copy of one's own data holds of it; or why nothing. */
  copy: { group: CopyGroup; columns: readonly string[] } | { none: string }
}
