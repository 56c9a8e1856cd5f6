import { Panel } from '#app/ui/card.tsx'
import type { IconName } from '#app/ui/icon.tsx'
import { LanguageLadder } from '#app/ui/pictures/language-ladder.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { LanguageSkill, Level, LevelSource, ReferenceLevel } from '#db/values/language.ts'

type Known = {
  skill: LanguageSkill
  level: Level | null
  referenceLevel: ReferenceLevel | null
}
const ICONS: Record<LanguageSkill, IconName> = { listening: 'ear', speaking: 'mouth', reading: 'book', writing: 'pen' }

/** Dutch as stairs with source and day under it, and the other languages in a line each. Expected levels are said to be untested. */
export function NewcomerLanguages(props: {
  dutch: readonly (Known & { source: LevelSource | null; assessedOn: string | null; expected: Level | null })[]
  others: readonly (Known & { language: string })[]
  expectedOn: string
}) {
  const { t, day, languageName } = useWords()
  const levelOf = (row: Known): string =>
    row.level ? t(`enum.level.${row.level}`) : (row.referenceLevel ?? t('common.unknown'))
  const languages = [...new Set(props.others.map((row) => row.language))]
  return (
    <Panel tone="mint" gap={3}>
      <LanguageLadder
        rows={props.dutch.map((row) => ({
          icon: ICONS[row.skill],
          name: t(`enum.languageSkill.${row.skill}`),
          have: row.level,
          expected: row.expected,
        }))}
        words={{
          have: t('coach.newcomer.ladder.have'),
          need: t('coach.newcomer.ladder.need'),
          expected: t('coach.newcomer.ladder.expected'),
          unknown: t('coach.newcomer.ladder.unknown'),
          keyHave: t('coach.newcomer.ladder.keyHave'),
          keyExpected: t('coach.newcomer.ladder.keyExpected', { day: day(props.expectedOn) }),
          keyNeed: t('coach.newcomer.ladder.keyNeed'),
          table: t('coach.newcomer.ladder.table'),
          head: [
            t('coach.newcomer.ladder.skill'),
            t('coach.newcomer.ladder.have'),
            t('coach.newcomer.ladder.need'),
            t('coach.newcomer.ladder.expected'),
          ],
        }}
      />
      <ul className="in-small">
        {props.dutch.map(
          (row) =>
            row.source &&
            row.assessedOn && (
              <li key={row.skill}>
                {t('coach.newcomer.languageSource', {
                  skill: t(`enum.languageSkill.${row.skill}`),
                  level: levelOf(row),
                  source: t(`enum.levelSource.${row.source}`),
                  day: day(row.assessedOn),
                })}
              </li>
            ),
        )}
      </ul>
      {languages.length > 0 && (
        <div>
          <h3>{t('coach.newcomer.otherLanguages')}</h3>
          <ul className="in-small">
            {languages.map((language) => (
              <li key={language}>
                <b>{languageName(language)}</b>:{' '}
                {props.others
                  .filter((row) => row.language === language)
                  .map((row) => `${t(`enum.languageSkill.${row.skill}`).toLowerCase()} ${levelOf(row)}`)
                  .join(', ')}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  )
}
