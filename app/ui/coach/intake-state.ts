/** One row of a list in a form: its fields by name; a field that can be chosen more than once is a list. */
export type IntakeRow = Record<string, string | string[]>
/** What stands in a part of the intake: from the profile, or as it was typed. Rows are numbered by their place. */
export type IntakeState = { fields: Record<string, string | string[]>; rows: Record<string, IntakeRow[]> }
/** A term that a search found. */
type FoundTerm = { uri: string; label: string }
/** The answers to a search: under the name of the list that they can join. */
export type Found = Record<string, { q: string; terms: FoundTerm[] }>

/** What every part of the intake is drawn from. */
export type IntakePart = {
  state: IntakeState
  /** Sentences by field name, as the form parser names them: `languages[3].level`. */
  errors: Record<string, string>
  /** Dutch labels of the terms in the state, by their address. */
  labels: Record<string, string>
  found: Found
}

/** One text of a row or of the fields. */
export const textIn = (row: Record<string, string | string[]> | undefined, name: string): string => {
  const value = row?.[name]
  return Array.isArray(value) ? (value[0] ?? '') : (value ?? '')
}

/** All values of a field that can be chosen more than once. */
export const listIn = (row: Record<string, string | string[]> | undefined, name: string): string[] => {
  const value = row?.[name]
  return value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]
}
