import type { Words } from '#app/ui/words/words.tsx'
import type { FactQuestion } from '#db/values/safeguards.ts'

const PARTS = ['quarter', 'paid', 'unpaid', 'code', 'scale', 'recognised', 'crebo', 'checkedOn', 'given'] as const
const MORE_PARTS = ['until', 'registered', 'admission', 'paysAsHost'] as const

/** An answer as it was stated, in words. Its shape belongs to its question. */
export function answerText(question: FactQuestion, answer: unknown, words: Words): string {
  const { t, number, day, euros } = words
  if (question === 'works-council') return t(`record.council.${answer as 'advised'}`)
  if (question === 'collective-dismissal')
    return answer === null ? t('common.no') : `${t('record.field.announced')} ${day(String(answer))}`
  const plain = (value: unknown): string => {
    if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
    if (typeof value === 'number') return number(value)
    const text = String(value)
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : text
  }
  if (typeof answer !== 'object' || answer === null) return plain(answer)
  const parts = answer as Record<string, unknown>
  if (question === 'cao' && parts['code'] === null) return t('record.field.noCao')
  const said = [...PARTS, ...MORE_PARTS].flatMap((name) => {
    const value = parts[name]
    if (value === undefined || value === null) return []
    const shown = name === 'admission' ? t(`record.admission.${value as 'none'}`) : plain(value)
    return [`${t(`record.field.${name}`)} ${shown}`]
  })
  const cents = parts['scaleCents']
  return [...said, ...(typeof cents === 'number' ? [euros(cents)] : [])].join('. ')
}
