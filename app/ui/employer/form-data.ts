import type { Sector } from '#db/values/reference.ts'

/** One term to choose: `found` by a search, or suggested since it belongs to the occupation. */
export type TermOption = { uri: string; label: string; suggested: boolean }
/** The terms that a search field of the form offers, the chosen ones first. `q` is what was searched, '' for nothing. */
export type TermList = { options: TermOption[]; q: string; found: number }

/** What the form of a position needs beside its values. */
export type PositionTerms = {
  occupation: TermList
  needed: TermList
  taught: TermList
  sector: Sector
}

/** The establishments to choose from. */
export type PlaceOption = { id: string; name: string; place: string }
