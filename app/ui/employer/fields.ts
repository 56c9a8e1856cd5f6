import { labelledSentence, listOf, type Typed, textOf } from '#app/ui/form/form-errors.ts'
import { codedWord } from '#app/ui/words/coded-word.ts'
import type { Words } from '#app/ui/words/words.tsx'

export type { Typed }

/** The fields of the position form: what stands in each, its label, its hint and its error sentence. */
export type Fields = {
  /** What an input of `app/ui/form` takes. */
  of(name: string): {
    name: string
    label: string
    hint: string | undefined
    error: string | undefined
    defaultValue: string | undefined
  }
  text(name: string): string
  list(name: string): string[]
  error(name: string): string | undefined
  /** The first error of fields whose name begins so. */
  has(start: string): boolean
}

/**
 * @param values what was typed, or what is stored
 * @param errors sentences by field name
 */
export function fieldsOf(values: Typed, errors: Record<string, string>, { t }: Words): Fields {
  return {
    of: (name) => ({
      name,
      label: labelOfField(name, t),
      hint: codedWord(t, 'employer.form.hint', name),
      error: errors[name],
      defaultValue: textOf(values, name),
    }),
    text: (name) => textOf(values, name) ?? '',
    list: (name) => listOf(values, name),
    error: (name) => errors[name],
    has: (start) => Object.keys(errors).some((name) => name.startsWith(start)),
  }
}

/** Blocks of a day, and rows for other languages, that the form can hold. */
export const MOST_BLOCKS = 4
export const MOST_OTHER_ROWS = 8

/** The name of a week field: weekday, block, part. */
export const weekName = (weekday: number, block: number, part: 'kind' | 'from' | 'to') =>
  `week[${weekday}][${block}].${part}`
const WEEK_NAME = /^week\[(\d)\]\[(\d)\]\.(kind|from|to)$/

/** The label of a field of the position form, also of those that are made per day or per language skill. */
function labelOfField(name: string, t: Words['t'], weekday?: (day: number) => string): string {
  const week = WEEK_NAME.exec(name)
  if (week)
    return t(`employer.form.weekPart.${week[3] as 'kind' | 'from' | 'to'}`, {
      day: weekday?.(Number(week[1])) ?? t('employer.form.day'),
      row: Number(week[2]) + 1,
    })
  const dutch = /^dutch\.(listening|speaking|reading|writing)\.(level|task)$/.exec(name)
  if (dutch) {
    const skill = t(`enum.languageSkill.${dutch[1] as 'listening'}`)
    return dutch[2] === 'level'
      ? t('employer.form.dutchLevel', { skill })
      : t('employer.form.dutchTask', { skill: skill.toLowerCase() })
  }
  const other = /^other\[\d\]\.(language|skill|level|task)$/.exec(name)
  if (other) return t(`employer.form.otherPart.${other[1] as 'language'}`)
  return codedWord(t, 'employer.form.field', name) ?? ''
}

/** The first words of the names of fields, as they stand on the page from top to bottom. */
const PAGE_ORDER = [
  'title',
  'occupationUri',
  'tasks',
  'learns',
  'earns',
  'type',
  'startsOn',
  'endsOn',
  'hoursPerWeek',
  'slots',
  'week',
  'establishmentId',
  'seats',
  'hourlyWage',
  'declaration.wageForAge',
  'declaration.cao',
  'paySupports',
  'supervisorName',
  'supervisorHours',
  'traineesPerSupervisor',
  'supports',
  'languages',
  'dutch',
  'other',
  'neededSkills',
  'requiredSkills',
  'taughtSkills',
  'licences',
  'learningPlan',
  'declaration',
]
const placeOf = (name: string): number => {
  const at = PAGE_ORDER.findIndex((start) => name.startsWith(start))
  return at === -1 ? PAGE_ORDER.length : at
}

/** One sentence per wrong field in the order of the page, with its label before it, for the field and the summary alike. */
export const sentencesOf = (errors: Record<string, string[]>, words: Words): Record<string, string> =>
  Object.fromEntries(
    Object.entries(errors)
      .sort(([one], [other]) => placeOf(one) - placeOf(other))
      .flatMap(([name, [code]]) => {
        if (code === undefined) return []
        const label = labelOfField(name, words.t, words.weekday).replace(/\?$/, '')
        return [[name, labelledSentence(label, code, words.t)]]
      }),
  )
