import type { MatchingPolicy } from '#server/matching/rules/policy.ts'

/** Numbers for texts: the columns of newcomers and of positions hold the number of a URI, an id or a language, never the text. */
export type Words = {
  /** The number of a text; a new one for a text not seen before. */
  numberOf(text: string): number
  /** How many there are; every number is below it. */
  size(): number
}

/** One list for the newcomers and the positions that are to meet: only numbers of the same list can be compared. */
const openWords = (): Words => {
  const numbers = new Map<string, number>()
  return {
    numberOf(text) {
      const known = numbers.get(text)
      if (known !== undefined) return known
      numbers.set(text, numbers.size)
      return numbers.size - 1
    },
    size: () => numbers.size,
  }
}

/** What the columns of both sides stand on. Columns of one basis can meet, and no others. */
export type Basis = {
  policy: MatchingPolicy
  /** `YYYY-MM-DD`, the day in the Netherlands. */
  today: string
  words: Words
}

export const openBasis = (policy: MatchingPolicy, today: string): Basis => ({ policy, today, words: openWords() })
