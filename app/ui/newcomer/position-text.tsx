import type { ReactNode } from 'react'
import { Disc, IconList, Panel, PeopleList } from '#app/ui/card.tsx'
import { type IconName, Pictogram, type PictogramName } from '#app/ui/icon.tsx'
import { LanguageLadder } from '#app/ui/pictures/language-ladder.tsx'
import { SECTOR_PICTOGRAM } from '#app/ui/sector-pictogram.ts'
import { Section } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { LANGUAGE_SKILLS, type LanguageSkill, type Level } from '#db/values/language.ts'
import type { PublicPosition } from '#server/positions/reads-public.ts'
import { labelIn } from '#server/reference/rules.ts'
import { OwnWords } from './own-words.tsx'
import { dutchOf } from './position-facts.tsx'
import { WeekOfPosition } from './week-of-position.tsx'

/** The levels of the reader, for the ladder. */
export type OwnDutch = {
  dutch: Record<LanguageSkill, Level | null>
  expected: Partial<Record<LanguageSkill, Level>>
}

const SKILL_ICON: Record<LanguageSkill, IconName> = {
  listening: 'ear',
  speaking: 'mouth',
  reading: 'book',
  writing: 'pen',
}

/** Pictogram, the employer's title, the occupation in the reader's language, employer and place. */
export function PositionTitle({ position }: { position: PublicPosition }) {
  const { t, language } = useWords()
  const occupation = labelIn(position.occupation, language)
  return (
    <div className="in-title">
      <Disc pictogram={SECTOR_PICTOGRAM[position.sector]} size="l" />
      <div>
        <h1>
          <OwnWords>{position.title}</OwnWords>
        </h1>
        {language !== 'nl' && occupation.text !== '' && (
          <p className="in-cap" lang={occupation.language}>
            {occupation.text}
          </p>
        )}
        <p className="in-lead in-grey">
          {t('visitor.position.at', { employer: isolated(position.employerName), place: isolated(position.place) })}
        </p>
      </div>
    </div>
  )
}

/** Keeps a name of its own direction in a sentence of the other direction: first strong isolate .. pop. */
export const isolated = (name: string): string => `\u2068${name}\u2069`

/** What you do, learn and get; the week; the language; the people; what is needed. `children` stand after the first three. */
export function PositionText(props: {
  position: PublicPosition
  own: OwnDutch | null
  coachName: string | null
  children?: ReactNode
}) {
  const { position, own } = props
  const { t } = useWords()
  return (
    <>
      <div className="in-grid in-grid--m in-gap-5">
        <Lines pictogram={SECTOR_PICTOGRAM[position.sector]} title={t('visitor.position.do')} lines={position.tasks} />
        <Lines pictogram="lesson" title={t('visitor.position.learn')} lines={position.learns} />
        <Lines pictogram="money" title={t('visitor.position.get')} lines={position.earns}>
          {position.supports.map((support) => ({ text: t(`enum.support.${support}`) }))}
        </Lines>
      </div>
      {props.children}
      <Section title={t('visitor.position.week')}>
        {position.slots.length > 0 ? (
          <Panel week>
            <WeekOfPosition slots={position.slots} />
          </Panel>
        ) : (
          <p>{t('visitor.position.weekFree')}</p>
        )}
      </Section>
      <LanguageOfPosition position={position} own={own} />
      <People position={position} coachName={props.coachName} />
      <Needs position={position} />
    </>
  )
}

function Lines(props: {
  pictogram: PictogramName
  title: string
  lines: readonly string[]
  children?: { text: string }[]
}) {
  const own = props.lines.map((line) => ({ text: <OwnWords>{line}</OwnWords> }))
  return (
    <section className="in-stack in-gap-3">
      <Pictogram name={props.pictogram} />
      <h2>{props.title}</h2>
      <IconList items={[...own, ...(props.children ?? [])]} />
    </section>
  )
}

