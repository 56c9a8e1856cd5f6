import { Button } from '#app/ui/button.tsx'
import { Check } from '#app/ui/form/choices.tsx'
import { Fieldset } from '#app/ui/form/field.tsx'
import { Select, TextInput } from '#app/ui/form/inputs.tsx'
import { Grid } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { EDUCATION_LEVELS } from '#db/values/newcomers.ts'
import { type IntakePart, textIn } from './intake-state.ts'

/** The highest level and the schools; where a diploma is from is never asked. */
export function IntakeEducation({ state, errors }: IntakePart) {
  const { t } = useWords()
  const levels = EDUCATION_LEVELS.map((one) => ({ value: one, label: t(`enum.educationLevel.${one}`) }))
  return (
    <>
      <Select
        name="educationLevel"
        label={t('coach.field.educationLevel')}
        error={errors['educationLevel']}
        defaultValue={textIn(state.fields, 'educationLevel')}
        empty={t('common.unknown')}
        options={levels}
      />
      <Fieldset name="educations" legend={t('coach.intake.section.education')} error={errors['educations']}>
        <div className="in-coach-rows">
          {(state.rows['educations'] ?? []).map((row, at) => {
            const nameOf = (field: string) => `educations[${at}].${field}`
            return (
              <fieldset className="in-coach-row" key={at}>
                <legend className="in-hidden">
                  {t('coach.field.row', { label: t('coach.intake.section.education'), row: at + 1 })}
                </legend>
                <Grid min="m" gap={3}>
                  <Select
                    name={nameOf('level')}
                    label={t('coach.field.level')}
                    error={errors[nameOf('level')]}
                    defaultValue={textIn(row, 'level')}
                    empty={t('coach.field.choose')}
                    options={levels}
                  />
                  <TextInput
                    name={nameOf('field')}
                    label={t('coach.field.educationField')}
                    error={errors[nameOf('field')]}
                    defaultValue={textIn(row, 'field')}
                    optional={t('common.optional')}
                  />
                </Grid>
                <Check
                  name={nameOf('valued')}
                  label={t('coach.field.valued')}
                  error={errors[nameOf('valued')]}
                  defaultChecked={textIn(row, 'valued') !== ''}
                />
              </fieldset>
            )
          })}
        </div>
        <div>
          <Button variant="quiet" icon="plus" name="intent" value="row:educations">
            {t('coach.intake.addRow')}
          </Button>
        </div>
      </Fieldset>
    </>
  )
}
