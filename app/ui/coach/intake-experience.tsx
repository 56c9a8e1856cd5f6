import { Button } from '#app/ui/button.tsx'
import { Fieldset } from '#app/ui/form/field.tsx'
import { NumberInput, Select } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { EVIDENCES } from '#db/values/newcomers.ts'
import { capital } from './capital.ts'
import { type IntakePart, textIn } from './intake-state.ts'
import { TermSearch } from './term-search.tsx'

/** Work done, by occupation and length: no employer names and no countries. */
export function IntakeExperience({ state, errors, labels, found }: IntakePart) {
  const { t } = useWords()
  const rows = state.rows['experiences'] ?? []
  return (
    <>
      <TermSearch list="experiences" label={t('coach.intake.occupationSearch')} found={found} />
      <Fieldset name="experiences" legend={t('coach.intake.ownExperience')} error={errors['experiences']}>
        {rows.length === 0 && <p className="in-grey">{t('coach.intake.none')}</p>}
        <div className="in-coach-rows">
          {rows.map((row, at) => {
            const uri = textIn(row, 'occupationUri')
            const label = capital(labels[uri] ?? uri)
            const nameOf = (field: string) => `experiences[${at}].${field}`
            return (
              <fieldset className="in-coach-row in-coach-row--line" key={`${at} ${uri}`}>
                <legend>{label}</legend>
                <input type="hidden" name={nameOf('occupationUri')} value={uri} />
                <NumberInput
                  name={nameOf('months')}
                  label={t('coach.field.months')}
                  error={errors[nameOf('months')] ?? errors[nameOf('occupationUri')]}
                  defaultValue={textIn(row, 'months')}
                />
                <Select
                  name={nameOf('evidence')}
                  label={t('coach.field.evidence')}
                  error={errors[nameOf('evidence')]}
                  defaultValue={textIn(row, 'evidence') || 'self'}
                  options={EVIDENCES.map((one) => ({ value: one, label: t(`enum.evidence.${one}`) }))}
                />
                <Button variant="quiet" icon="cross" name="intent" value={`remove:experiences:${at}`} about={label}>
                  {t('coach.intake.remove')}
                </Button>
              </fieldset>
            )
          })}
        </div>
      </Fieldset>
    </>
  )
}
