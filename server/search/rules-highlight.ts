import { foldText, wordsOf } from './rules.ts'

/** A stretch of a text, and whether it is what somebody looked for. */
export type Part = { text: string; isHit: boolean }

/**
 * Marks in a text the words that somebody looked for, folded as search folds them, so "coordinator" marks "Coördinator". The last word may be
 * unfinished, so its beginning counts. The same for both engines, since both texts come from Postgres.
 *
 * @returns the whole text in parts, in order; one part when nothing is in it
 */
export function highlighted(text: string, question: string): Part[] {
  const words = wordsOf(question)
  const last = words.at(-1)
  if (last === undefined) return [{ text, isHit: false }]
  const isHit = (word: string): boolean => {
    const folded = foldText(word)
    if (folded === '') return false
    return words.includes(folded) || (last.length >= 2 && folded.startsWith(last))
  }
  const parts: Part[] = []
  const add = (piece: string, hit: boolean): void => {
    const before = parts.at(-1)
    if (before && before.isHit === hit) before.text += piece
    else if (piece !== '') parts.push({ text: piece, isHit: hit })
  }
  for (const piece of text.split(/([\p{L}\p{M}\p{N}'’‘ʼ]+)/u)) if (piece !== '') add(piece, isHit(piece))
  return parts
}
