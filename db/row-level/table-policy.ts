/** What the web process may do with the rows of one table; SQL conditions of `words.ts`. Absent = nothing. */
export type TablePolicy = {
  /** Read, add, change and remove alike. */
  own?: string
  read?: string
  /** Add, change and remove; what is changed must be readable as well. */
  write?: string
  add?: string
  change?: string
  /** Rows that may be locked and not changed: a lock on others is none, and says nothing. Only where no `change` would let them be taken over. */
  hold?: string
  /** Joined to `read` with AND. */
  needs?: string
  /** Why more than one's own rows may be read. */
  wide?: string
  /** Why even without an actor every row may be read. */
  open?: string
}
