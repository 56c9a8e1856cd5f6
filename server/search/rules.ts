/** Pure text and order rules of search: one folding for the index, the query and the fallback (search.md, section 2). */

/** Longer questions add nothing: the engine itself reads ten words (search.md, section 5, rule 2). */
const QUERY_LIMITS = { words: 10, characters: 200 } as const

const ARABIC_LETTERS: Record<string, string> = { ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه', ٱ: 'ا', ہ: 'ه' }
const LATIN_LETTERS: Record<string, string> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', đ: 'd', ł: 'l', ı: 'i', þ: 'th' }

/** Tigrinya rows that sound alike: ሠ as ሰ and ፀ as ጸ. ሀ/ሐ and አ/ዐ stay apart: they differ in Tigrinya. */
const ethiopic = (letter: string): string => {
  const code = letter.codePointAt(0) ?? 0
  if (code >= 0x1220 && code <= 0x1227) return String.fromCodePoint(code + 0x10)
  if (code >= 0x1340 && code <= 0x1347) return String.fromCodePoint(code - 8)
  return letter
}

/**
 * Folds a text so that the same word written on another keyboard, with other accents or in other case is equal: lower case, Latin and
 * Arabic marks gone, Arabic and Persian letter forms and digits merged, the Arabic article cut off, apostrophes inside words gone,
 * everything that is no letter, mark or digit a single space.
 *
 * @param text anything a person typed or a label
 * @returns words of letters, marks and digits with one space between them; '' when nothing is left
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/(?<=[\p{Script=Latin}\p{Script=Arabic}])\p{M}+/gu, '')
    .normalize('NFC')
    .replace(/[ىیکةٱہ]/gu, (letter) => ARABIC_LETTERS[letter] ?? letter)
    .replace(/[ßøæœđłıþ]/gu, (letter) => LATIN_LETTERS[letter] ?? letter)
    .replace(/[\u0660-\u0669]/gu, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/gu, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\u1220-\u1227\u1340-\u1347]/gu, ethiopic)
    .replace(/\u0640/gu, '')
    .replace(/(?<=\p{L})['’‘ʼʻ`](?=\p{L})/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .replace(/(?<=^| )ال(?=\p{L}{3,})/gu, '')
    .trim()
}

/**
 * The words of a question. Quotes, minus signs and every other operator are gone with the folding, so a person's text is never syntax.
 *
 * @returns at most ten folded words
 */
export const wordsOf = (question: string): string[] =>
  foldText(question.slice(0, QUERY_LIMITS.characters)).split(' ').filter(Boolean).slice(0, QUERY_LIMITS.words)

/** True when a text holds a letter of the Arabic script: only then a locale is sent to Meilisearch (search.md, finding 2). */
export const hasArabicScript = (text: string): boolean => /\p{Script=Arabic}/u.test(text)

/** Words that Dutch glues to others in the sectors we serve. Policy 2026-11: ours, not from a source; extend it with searches that found nothing. */
const COMPOUND_PARTS = [
  'zorg',
  'verpleeg',
  'verpleging',
  'kunde',
  'kundige',
  'verzorgende',
  'medewerker',
  'begeleider',
  'assistent',
  'helpende',
  'leerling',
  'monteur',
  'techniek',
  'technicus',
  'elektro',
  'installatie',
  'metaal',
  'lasser',
  'bouw',
  'timmer',
  'schilder',
  'metselaar',
  'vakman',
  'dakdekker',
  'magazijn',
  'logistiek',
  'chauffeur',
  'vrachtwagen',
  'heftruck',
  'schoonmaak',
  'schoonmaker',
  'keuken',
  'hulp',
  'kok',
  'bediening',
  'horeca',
  'bakker',
  'brood',
  'winkel',
  'verkoop',
  'verkoper',
  'kapper',
  'tuin',
  'hovenier',
  'groen',
  'plant',
  'fiets',
  'auto',
  'kinder',
  'opvang',
  'ouderen',
  'thuis',
  'huishoud',
  'kantoor',
  'beheer',
  'systeem',
  'software',
  'programmeur',
  'naai',
  'textiel',
  'kleding',
] as const

/**
 * The parts of Dutch compounds, because neither Meilisearch nor Postgres takes them apart (search.md, finding 4): "ouderenzorg" gives
 * "ouderen" and "zorg". A part counts at the start or the end of a word, when at least three letters are left beside it.
 *
 * @param folded a folded text
 * @returns the parts that are not already words of the text, each once
 */
export function compoundParts(folded: string): string[] {
  const words = folded.split(' ')
  const parts = new Set<string>()
  for (const word of words) {
    if (word.length < 7) continue
    for (const part of COMPOUND_PARTS) {
      if (word.length < part.length + 3) continue
      if (word.endsWith(part)) {
        parts.add(part)
        parts.add(word.slice(0, -part.length))
      } else if (word.startsWith(part)) {
        parts.add(part)
        parts.add(word.slice(part.length).replace(/^en(?=[^aeiou])/, ''))
      }
    }
  }
  for (const word of words) parts.delete(word)
  return [...parts].filter((part) => part.length >= 3)
}

/**
 * What settles equal ranks: the first 32 bits of the random id. The same order in Meilisearch (last ranking rule) and in Postgres (order by
 * id), and the same after a rebuild (search.md, finding 8).
 */
export const tieOf = (id: string): number => Number.parseInt(id.slice(0, 8), 16)

/** The middle radius of the earth in km (IUGG). */
export const EARTH_KM = 6371.0088
