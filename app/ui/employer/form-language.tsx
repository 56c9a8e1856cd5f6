import { Fieldset } from '#app/ui/form/field.tsx'
import { Select, TextInput } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { LANGUAGE_SKILLS, LANGUAGES, LEVELS } from '#db/values/language.ts'
import { type Fields, MOST_OTHER_ROWS } from './fields.ts'
import { FormPart } from './form-part.tsx'

const USUAL_ROWS = 2

/** The level of Dutch per skill with the task that needs it, and rows for other languages. */
export function LanguagePart({ fields }: { fields: Fields }) {
  const { t, languageName } = useWords()
  const levels = LEVELS.filter((level) => level !== 'none').map((level) => ({
    value: level,
    label: t(`enum.level.${level}`),
  }))
  let filled = 0
  for (let row = 0; row < MOST_OTHER_ROWS; row++) if (fields.text(`other[${row}].language`)) filled = row + 1
  return (
    <FormPart name="language" intro={t('employer.form.intro.language')}>
      <Fieldset name="languages" legend={languageName('nld')} error={fields.error('languages')}>
        <div className="in-stack in-gap-5">
          {LANGUAGE_SKILLS.map((skill) => (
            <div className="in-emp-demand" key={skill}>
              <Select {...fields.of(`dutch.${skill}.level`)} empty={t('employer.form.notNeeded')} options={levels} />
              <TextInput {...fields.of(`dutch.${skill}.task`)} maxLength={200} />
            </div>
          ))}
        </div>
      </Fieldset>
      {Array.from({ length: Math.min(MOST_OTHER_ROWS, Math.max(USUAL_ROWS, filled + 1)) }, (_, row) => (
        <Fieldset
          name={`other-${row}`}
          legend={t('employer.form.otherLanguage', { row: row + 1 })}
          optional={t('common.optional')}
          key={row}
        >
          <div className="in-emp-demand in-emp-demand--four">
            <Select
              {...fields.of(`other[${row}].language`)}
              empty={t('common.none')}
              options={LANGUAGES.filter((one) => one !== 'nld').map((one) => ({
                value: one,
                label: languageName(one),
              }))}
            />
            <Select
              {...fields.of(`other[${row}].skill`)}
              empty={t('employer.form.choose')}
              options={LANGUAGE_SKILLS.map((one) => ({ value: one, label: t(`enum.languageSkill.${one}`) }))}
            />
            <Select {...fields.of(`other[${row}].level`)} empty={t('employer.form.choose')} options={levels} />
            <TextInput {...fields.of(`other[${row}].task`)} maxLength={200} />
          </div>
        </Fieldset>
      ))}
    </FormPart>
  )
}
