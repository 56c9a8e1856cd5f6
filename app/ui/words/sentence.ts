import { codedWord } from './coded-word.ts'
import type { Words } from './words.tsx'

/** A code with parameters, as rules give it and tables store it. */
export type CodedReason = { code: string; params: Record<string, string | number> }
/** Labels of the URIs and ISCO groups that the reasons name, in the language of the page. */
export type TermLabels = Record<string, string>

/** One parameter as people read it: levels, days, times, amounts and terms in words. */
function shown(name: string, value: string | number, words: Words, labels: TermLabels): string {
  const { t } = words
  const text = String(value)
  if (text === '') return '…'
  switch (name) {
    case 'language':
      return words.languageName(text)
    case 'skill':
      return codedWord(t, 'enum.languageSkill', text) ?? text
    case 'level':
    case 'expected':
    case 'needed':
    case 'enough':
      return codedWord(t, 'enum.level', text) ?? text
    case 'evidence':
    case 'licence':
    case 'support':
    case 'motive':
    case 'concern':
      return codedWord(t, `enum.${name}`, text) ?? text
    case 'means':
      return codedWord(t, 'enum.travelMeans', text) ?? text
    case 'uri':
    case 'occupation':
    case 'broader':
    case 'by':
    case 'has':
    case 'isco':
      return labels[text] ?? text
    case 'weekday':
      return words.weekday(Number(value))
    case 'months':
    case 'normalMonths':
    case 'maxMonths':
      return spanOf(Number(value), words)
    // 0,67 is not 0,7: thresholds have two digits.
    case 'ratio':
    case 'tight':
    case 'ample':
      return words.language === 'nl' ? text.replace('.', ',') : text
    case 'quarter': {
      const [year = '', quarter = ''] = text.split('-Q')
      return t('duration.quarter', { quarter, year })
    }
    case 'with':
      return codedWord(t, 'clash', text) ?? text
    case 'missing':
    case 'kind':
      return words.list(text.split(',').map((part) => codedWord(t, 'safeguard.part', part.trim()) ?? part))
    case 'reason':
      return codedWord(t, 'safeguard.contractEnd', text) ?? text
  }
  if (/Cents$|^cents$/.test(name) && typeof value === 'number') return words.euros(value)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return words.day(text)
  if ((name === 'from' || name === 'to') && typeof value === 'number') return words.clock(value)
  return typeof value === 'number' ? words.number(value) : text
}

/** A number of months as years or months: 36 -> 3 jaar, 5 -> 5 maanden. */
export const spanOf = (months: number, { t }: Words): string =>
  months >= 12 && months % 12 === 0
    ? t('duration.years', { count: months / 12 })
    : months >= 24
      ? t('duration.years', { count: Math.floor(months / 12) })
      : t('duration.months', { count: months })

const paramsOf = (reason: CodedReason, words: Words, labels: TermLabels, bare: readonly string[] = []) =>
  Object.fromEntries(
    Object.entries(reason.params).map(([name, value]) => [
      name,
      bare.includes(name) ? words.number(Number(value)) : shown(name, value, words, labels),
    ]),
  )

/** The sentence of a reason of the engine. */
export const sentenceOf = (reason: CodedReason, words: Words, labels: TermLabels = {}): string =>
  codedWord(words.t, 'reason', reason.code, paramsOf(reason, words, labels)) ?? reason.code

/** The sentence of a change that the engine found; staff pages only, which are Dutch. Dutch itself goes without saying. */
export const changeOf = (change: CodedReason, words: Words, labels: TermLabels = {}): string => {
  const { language, enough, needed } = change.params
  const isOther = language !== undefined && language !== 'nld'
  const isSoon = enough !== undefined && enough !== needed
  const code = `${change.code}${isOther ? '-in' : isSoon ? '-soon' : ''}`
  return codedWord(words.t, 'change', code, paramsOf(change, words, labels)) ?? change.code
}

/** Amounts whose unit stands in the sentence of a safeguard. */
const BARE = ['hours', 'needed']

/** The sentence of what a safeguard found. */
export const foundBy = (reason: CodedReason, words: Words): string =>
  codedWord(words.t, 'safeguard.found', reason.code, paramsOf(reason, words, {}, BARE)) ?? reason.code

/** How to mend what a safeguard found, or null when there is nothing to mend. */
export const mendFor = (reason: CodedReason, words: Words): string | null =>
  codedWord(words.t, 'safeguard.mend', reason.code, paramsOf(reason, words, {}, BARE)) ?? null
