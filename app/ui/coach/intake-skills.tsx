import { Button } from '#app/ui/button.tsx'
import { Check, CheckList } from '#app/ui/form/choices.tsx'
import { Fieldset } from '#app/ui/form/field.tsx'
import { Select } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { EVIDENCES, LICENCES } from '#db/values/newcomers.ts'
import { capital } from './capital.ts'
import { type IntakePart, listIn, textIn } from './intake-state.ts'
import { TermSearch } from './term-search.tsx'

/** What somebody can do, with how we know it, and licences. */
export function IntakeSkills({ state, errors, labels, found }: IntakePart) {
  const { t } = useWords()
  const rows = state.rows['skills'] ?? []
  return (
    <>
      <TermSearch list="skills" label={t('coach.intake.skillSearch')} found={found} />
      <Fieldset name="skills" legend={t('coach.intake.ownSkills')} error={errors['skills']}>
        {rows.length === 0 && <p className="in-grey">{t('coach.intake.none')}</p>}
        <div className="in-coach-rows">
          {rows.map((row, at) => {
            const uri = textIn(row, 'skillUri')
            const label = capital(labels[uri] ?? uri)
            const name = `skills[${at}].evidence`
            return (
              <fieldset className="in-coach-row in-coach-row--line" key={uri}>
                <legend>{label}</legend>
                <input type="hidden" name={`skills[${at}].skillUri`} value={uri} />
                <Select
                  name={name}
                  label={t('coach.field.evidence')}
                  error={errors[name] ?? errors[`skills[${at}].skillUri`]}
                  defaultValue={textIn(row, 'evidence') || 'self'}
                  options={EVIDENCES.map((one) => ({ value: one, label: t(`enum.evidence.${one}`) }))}
                />
                <Button variant="quiet" icon="cross" name="intent" value={`remove:skills:${at}`} about={label}>
                  {t('coach.intake.remove')}
                </Button>
              </fieldset>
            )
          })}
        </div>
      </Fieldset>
      <CheckList
        name="licences"
        label={t('coach.field.licences')}
        hint={t('coach.intake.licencesHint')}
        error={errors['licences']}
        defaultValue={listIn(state.fields, 'licences')}
        options={LICENCES.map((one) => ({ value: one, label: t(`enum.licence.${one}`) }))}
      />
      <Check
        name="hasNoLicences"
        label={t('coach.field.hasNoLicences')}
        error={errors['hasNoLicences']}
        defaultChecked={textIn(state.fields, 'hasNoLicences') === 'on'}
      />
    </>
  )
}
