import type { ReactNode } from 'react'
import type { AnonymousCard } from '#server/proposals/rules-card.ts'
import type { Words } from './words.tsx'

type Level = AnonymousCard['dutch'][number]['band']
type Years = AnonymousCard['experience'][number]['years']

/** The bands of a card in words, narrow and wide alike: for the employer's card and the newcomer's. */
export const bandWords = (t: Words['t']) => ({
  level: (band: Level): string =>
    band === 'up-to-A1' || band === 'A2-to-B1' ? t(`card.level.${band}`) : t(`newcomer.card.band.${band}`),
  years: (years: Years): string =>
    years === 'up-to-2' || years === '3-or-more' ? t(`card.years.${years}`) : t(`newcomer.card.years.${years}`),
  hours: (hours: NonNullable<AnonymousCard['hours']>): string =>
    hours === 'up-to-20' || hours === '21-or-more' ? t(`card.hours.${hours}`) : t(`newcomer.card.hoursBand.${hours}`),
  education: (level: NonNullable<AnonymousCard['education']>): string =>
    level === 'up-to-primary' || level === 'secondary' || level === 'higher'
      ? t(`card.education.${level}`)
      : t(`enum.educationLevel.${level}`),
  /** Empty: the place asks for none, the person has none of them, or it is left out. */
  licences: (licences: AnonymousCard['licences'], list: Words['list']): string =>
    licences === 'all' || licences === 'not-all'
      ? t(`card.licences.${licences}`)
      : list((licences ?? []).map((one) => t(`enum.licence.${one}`))),
})

/** From when somebody can begin. @param month `YYYY-MM`, `later`, or null for at once */
export function startOf(month: string | null, { t, monthName }: Pick<Words, 't' | 'monthName'>): string {
  if (month === null) return t('newcomer.card.now')
  if (month === 'later') return t('card.later')
  return t('newcomer.card.fromMonth', { month: monthName(month) })
}

type Line = { term: string; value: ReactNode; source?: ReactNode }

/** The lines that say something, and behind them one line with what is left out until the yes (`value` null). */
export function withLeftOut({ t, list }: Pick<Words, 't' | 'list'>, lines: readonly Line[]): Line[] {
  const later = lines.filter((line) => line.value === null).map((line) => line.term.toLowerCase())
  const said = lines.filter((line) => line.value !== null)
  return later.length > 0 ? [...said, { term: t('card.leftOut'), value: list(later) }] : said
}

/** Whether a card says less than cards usually do before a yes. */
export const isGeneral = (leftOut: AnonymousCard['leftOut']): boolean =>
  leftOut.some((line) => line !== 'travel' && line !== 'other-skills' && line !== 'fit')
