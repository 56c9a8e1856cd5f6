/** Numbers that are not kept here, whoever types them (AP: no citizen service number or identity number in an application). */
export type NeverStored = 'bsn' | 'v-number' | 'iban'

/**
 * Which number of those a text holds, or null. Pure.
 *
 * A citizen service number (BSN) is nine digits that pass the eleven test, written as one, or with dots or spaces in threes or as 4-2-3. An alien
 * number (V-nummer) is ten digits after a V or the word. An IBAN passes its checksum (ISO 13616). Digits count in every script and width.
 */
export function neverStoredIn(typed: string): NeverStored | null {
  const text = inPlainDigits(typed)
  for (const [found] of text.matchAll(
    /(?:(?<![\dA-Za-z])|(?<=bsn|sofi|nummer|nr))(\d{9}|\d{3}[ .-]\d{3}[ .-]\d{3}|\d{4}[ .-]\d{2}[ .-]\d{3})(?!\d)/gi,
  ))
    if (passesEleven(found.replace(/\D/g, ''))) return 'bsn'
  if (/(?<![a-z])(v|v[- ]?n(umme)?r\.?|vreemdelingen-?nummer)[\s:.#-]*\d{3}[ .-]?\d{3}[ .-]?\d{4}(?!\d)/i.test(text))
    return 'v-number'
  for (const [found] of text.matchAll(/(?<![\dA-Za-z])[A-Za-z]{2}\d{2}(?:[ .-]?[\dA-Za-z]){11,30}/g))
    if (holdsIban(found.replace(/[^\dA-Za-z]/g, '').toUpperCase())) return 'iban'
  return null
}

/** The text with ASCII digits for those of other scripts (Arabic, Persian, full width), plain dashes and spaces, and nothing that is not seen. */
function inPlainDigits(typed: string): string {
  if (/^[\n\t -~]*$/.test(typed)) return typed
  return typed
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Pd}/gu, '-')
    .replace(/(?!\d)\p{Nd}/gu, (digit) => String(digitOf(digit)))
}

/** Unicode keeps the ten digits of a script side by side, from zero up. */
function digitOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return (code - zero) % 10
}

/** The eleven test of a citizen service number, with weights 9 8 7 6 5 4 3 2 -1. All zeros is nobody. */
function passesEleven(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at === 8 ? -1 : 9 - at), 0)
  return sum % 11 === 0 && Number(digits) > 0
}

/** Whether an IBAN begins here; the words after it may have come along, so every length that an IBAN can have is tried. */
function holdsIban(text: string): boolean {
  for (let length = 15; length <= Math.min(34, text.length); length++) {
    const moved = text.slice(4, length) + text.slice(0, 4)
    let rest = 0
    for (const char of moved) rest = Number(`${rest}${Number.parseInt(char, 36)}`) % 97
    // Dutch ones have one length; of others a chance in 97 is too many for each length, so they must end where the text does.
    const ends = text.startsWith('NL') ? length === 18 : length === text.length
    if (rest === 1 && ends) return true
  }
  return false
}
