import { codedWord } from '#app/ui/words/coded-word.ts'
import type { T } from '#app/ui/words/words.tsx'

/** What was typed, as the form parser gives it back. */
export type Typed = Record<string, string | string[]>
/** Codes per field. */
export type Codes = Record<string, string[]>

/** One field of what was typed. */
export const textOf = (values: Typed, name: string): string | undefined => {
  const value = values[name]
  return Array.isArray(value) ? value[0] : value
}

/** All values that were sent under one name. */
export const listOf = (values: Typed, name: string): string[] => {
  const value = values[name]
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

/** The sentence of a code; a code without a sentence reads as "this is not right". */
export const sentenceFor = (code: string, t: T): string => codedWord(t, 'error', code) ?? t('error.invalid')

/** The sentence of a code after the label of its field; '' is a field without a label. */
export function labelledSentence(label: string, code: string, t: T): string {
  const sentence = sentenceFor(code, t)
  if (label === '') return sentence
  return `${label}${label.endsWith('?') ? '' : ':'} ${sentence}`
}

/**
 * One sentence per field that is wrong, with the name of the field before it, for the field and for the summary alike.
 * @param labelOf the label of a field by its name
 */
export const sentencesFor = (errors: Codes, labelOf: (name: string) => string, t: T): Record<string, string> =>
  Object.fromEntries(
    Object.entries(errors).flatMap(([name, codes]) => {
      const [code] = codes
      if (code === undefined) return []
      const label = labelOf(name)
      return [[name, labelledSentence(label, code, t)]]
    }),
  )

/** The label of a field by its name: `languages[3].level` is "Niveau, regel 4". '' where a field has none of its own. */
export function labelFor(name: string, t: T): string {
  const part =
    name
      .replace(/\[\d+\]$/, '')
      .split('.')
      .at(-1) ?? ''
  const label = codedWord(t, 'coach.field', part)
  if (label === undefined) return ''
  const row = /\[(\d+)\]/.exec(name)?.[1]
  return row === undefined ? label : t('coach.field.row', { label, row: Number(row) + 1 })
}
