import { Button } from '#app/ui/button.tsx'
import { Card, DescriptionList } from '#app/ui/card.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Log } from '#app/ui/pictures/lists.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { type LanguageSkill, type Level, type LevelSource, SCREEN_LANGUAGES } from '#db/values/language.ts'
import type { Availability } from '#db/values/newcomers.ts'
import { OwnWords } from './own-words.tsx'

/** Which employer could see what, and from when. */
export function SharingLog(props: {
  rows: readonly {
    at: string
    change: 'card-shown' | 'name-shown' | 'name-hidden' | 'card-hidden'
    title: string
    employerName: string
  }[]
}) {
  const { t, moment } = useWords()
  if (props.rows.length === 0) return <p className="in-grey">{t('newcomer.data.noLog')}</p>
  return (
    <Log
      items={props.rows.map((row) => ({
        at: row.at,
        when: moment(row.at),
        text: (
          <>
            <b>
              <bdi>{row.employerName}</bdi>
            </b>{' '}
            {t(`newcomer.data.change.${row.change}`)} (<OwnWords>{row.title}</OwnWords>)
          </>
        ),
      }))}
    />
  )
}

/** Pause or resume, whichever is possible now. */
export function AvailabilityChoice(props: { availability: Availability; steps: readonly string[]; formKey: string }) {
  const { t } = useWords()
  const step = (['pause', 'resume'] as const).find((one) => props.steps.includes(one))
  if (step === undefined)
    return <p>{t('newcomer.data.otherAvailability', { state: t(`enum.availability.${props.availability}`) })}</p>
  return (
    <PostForm idempotencyKey={props.formKey} gap={3}>
      <p>{step === 'pause' ? t('newcomer.data.availableText') : t('newcomer.data.pausedText')}</p>
      <input type="hidden" name="intent" value={step} />
      <Button variant="second">{t(`newcomer.data.${step}`)}</Button>
    </PostForm>
  )
}

/** The language of pages and messages. */
export function LanguageForm(props: { now: string; formKey: string }) {
  const { t } = useWords()
  return (
    <PostForm idempotencyKey={props.formKey} gap={3}>
      <input type="hidden" name="intent" value="language" />
      <RadioList
        name="language"
        label={t('newcomer.data.languageLabel')}
        hint={t('newcomer.data.languageHint')}
        defaultValue={props.now}
        options={SCREEN_LANGUAGES.map((language) => ({
          value: language,
          label: <bdi lang={language}>{wordsFor(language).t('common.language')}</bdi>,
        }))}
      />
      <Button variant="second">{t('newcomer.data.languageSave')}</Button>
    </PostForm>
  )
}

/** The most important of what is written down about the reader, with source and day. */
export function KnownFacts(props: {
  known: {
    givenName: string
    familyName: string
    email: string | null
    phone: string | null
    municipality: string
    dutch: readonly {
      skill: LanguageSkill
      level: Level | null
      referenceLevel: string | null
      source: LevelSource
      assessedOn: string | null
    }[]
    wishes: readonly string[]
    noGoes: readonly string[]
    hoursMin: number | null
    hoursMax: number | null
  }
}) {
  const { known } = props
  const { t, day, list, number } = useWords()
  const unknown = t('common.unknown')
  return (
    <Card>
      <DescriptionList
        items={[
          {
            term: t('newcomer.data.name'),
            value: <bdi>{`${known.givenName} ${known.familyName}`.trim() || unknown}</bdi>,
          },
          { term: t('newcomer.data.email'), value: <bdi>{known.email ?? unknown}</bdi> },
          { term: t('newcomer.data.phone'), value: <bdi>{known.phone ?? unknown}</bdi> },
          { term: t('newcomer.data.municipality'), value: <bdi>{known.municipality}</bdi> },
          ...known.dutch.map((row) => ({
            term: `${t('newcomer.data.dutchLevels')}, ${t(`enum.languageSkill.${row.skill}`)}`,
            value: row.level ? t(`enum.level.${row.level}`) : (row.referenceLevel ?? unknown),
            source: [t(`enum.levelSource.${row.source}`), row.assessedOn && day(row.assessedOn)]
              .filter(Boolean)
              .join(', '),
          })),
          { term: t('newcomer.data.wishes'), value: known.wishes.length > 0 ? list([...known.wishes]) : unknown },
          ...(known.noGoes.length > 0 ? [{ term: t('newcomer.data.noGoes'), value: list([...known.noGoes]) }] : []),
          {
            term: t('newcomer.data.week'),
            value:
              known.hoursMin === null || known.hoursMax === null
                ? unknown
                : t('newcomer.data.fromTo', { from: number(known.hoursMin), to: number(known.hoursMax) }),
          },
        ]}
      />
    </Card>
  )
}
