import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { text } from '#server/platform/fields.ts'
import { neverStoredIn } from '#server/platform/never-stored.ts'

describe('numbers that are not kept', () => {
  test.each([
    ['Mijn bsn is 111222333.', 'bsn'],
    ['123456782', 'bsn'],
    ['BSN:123.456.782', 'bsn'],
    ['1234 56 782 staat op de brief', 'bsn'],
    ['BSN123456782', 'bsn'],
    ['mijn burgerservicenummer123456782', 'bsn'],
    ['\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0662', 'bsn'], // Arabic-Indic
    ['\u06f1\u06f2\u06f3 \u06f4\u06f5\u06f6 \u06f7\u06f8\u06f2', 'bsn'], // Persian
    ['\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff12', 'bsn'], // full width
    ['123\u00a0456\u00a0782', 'bsn'],
    ['1234\u200b56782', 'bsn'],
    ['V-nummer \u0662\u0668\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667', 'v-number'],
    ['NL\u0669\u0661 ABNA \u0660\u0664\u0661\u0667 \u0661\u0666\u0664\u0663 \u0660\u0660', 'iban'],
    ['V-nummer 2801234567', 'v-number'],
    ['v nr. 280 123 4567', 'v-number'],
    ['V2801234567', 'v-number'],
    ['vreemdelingennummer: 2801234567', 'v-number'],
    ['NL91 ABNA 0417 1643 00', 'iban'],
    ['stort op nl91abna0417164300 graag', 'iban'],
    ['DE89 3704 0044 0532 0130 00', 'iban'],
  ])('%s', (typed, found) => {
    expect(neverStoredIn(typed)).toBe(found)
    expect(
      text(200)
        .safeParse(typed)
        .error?.issues.map((one) => one.message),
    ).toEqual(['never-stored'])
  })

  test.each([
    '',
    'Ik werk graag met mijn handen',
    'Bel 06 12 34 56 78 of 0612345678',
    '+31 612345678 na 17.00 uur',
    'kvk 12345678',
    '123456789', // nine digits that do not pass
    '000000000',
    '1112223334', // ten digits
    'ABC123456782', // the number of an order
    '\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669', // does not pass either
    'Bestelling 2801234567', // ten digits without the word
    'NL91 ABNA 0417 1643 01', // wrong checksum
    'Van 22-11-2026 tot 01-02-2027, 24 uur, 3526 KV',
    'VCA 1 en niveau 2',
  ])('%s is none of them', (typed) => {
    expect(neverStoredIn(typed)).toBeNull()
    expect(text(200).safeParse(typed).success).toBe(true)
  })

  test('every number that passes the eleven test is found, and no other of nine digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (number) => {
        const digits = String(number).padStart(9, '0')
        const sum = [9, 8, 7, 6, 5, 4, 3, 2, -1].reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
        expect(neverStoredIn(`nummer ${digits}, graag`)).toBe(sum % 11 === 0 ? 'bsn' : null)
      }),
      { numRuns: 2_000 },
    )
  })

  test('a text of 50,000 characters takes no longer than a moment', () => {
    for (const typed of [
      'a'.repeat(50_000),
      '1'.repeat(50_000),
      'NL91'.repeat(12_500),
      '\u0661'.repeat(50_000),
      `${'v '.repeat(25_000)}1`,
    ]) {
      const began = performance.now()
      neverStoredIn(typed)
      expect(performance.now() - began).toBeLessThan(200)
    }
  })
})
