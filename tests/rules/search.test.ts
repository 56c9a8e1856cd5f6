import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compoundParts, foldText, tieOf, wordsOf } from '#server/search/rules.ts'
import { pageOf } from '#server/search/rules-ask.ts'

describe('folding', () => {
  test.each([
    ['Coördinator', 'coordinator'],
    ['CARRIÈRE', 'carriere'],
    ['İstanbul', 'istanbul'],
    ['ıstanbul', 'istanbul'],
    ["go'aan", 'goaan'],
    ['п’ять', 'пять'],
    ['пʼять', 'пять'],
    ["п'ять", 'пять'],
    ['الطبخ', 'طبخ'],
    ['أستاذ', 'استاذ'],
    ['مدرسة', 'مدرسه'],
    ['کتاب', 'كتاب'],
    ['كتـــاب', 'كتاب'],
    ['می‌شود', 'مي شود'],
    ['۲۴ ٢٤', '24 24'],
    ['ሠላም', 'ሰላም'],
    ['ፀሓይ', 'ጸሓይ'],
    ['straße', 'strasse'],
  ])('%s is %s', (written, folded) => expect(foldText(written)).toBe(folded))

  test('Tigrinya letters that differ stay apart', () => {
    expect(foldText('ሀ')).not.toBe(foldText('ሐ'))
    expect(foldText('አ')).not.toBe(foldText('ዐ'))
  })

  test('folding twice is folding once, and leaves no operator of any search engine', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const once = foldText(text)
        expect(foldText(once)).toBe(once)
        expect(once).not.toMatch(/["'&|!():*<>\\%_\-\0]/)
      }),
    )
  })
})

test('a question has at most ten words, whatever was typed', () => {
  expect(wordsOf('"zij -instroom" OR x:y | 24 uur')).toEqual(['zij', 'instroom', 'or', 'x', 'y', '24', 'uur'])
  expect(wordsOf('a '.repeat(10_000))).toHaveLength(10)
  expect(wordsOf('" - \0 !')).toEqual([])
})

test('Dutch compounds give their parts', () => {
  expect(compoundParts('ouderenzorg')).toEqual(expect.arrayContaining(['zorg', 'ouderen']))
  expect(compoundParts('schoonmaakmedewerker')).toEqual(expect.arrayContaining(['schoonmaak', 'medewerker']))
  expect(compoundParts('kok zorg')).toEqual([])
})

test('a page is always a page', () => {
  for (const wild of [0, -1, 1e9, Number.NaN, 2.5, Number.POSITIVE_INFINITY]) {
    const { page, perPage, offset } = pageOf({ page: wild, perPage: wild })
    expect(page).toBeGreaterThanOrEqual(1)
    expect(perPage).toBeGreaterThanOrEqual(1)
    expect(perPage).toBeLessThanOrEqual(100)
    expect(offset).toBe((page - 1) * perPage)
    expect(offset).toBeLessThanOrEqual(1_000)
  }
})

test('ties are numbers of 32 bits', () => {
  expect(tieOf('ffffffff-0000-4000-8000-000000000000')).toBe(2 ** 32 - 1)
})
