import { Button } from '#app/ui/button.tsx'
import { CheckList, RadioList } from '#app/ui/form/choices.tsx'
import { TextInput } from '#app/ui/form/inputs.tsx'
import { Note } from '#app/ui/note.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { Fields } from './fields.ts'
import type { TermList } from './form-data.ts'

/**
 * A search in the occupations or skills, with what was found as choices under it. Works as a plain form: the button posts the whole form
 * and comes back to this place.
 */
export function TermChoice(props: {
  fields: Fields
  search: string
  name: string
  terms: TermList
  /** One occupation, or several skills. */
  many?: boolean | undefined
  required?: boolean | undefined
  /** The words of choosing none of them. */
  none?: string | undefined
}) {
  const { t } = useWords()
  const { fields, terms, name } = props
  const at = `${name}-keuze`
  const options = terms.options.map(({ uri, label, suggested }) => ({
    value: uri,
    label,
    hint: suggested ? t('employer.form.suggestion') : undefined,
  }))
  const chosen = fields.list(name)
  return (
    <div className="in-stack in-gap-3" id={at}>
      <div className="in-emp-find">
        <TextInput {...fields.of(props.search)} type="search" maxLength={80} />
        <Button
          variant="second"
          icon="search"
          name="intent"
          value="search"
          formAction={`#${at}`}
          about={fields.of(name).label}
        >
          {t('employer.form.search')}
        </Button>
      </div>
      {terms.q !== '' && (
        <Note small tone={terms.found > 0 ? undefined : 'sand'} announce>
          {terms.found > 0
            ? t('employer.form.found', { count: terms.found })
            : t('employer.form.notFound', { q: terms.q })}
        </Note>
      )}
      {options.length > 0 || props.none || fields.error(name) ? (
        props.many ? (
          <CheckList {...fields.of(name)} options={options} defaultValue={chosen} />
        ) : (
          <RadioList
            {...fields.of(name)}
            options={props.none ? [...options, { value: '', label: props.none }] : options}
            defaultValue={chosen[0] ?? (props.none ? '' : undefined)}
            required={props.required}
          />
        )
      ) : null}
    </div>
  )
}
