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

/** FNV-1a with a last mix: 32 bits that say nothing about how an id sorts. */
export const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) | 0
}

/**
 * What orders two pairs of equal score: 20 bits out of the hashes of both ids, so that it is the same for any order of
 * the input, favours nobody whose id sorts first, and leaves room for a score of 0..1000 in 2^53 (matching.md, section 4).
 */
export const tieOf = (newcomerHash: number, positionHash: number): number => {
  let hash = Math.imul(newcomerHash ^ Math.imul(positionHash, 0x9e3779b1), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) & 0xfffff
}

/** What the columns of both sides stand on. Columns of one basis can meet, and no others. */
export type Basis = {
  policy: MatchingPolicy
  /** `YYYY-MM-DD`, the day in the Netherlands. */
  today: string
  words: Words
}

export const openBasis = (policy: MatchingPolicy, today: string): Basis => ({ policy, today, words: openWords() })
