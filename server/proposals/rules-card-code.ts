/** Letters and digits that nobody takes for another when read aloud. */
const CARD_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/**
 * A code for an anonymous card that its position has not used: two characters, three once two run short. It tells nothing about the person.
 * @param used codes of the position so far
 * @param random gives an integer from 0 up to and without its argument
 */
export const freeCardCode = (used: ReadonlySet<string>, random: (below: number) => number): string => {
  const length = used.size < CARD_ALPHABET.length ** 2 * 0.6 ? 2 : 3
  for (;;) {
    let code = ''
    while (code.length < length) code += CARD_ALPHABET.charAt(random(CARD_ALPHABET.length))
    if (!used.has(code)) return code
  }
}
