import type { Words } from './words.tsx'

/** A code with parameters, as rules give it and tables store it. */
export type CodedReason = { code: string; params: Record<string, string | number> }
/** Labels of the URIs and ISCO groups that the reasons name, in the language of the page. */
export type TermLabels = Record<string, string>

const inList = (t: Words['t'], list: string, value: string | number): string =>
  t(`enum.${list}.${value}` as never) as string

/** One parameter as people read it: levels, days, times, amounts and terms in words. */
function shown(name: string, value: string | number, words: Words, labels: TermLabels): string {
  const { t } = words
  const text = String(value)
  if (text === '') return '…'
  switch (name) {
    case 'language':
      return words.languageName(text)
    case 'skill':
      return inList(t, 'languageSkill', text)
    case 'level':
    case 'expected':
    case 'needed':
    case 'enough':
      return /^\d+$/.test(text) ? text : inList(t, 'level', text)
    case 'evidence':
    case 'licence':
    case 'support':
    case 'motive':
    case 'concern':
      return inList(t, name, text)
    case 'means':
      return inList(t, 'travelMeans', text)
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
      return spanOf(Number(value), words)
    case 'with':
      return t(`clash.${text}` as never) as string
    case 'missing':
    case 'kind':
      return words.list(text.split(',').map((part) => t(`safeguard.part.${part.trim()}` as never) as string))
    case 'reason':
      return t(`safeguard.contractEnd.${text}` as never) as string
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

/** A sentence by a key made of a code; tests hold every code against every dictionary. */
const said = (words: Words, key: string, params: Record<string, string>): string =>
  String(words.t(key as never, params as never))

/** The sentence of a reason of the engine. */
export const sentenceOf = (reason: CodedReason, words: Words, labels: TermLabels = {}): string =>
  said(words, `reason.${reason.code}`, paramsOf(reason, words, labels))

/** The sentence of a change that the engine found; staff pages only, which are Dutch. Dutch itself goes without saying. */
export const changeOf = (change: CodedReason, words: Words, labels: TermLabels = {}): string => {
  const { language, enough, needed } = change.params
  const isOther = language !== undefined && language !== 'nld'
  const isSoon = enough !== undefined && enough !== needed
  return said(words, `change.${change.code}${isOther ? '-in' : isSoon ? '-soon' : ''}`, paramsOf(change, words, labels))
}

/** The sentence of what a safeguard found. */
export const foundBy = (reason: CodedReason, words: Words): string =>
  said(words, `safeguard.found.${reason.code}`, paramsOf(reason, words, {}, ['months', 'hours', 'needed']))

/** How to mend what a safeguard found, or null when there is nothing to mend. */
export const mendFor = (reason: CodedReason, words: Words): string | null => {
  const key = `safeguard.mend.${reason.code}`
  const text = said(words, key, paramsOf(reason, words, {}, ['months', 'hours', 'needed']))
  return text === key || text === reason.code ? null : text
}
