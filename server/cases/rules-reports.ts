/** Letters and digits that nobody mistakes for another. */
const LETTERS = '34679CDFGHJKMNPQRTVWXY'

/**
 * The code that a reporter keeps: ten characters, too many to guess.
 * @param random a whole number from 0 to below what is asked
 */
export const reportCode = (random: (below: number) => number): string =>
  Array.from({ length: 10 }, () => LETTERS[random(LETTERS.length)]).join('')
