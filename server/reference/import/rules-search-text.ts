import type { TermLabels } from '#server/reference/rules.ts'
import { foldText } from '#server/search/rules.ts'

const SEPARATOR = ' | '
/** Other names of one term in one language, in characters: enough for what people type, not the whole thesaurus. */
const MOST_CHARACTERS = 400

/**
 * The text in which a term is found: its labels first (Dutch, English, Arabic), then what was there, then other names; folded, each once.
 * A name that is in never leaves, so importing the same file again changes nothing.
 *
 * @param labels all labels, after merging
 * @param known the search text so far, empty for a new term
 * @param others other names of this file's language
 */
export function searchTextOf(labels: TermLabels, known = '', others: readonly string[] = []): string {
  const names = [labels.nl, labels.en, labels.ar].map((label) => foldText(label ?? ''))
  names.push(...known.split(SEPARATOR))
  let room = MOST_CHARACTERS
  for (const name of others.map(foldText)) {
    if (name.length > room) continue
    names.push(name)
    room -= name.length
  }
  return [...new Set(names)].filter((name) => name !== '').join(SEPARATOR)
}
