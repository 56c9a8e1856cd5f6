import { Button } from '#app/ui/button.tsx'
import { CheckList } from '#app/ui/form/choices.tsx'
import { Fieldset } from '#app/ui/form/field.tsx'
import { DateInput, NumberInput, Select } from '#app/ui/form/inputs.tsx'
import { Grid } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import {
  LANGUAGE_SKILLS,
  LANGUAGES,
  LEARNER_PROFILES,
  LEVEL_SOURCES,
  LEVELS,
  REFERENCE_LEVELS,
} from '#db/values/language.ts'
import { type IntakePart, type IntakeRow, listIn, textIn } from './intake-state.ts'

/** Dutch per skill, other languages, and the lessons from which growth is computed. */
export function IntakeLanguage({ state, errors }: IntakePart) {
  const { t } = useWords()
  const rows = state.rows['languages'] ?? []
  const courses = state.rows['courses'] ?? []
  return (
    <>
      <Fieldset name="languages" legend={t('coach.intake.dutch')} error={errors['languages']}>
        <div className="in-coach-rows">
          {rows.slice(0, LANGUAGE_SKILLS.length).map((row, at) => (
            <DutchRow key={textIn(row, 'skill')} row={row} at={at} errors={errors} />
          ))}
        </div>
      </Fieldset>
      <Fieldset name="otherLanguages" legend={t('coach.intake.otherLanguages')} hint={t('coach.intake.otherHint')}>
        <div className="in-coach-rows">
          {rows.slice(LANGUAGE_SKILLS.length).map((row, index) => (
            <OtherRow key={index} row={row} at={index + LANGUAGE_SKILLS.length} errors={errors} />
          ))}
        </div>
        <div>
          <Button variant="quiet" icon="plus" name="intent" value="row:languages">
            {t('coach.intake.addRow')}
          </Button>
        </div>
      </Fieldset>
      <Fieldset
        name="courses"
        legend={t('coach.intake.courses')}
        hint={t('coach.intake.coursesHint')}
        error={errors['courses']}
      >
        <div className="in-coach-rows">
          {courses.map((row, at) => (
            <CourseRow key={at} row={row} at={at} errors={errors} />
          ))}
        </div>
        <div>
          <Button variant="quiet" icon="plus" name="intent" value="row:courses">
            {t('coach.intake.addRow')}
          </Button>
        </div>
      </Fieldset>
    </>
  )
}

type RowProps = { row: IntakeRow; at: number; errors: Record<string, string> }

/** Level, source and day: the same for every language. */
function LevelFields({ row, at, errors, scales }: RowProps & { scales: boolean }) {
  const { t } = useWords()
  const nameOf = (field: string) => `languages[${at}].${field}`
  const common = (field: 'level' | 'referenceLevel' | 'source' | 'assessedOn') => ({
    name: nameOf(field),
    label: t(`coach.field.${field}`),
    error: errors[nameOf(field)],
    defaultValue: textIn(row, field),
  })
  return (
    <>
      <Select
        {...common('level')}
        empty={t('common.unknown')}
        options={LEVELS.map((level) => ({ value: level, label: t(`enum.level.${level}`) }))}
      />
      {scales && (
        <Select
          {...common('referenceLevel')}
          empty="-"
          options={REFERENCE_LEVELS.map((level) => ({ value: level, label: level }))}
        />
      )}
      <Select
        {...common('source')}
        empty={t('coach.field.choose')}
        options={LEVEL_SOURCES.map((source) => ({ value: source, label: t(`enum.levelSource.${source}`) }))}
      />
      <DateInput {...common('assessedOn')} />
    </>
  )
}

function DutchRow(props: RowProps) {
  const { t, languageName } = useWords()
  const { row, at } = props
  const skill = LANGUAGE_SKILLS.find((one) => one === textIn(row, 'skill')) ?? 'listening'
  return (
    <fieldset className="in-coach-row">
      <legend>
        <span className="in-hidden">{languageName('nld')}: </span>
        {t(`enum.languageSkill.${skill}`)}
      </legend>
      <input type="hidden" name={`languages[${at}].language`} value="nld" />
      <input type="hidden" name={`languages[${at}].skill`} value={skill} />
      <Grid min="s" gap={3}>
        <LevelFields {...props} scales />
      </Grid>
    </fieldset>
  )
}

function OtherRow(props: RowProps) {
  const { t, languageName } = useWords()
  const { row, at, errors } = props
  const nameOf = (field: string) => `languages[${at}].${field}`
  return (
    <fieldset className="in-coach-row">
      <legend className="in-hidden">{t('coach.field.row', { label: t('coach.field.language'), row: at + 1 })}</legend>
      <Grid min="s" gap={3}>
        <Select
          name={nameOf('language')}
          label={t('coach.field.language')}
          error={errors[nameOf('language')]}
          defaultValue={textIn(row, 'language')}
          empty={t('coach.field.choose')}
          options={LANGUAGES.filter((one) => one !== 'nld').map((one) => ({ value: one, label: languageName(one) }))}
        />
        <Select
          name={nameOf('skill')}
          label={t('coach.field.skill')}
          error={errors[nameOf('skill')]}
          defaultValue={textIn(row, 'skill')}
          empty={t('coach.field.choose')}
          options={LANGUAGE_SKILLS.map((skill) => ({ value: skill, label: t(`enum.languageSkill.${skill}`) }))}
        />
        <LevelFields {...props} scales={false} />
      </Grid>
    </fieldset>
  )
}

function CourseRow({ row, at, errors }: RowProps) {
  const { t } = useWords()
  const nameOf = (field: string) => `courses[${at}].${field}`
  return (
    <fieldset className="in-coach-row">
      <legend>{t('coach.intake.course', { row: at + 1 })}</legend>
      <CheckList
        name={nameOf('skills')}
        label={t('coach.field.courseSkills')}
        error={errors[nameOf('skills')]}
        defaultValue={listIn(row, 'skills')}
        options={LANGUAGE_SKILLS.map((skill) => ({ value: skill, label: t(`enum.languageSkill.${skill}`) }))}
      />
      <Grid min="m" gap={3}>
        <NumberInput
          name={nameOf('hoursPerWeek')}
          label={t('coach.field.hoursPerWeek')}
          error={errors[nameOf('hoursPerWeek')]}
          defaultValue={textIn(row, 'hoursPerWeek')}
          decimal
        />
        <DateInput
          name={nameOf('startsOn')}
          label={t('coach.field.startsOn')}
          error={errors[nameOf('startsOn')]}
          defaultValue={textIn(row, 'startsOn')}
        />
        <DateInput
          name={nameOf('endsOn')}
          label={t('coach.field.endsOn')}
          error={errors[nameOf('endsOn')]}
          defaultValue={textIn(row, 'endsOn')}
          optional={t('common.optional')}
        />
        <NumberInput
          name={nameOf('attendance')}
          label={t('coach.field.attendance')}
          hint={t('coach.field.attendanceHint')}
          error={errors[nameOf('attendance')]}
          defaultValue={textIn(row, 'attendance')}
        />
        <Select
          name={nameOf('learnerProfile')}
          label={t('coach.field.learnerProfile')}
          error={errors[nameOf('learnerProfile')]}
          defaultValue={textIn(row, 'learnerProfile') || 'usual'}
          options={LEARNER_PROFILES.map((one) => ({ value: one, label: t(`enum.learnerProfile.${one}`) }))}
        />
      </Grid>
    </fieldset>
  )
}
