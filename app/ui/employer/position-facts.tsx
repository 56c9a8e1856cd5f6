import { DescriptionList, Panel } from '#app/ui/card.tsx'
import { WeekOfPosition } from '#app/ui/newcomer/week-of-position.tsx'
import { useWords, type Words } from '#app/ui/words/words.tsx'
import type { LanguageSkill, Level } from '#db/values/language.ts'
import type { PositionSlotKind, PositionType, Support } from '#db/values/positions.ts'

/** A position as its employer reads it back. */
export type PositionFactsView = {
  type: PositionType
  occupation: string
  establishment: string
  place: string
  startsOn: string
  endsOn: string | null
  hoursPerWeek: number
  hourlyWageCents: number | null
  seats: number
  supervisorName: string
  supervisorHours: number | null
  supports: Support[]
  languages: { language: string; skill: LanguageSkill; level: Level; task: string }[]
  neededSkills: string[]
  requiredSkills: string[]
  taughtSkills: string[]
  tasks: string[]
  learns: string[]
  earns: string[]
  slots: { kind: PositionSlotKind; weekday: number; fromMinute: number; toMinute: number }[]
}

/** The facts of a position, its week and its texts. */
export function PositionFacts({ position }: { position: PositionFactsView }) {
  const words = useWords()
  const { t } = words
  return (
    <section className="in-block" aria-labelledby="feiten">
      <h2 id="feiten">{t('employer.position.facts')}</h2>
      <div className="in-card">
        <DescriptionList items={rowsOf(position, words)} />
      </div>
      {position.slots.length > 0 && (
        <Panel week>
          <WeekOfPosition slots={position.slots} />
        </Panel>
      )}
      <div className="in-grid in-grid--m">
        {(['tasks', 'learns', 'earns'] as const).map((list) => (
          <div className="in-card in-stack in-gap-2" key={list}>
            <h3>{t(`employer.facts.${list}`)}</h3>
            {position[list].length > 0 ? (
              <ul className="in-bullets">
                {position[list].map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            ) : (
              <p className="in-grey">{t('employer.facts.nothing')}</p>
            )}
          </div>
        ))}
      </div>
    </section>
  )
}

function rowsOf(position: PositionFactsView, words: Words): { term: string; value: string }[] {
  const { t, day, euros, number, list, languageName } = words
  const end = position.endsOn ? day(position.endsOn) : t('employer.facts.noEnd')
  const demands = position.languages
    .filter(({ level }) => level !== 'none')
    .map(({ language, skill, level, task }) => {
      const demand = `${languageName(language)}, ${t(`enum.languageSkill.${skill}`).toLowerCase()}: ${t(`enum.level.${level}`)}`
      return task ? `${demand} (${task})` : demand
    })
  return [
    { term: t('employer.facts.place'), value: `${position.establishment}, ${position.place}` },
    { term: t('employer.facts.occupation'), value: position.occupation },
    { term: t('employer.facts.term'), value: `${day(position.startsOn)} – ${end}` },
    { term: t('employer.facts.hours'), value: t('employer.facts.hoursText', { hours: number(position.hoursPerWeek) }) },
    {
      term: t('employer.facts.wage'),
      value: position.hourlyWageCents === null ? t('employer.facts.noWage') : euros(position.hourlyWageCents),
    },
    { term: t('employer.facts.seats'), value: number(position.seats) },
    {
      term: t('employer.facts.guidance'),
      value: position.supervisorName
        ? t('employer.facts.guidanceText', {
            name: position.supervisorName,
            hours: number(position.supervisorHours ?? 0),
          })
        : t('employer.facts.nothing'),
    },
    ...(position.supports.length > 0
      ? [{ term: t('employer.facts.supports'), value: list(position.supports.map((one) => t(`enum.support.${one}`))) }]
      : []),
    { term: t('employer.facts.language'), value: demands.join('. ') || t('common.none') },
    { term: t('employer.facts.needed'), value: list(position.neededSkills) || t('common.none') },
    { term: t('employer.facts.required'), value: list(position.requiredSkills) || t('common.none') },
    { term: t('employer.facts.taught'), value: list(position.taughtSkills) || t('common.none') },
  ]
}
