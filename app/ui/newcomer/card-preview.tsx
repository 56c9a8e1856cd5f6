import type { PictogramName } from '#app/ui/icon.tsx'
import { Pass } from '#app/ui/pictures/pass.tsx'
import { bandWords, startOf, withLeftOut } from '#app/ui/words/card-bands.ts'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import { FIT_PARTS } from '#db/values/proposals.ts'
import type { AnonymousCard } from '#server/proposals/rules-card.ts'
import type { CardLine } from '#server/proposals/rules-card-steps.ts'
import { labelIn } from '#server/reference/rules.ts'

/**
 * The anonymous card in the reader's language: every field that the employer's own card has, and no other. Both are made of the same
 * `AnonymousCard`, which has no field that names or describes the person.
 */
export function CardPreview(props: { card: AnonymousCard; pictogram: PictogramName }) {
  const words = useWords()
  const { fit } = props.card
  return (
    <Pass
      pictogram={props.pictogram}
      title={words.t('newcomer.proposal.candidate', { code: props.card.code })}
      {...(fit && { states: FIT_PARTS.map((part) => fit[part]) })}
      items={itemsOf(props.card, words)}
    />
  )
}

/** The lines of the card; what is not known is said, or left out where the position does not ask for it. */
function itemsOf(card: AnonymousCard, words: Words) {
  const { t, list, language, languageName } = words
  const unknown = t('common.unknown')
  const bands = bandWords(t)
  const out = (line: CardLine) => card.leftOut.includes(line)
  const orLater = (line: CardLine, value: string, none: string = unknown) => value || (out(line) ? null : none)
  const dutch = card.dutch.map(({ skill, band, tested, expected }) => {
    const extra = [
      band === 'unknown' || tested === null ? '' : t(tested ? 'newcomer.card.tested' : 'newcomer.card.notTested'),
      expected ? t('newcomer.card.expected', { level: t(`enum.level.${expected}`) }) : '',
    ].filter(Boolean)
    const level = `${t(`enum.languageSkill.${skill}`)}: ${bands.level(band)}`
    return extra.length > 0 ? `${level} (${extra.join(', ')})` : level
  })
  const skillOf = (skill: string, needed: boolean) => (needed ? t('newcomer.card.needed', { skill }) : skill)
  const { fit } = card
  const fitLines =
    fit &&
    FIT_PARTS.map((part) =>
      t('newcomer.card.fitLine', { part: t(`newcomer.card.part.${part}`), state: t(`enum.fitState.${fit[part]}`) }),
    )
  const licences = bands.licences(card.licences, list)
  const can = [
    card.skills.length > 0 &&
      list(card.skills.map(({ labels, needed }) => skillOf(labelIn(labels, language).text, needed))),
    card.otherSkills > 0 && t('newcomer.card.otherSkills', { count: card.otherSkills }),
  ].filter(Boolean)
  return withLeftOut(words, [
    { term: t('newcomer.card.fit'), value: fitLines && <Lines lines={fitLines} /> },
    {
      term: t('newcomer.card.canAlready'),
      value: orLater('skills', can.join(' '), t('newcomer.card.noSkills')),
      ...(card.skills.length > 0 && out('skills') ? { source: t('card.moreSkills') } : {}),
    },
    {
      term: t('newcomer.card.experience'),
      value: orLater(
        'experience',
        card.experience.map((one) => `${t(`enum.sector.${one.sector}`)}: ${bands.years(one.years)}`).join(', '),
        t('newcomer.card.noExperience'),
      ),
    },
    {
      term: t('newcomer.card.education'),
      value: orLater('education', card.education ? bands.education(card.education) : ''),
    },
    { term: t('newcomer.card.dutch'), value: dutch.length > 0 ? <Lines lines={dutch} /> : null },
    ...(card.otherLanguages.length > 0 || out('other-languages')
      ? [
          {
            term: t('newcomer.card.otherLanguages'),
            value: orLater(
              'other-languages',
              card.otherLanguages
                .map(
                  (one) =>
                    `${languageName(one.language)}, ${t(`enum.languageSkill.${one.skill}`)}: ${bands.level(one.band)}`,
                )
                .join('. '),
            ),
          },
        ]
      : []),
    { term: t('newcomer.card.hours'), value: orLater('hours', card.hours ? bands.hours(card.hours) : '') },
    {
      term: t('newcomer.card.days'),
      value: orLater('days', card.days ? t(`newcomer.card.daysBand.${card.days}`) : ''),
    },
    {
      term: t('newcomer.card.travel'),
      value: orLater('travel', card.travel ? t(`newcomer.card.travelBand.${card.travel}`) : ''),
    },
    { term: t('newcomer.card.region'), value: card.region ?? unknown },
    { term: t('newcomer.card.from'), value: out('start') ? null : startOf(card.fromMonth, words) },
    ...(licences || out('licences')
      ? [{ term: t('newcomer.card.licences'), value: orLater('licences', licences) }]
      : []),
  ])
}

const Lines = ({ lines }: { lines: readonly string[] }) => (
  <ul>
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
)