function LanguageOfPosition({ position, own }: { position: PublicPosition; own: OwnDutch | null }) {
  const { t, dir, languageName } = useWords()
  const demands = dutchOf(position)
  const others = position.languages.filter((one) => one.language !== 'nld')
  const tasks = [...demands, ...others].filter((one) => one.task !== '')
  return (
    <Section title={t('visitor.position.language')}>
      {demands.length === 0 ? (
        <p>{t('visitor.position.languageNone')}</p>
      ) : (
        <Panel tone="mint">
          <LanguageLadder
            dir={dir}
            rows={LANGUAGE_SKILLS.map((skill) => ({
              icon: SKILL_ICON[skill],
              name: t(`enum.languageSkill.${skill}`),
              have: own ? own.dutch[skill] : undefined,
              need: demands.find((one) => one.skill === skill)?.level ?? null,
              expected: own?.expected[skill],
            }))}
            words={{
              have: t('visitor.position.have'),
              need: t('visitor.position.need'),
              expected: t('visitor.position.expected'),
              unknown: t('common.unknown'),
              keyHave: t('visitor.position.keyHave'),
              keyExpected: t('visitor.position.keyExpected'),
              keyNeed: t('visitor.position.keyNeed'),
              table: t('common.asTable'),
              head: [
                t('visitor.position.skillHead'),
                t('visitor.position.haveHead'),
                t('visitor.position.needHead'),
                t('visitor.position.expectedHead'),
              ],
            }}
          />
        </Panel>
      )}
      {tasks.length > 0 && (
        <ul className="in-bullets">
          {tasks.map((one) => (
            <li key={`${one.language}-${one.skill}`}>
              {one.language === 'nld'
                ? `${t(`enum.languageSkill.${one.skill}`)} (${t(`enum.level.${one.level}`)})`
                : t('visitor.position.otherLanguage', {
                    language: languageName(one.language),
                    skill: t(`enum.languageSkill.${one.skill}`),
                    level: t(`enum.level.${one.level}`),
                  })}
              {': '}
              <OwnWords>{one.task}</OwnWords>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function People({ position, coachName }: { position: PublicPosition; coachName: string | null }) {
  const { t, number } = useWords()
  const people = [
    {
      pictogram: SECTOR_PICTOGRAM[position.sector],
      name: t('visitor.position.supervisor', { name: isolated(position.supervisorName) }),
      text:
        position.supervisorHours === null
          ? t('visitor.position.supervisorText')
          : `${t('visitor.position.supervisorText')} ${t('visitor.position.supervisorHours', { hours: number(position.supervisorHours) })}`,
      is: position.supervisorName !== '',
    },
    {
      pictogram: 'buddy' as const,
      name: t('visitor.position.buddy'),
      text: t('visitor.position.buddyText'),
      is: position.supports.includes('language-buddy'),
    },
    {
      pictogram: 'talk' as const,
      name: coachName ? t('visitor.position.coach', { name: isolated(coachName) }) : t('visitor.position.aCoach'),
      text: t('visitor.position.coachText'),
      is: true,
    },
  ]
  return (
    <Section title={t('visitor.position.help')}>
      <PeopleList items={people.filter((one) => one.is)} />
    </Section>
  )
}

function Needs({ position }: { position: PublicPosition }) {
  const { t, language } = useWords()
  const skills = position.neededSkills.map((labels) => labelIn(labels, language)).filter((label) => label.text !== '')
  return (
    <Section title={t('visitor.position.need_title')}>
      <IconList
        items={[
          ...position.licences.map((licence) => ({ text: t(`enum.licence.${licence}`) })),
          ...(position.licences.length === 0 ? [{ text: t('visitor.position.needNothing') }] : []),
          ...skills.map(({ text }) => ({ text: t('visitor.position.needSkill', { skill: isolated(text) }) })),
        ]}
      />
    </Section>
  )
}
