import type { ReactNode } from 'react'
import { Badge } from '#app/ui/badge.tsx'
import { bandWords, startOf, withLeftOut } from '#app/ui/words/card-bands.ts'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import { FIT_PARTS, type FitPart, type FitState } from '#db/values/proposals.ts'
import type { AnonymousCard } from '#server/proposals/rules-card.ts'
import type { CardLine } from '#server/proposals/rules-card-steps.ts'
import { labelIn } from '#server/reference/rules.ts'

type Line = { term: string; value: ReactNode; source?: ReactNode }

/** The four parts of the fit in the order of the glyph. */
export const fitStatesOf = (fit: Record<FitPart, FitState>): FitState[] => FIT_PARTS.map((part) => fit[part])

/** The fit in words, for those who do not see the glyph. */
export const fitWordsOf = (fit: Record<FitPart, FitState>, { t }: Words): string =>
  FIT_PARTS.map((part) =>
    t('employer.card.fitWords', {
      part: t(`enum.fitPart.${part}`),
      state: t(`enum.fitState.${fit[part]}`).toLowerCase(),
    }),
  ).join(', ')

/** What an employer reads on a card: bands in words. What is expected from lessons says that it was not tested. */
export function cardLines(card: AnonymousCard, words: Words): Line[] {
  const { t, list, languageName } = words
  const unknown = t('common.unknown')
  const { level: band, years, hours: hoursOf, education, licences: licencesOf } = bandWords(t)
  const out = (line: CardLine) => card.leftOut.includes(line)
  const orLater = (line: CardLine, value: string) => value || (out(line) ? null : unknown)
  const expected = card.dutch.flatMap(({ skill, expected: level }) =>
    level
      ? [t('employer.card.expected', { skill: t(`enum.languageSkill.${skill}`), level: t(`enum.level.${level}`) })]
      : [],
  )
  const dutch = card.dutch.map(
    ({ skill, band: level, tested }) =>
      `${t(`enum.languageSkill.${skill}`)} ${band(level)}${level === 'unknown' || tested === null ? '' : ` (${t(tested ? 'employer.card.tested' : 'employer.card.notTested')})`}`,
  )
  const skills = card.skills.map(({ labels, needed }) => {
    const label = labelIn(labels, 'nl').text
    return needed ? `${label} (${t('employer.card.neededMark')})` : label
  })
  const can = [
    skills.length > 0 && list(skills),
    card.otherSkills > 0 && t('employer.card.otherSkills', { count: card.otherSkills }),
  ].filter(Boolean)
  const licences = licencesOf(card.licences, list)
  const available = [card.days && t(`newcomer.card.daysBand.${card.days}`), card.hours && hoursOf(card.hours)].filter(
    Boolean,
  )
  return withLeftOut(words, [
    {
      term: t('employer.card.can'),
      value: orLater('skills', can.join(' ')),
      ...(skills.length > 0 && out('skills') ? { source: t('card.moreSkills') } : {}),
    },
    {
      term: t('employer.card.experience'),
      value: orLater(
        'experience',
        card.experience.map((one) => `${t(`enum.sector.${one.sector}`)}: ${years(one.years)}`).join(', '),
      ),
    },
    {
      term: t('employer.card.education'),
      value: orLater('education', card.education ? education(card.education) : ''),
    },
    {
      term: t('employer.card.dutch'),
      value: orLater('dutch', dutch.join(', ')),
      ...(expected.length > 0 ? { source: expected.join(' ') } : {}),
    },
    ...(card.otherLanguages.length > 0 || out('other-languages')
      ? [
          {
            term: t('employer.card.other'),
            value: orLater(
              'other-languages',
              card.otherLanguages
                .map(
                  (one) => `${languageName(one.language)}, ${t(`enum.languageSkill.${one.skill}`)}: ${band(one.band)}`,
                )
                .join('. '),
            ),
          },
        ]
      : []),
    { term: t('employer.card.available'), value: orLater('hours', available.join(', ')) },
    {
      term: t('employer.card.from'),
      value: out('start') ? null : startOf(card.fromMonth, words),
    },
    {
      term: t('employer.card.travel'),
      value: orLater('travel', card.travel ? t(`newcomer.card.travelBand.${card.travel}`) : ''),
    },
    { term: t('employer.card.region'), value: card.region ?? unknown },
    ...(licences || out('licences')
      ? [{ term: t('employer.card.licences'), value: orLater('licences', licences) }]
      : []),
    ...(out('fit') ? [{ term: t('employer.card.fit'), value: null }] : []),
  ])
}

const DAY = 86_400_000

/** Whom a candidate waits for, and how long there is left. */
export function CandidateState({ card, today }: { card: AnonymousCard; today: string }) {
  const { t } = useWords()
  if (card.state === 'accepted' || card.state === 'placed')
    return <Badge tone="ok">{t(`employer.state.${card.state}`)}</Badge>
  if (card.state !== 'consented') return <Badge icon="clock">{t('employer.state.shortlisted')}</Badge>
  if (!card.answerDueOn) return <Badge tone="info">{t('employer.state.consented')}</Badge>
  const days = Math.round((Date.parse(card.answerDueOn) - Date.parse(today)) / DAY)
  return (
    <Badge tone={days < 3 ? 'warn' : 'info'} icon="clock">
      {days > 0 ? t('employer.state.consentedDays', { count: days }) : t('employer.state.consentedToday')}
    </Badge>
  )
}
