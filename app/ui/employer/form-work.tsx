import { CheckList } from '#app/ui/form/choices.tsx'
import { DateInput, NumberInput, Select, TextArea, TextInput } from '#app/ui/form/inputs.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { LICENCES } from '#db/values/newcomers.ts'
import { POSITION_TYPES } from '#db/values/positions.ts'
import type { Fields } from './fields.ts'
import type { PlaceOption, PositionTerms } from './form-data.ts'
import { FormPart } from './form-part.tsx'
import { TermChoice } from './term-choice.tsx'

/** What somebody does, learns and gets. */
export function WorkPart({ fields, terms }: { fields: Fields; terms: PositionTerms }) {
  return (
    <FormPart name="work">
      <TextInput {...fields.of('title')} maxLength={120} required />
      <TermChoice fields={fields} search="occupationSearch" name="occupationUri" terms={terms.occupation} required />
      <TextArea {...fields.of('tasks')} rows={5} required />
      <TextArea {...fields.of('learns')} rows={4} />
      <TextArea {...fields.of('earns')} rows={3} />
    </FormPart>
  )
}

/** The kind of place decides what else is asked. */
export function KindPart(props: { fields: Fields; onType: (type: string) => void }) {
  const { t } = useWords()
  const { fields } = props
  return (
    <FormPart name="kind" intro={t('employer.form.intro.kind')}>
      {/* The change of any field bubbles up to here. */}
      <div onChange={(event) => event.target instanceof HTMLSelectElement && props.onType(event.target.value)}>
        <Select
          {...fields.of('type')}
          required
          empty={t('employer.form.choose')}
          options={POSITION_TYPES.map((type) => ({ value: type, label: t(`enum.positionType.${type}`) }))}
        />
      </div>
      <div className="in-emp-pair">
        <DateInput {...fields.of('startsOn')} required />
        <DateInput {...fields.of('endsOn')} />
      </div>
    </FormPart>
  )
}

/** Where it is and for how many. */
export function PlacePart({ fields, places }: { fields: Fields; places: readonly PlaceOption[] }) {
  const { t } = useWords()
  const field = fields.of('establishmentId')
  return (
    <FormPart name="place">
      <Select
        {...field}
        required
        defaultValue={field.defaultValue ?? (places.length === 1 ? places[0]?.id : undefined)}
        {...(places.length === 1 ? {} : { empty: t('employer.form.choose') })}
        options={places.map(({ id, name, place }) => ({ value: id, label: `${name}, ${place}` }))}
      />
      <NumberInput {...fields.of('seats')} required />
    </FormPart>
  )
}

/** What somebody must be able to do, and what they learn, by the words of ESCO. */
export function SkillsPart({ fields, terms }: { fields: Fields; terms: PositionTerms }) {
  const { t } = useWords()
  return (
    <FormPart name="skills" intro={t('employer.form.intro.skills')}>
      <TermChoice fields={fields} search="neededSearch" name="neededSkills" terms={terms.needed} many />
      {terms.needed.options.length > 0 && (
        <CheckList
          {...fields.of('requiredSkills')}
          optional={t('common.optional')}
          options={terms.needed.options.map(({ uri, label }) => ({ value: uri, label }))}
          defaultValue={fields.list('requiredSkills')}
        />
      )}
      <TermChoice fields={fields} search="taughtSearch" name="taughtSkills" terms={terms.taught} many />
      <CheckList
        {...fields.of('licences')}
        optional={t('common.optional')}
        options={LICENCES.map((licence) => ({ value: licence, label: t(`enum.licence.${licence}`) }))}
        defaultValue={fields.list('licences')}
      />
    </FormPart>
  )
}
