import type { ReactNode } from 'react'
import { Pictogram, type PictogramName } from '#app/ui/icon.tsx'
import { describedBy, type FieldProps, Fieldset, fieldId, HintAndError } from './field.tsx'

/** One answer in a list of answers. */
type ChoiceOption = { value: string; label: ReactNode; hint?: ReactNode; pictogram?: PictogramName | undefined }

type ListProps = FieldProps & {
  options: readonly ChoiceOption[]
  /** The question is the h1 of the page. */
  page?: boolean | undefined
}

function Options(props: ListProps & { type: 'radio' | 'checkbox'; chosen: readonly string[] }) {
  const id = fieldId(props.name)
  return props.options.map((option) => {
    const optionId = `${id}-${fieldId(option.value)}`
    return (
      <div className="in-check" key={option.value}>
        <input
          type={props.type}
          id={optionId}
          name={props.name}
          value={option.value}
          defaultChecked={props.chosen.includes(option.value)}
          aria-describedby={option.hint ? `${optionId}-hint` : undefined}
        />
        <span>
          <label htmlFor={optionId}>{option.label}</label>
          {option.hint && (
            <span className="in-check__hint" id={`${optionId}-hint`}>
              {option.hint}
            </span>
          )}
        </span>
      </div>
    )
  })
}

/** Any number of answers to one question; each chosen value is sent under the same name. */
export function CheckList(props: ListProps & { defaultValue?: readonly string[] | undefined }) {
  return (
    <Fieldset {...props} legend={props.label}>
      <div className="in-checks">
        <Options {...props} type="checkbox" chosen={props.defaultValue ?? []} />
      </div>
    </Fieldset>
  )
}

/** One answer to one question, nothing chosen unless given. */
export function RadioList(props: ListProps & { defaultValue?: string | undefined }) {
  return (
    <Fieldset {...props} legend={props.label}>
      <div className="in-checks">
        <Options {...props} type="radio" chosen={props.defaultValue === undefined ? [] : [props.defaultValue]} />
      </div>
    </Fieldset>
  )
}

/** One answer as large cards with a pictogram, all of equal size: consent, direction, yes or no. `many` allows several answers. */
export function Choice(
  props: ListProps & { defaultValue?: string | readonly string[] | undefined; many?: boolean | undefined },
) {
  const id = fieldId(props.name)
  const chosen = typeof props.defaultValue === 'string' ? [props.defaultValue] : (props.defaultValue ?? [])
  return (
    <Fieldset {...props} legend={props.label}>
      {props.options.map((option) => (
        <label className="in-choice" key={option.value}>
          <input
            type={props.many ? 'checkbox' : 'radio'}
            id={`${id}-${fieldId(option.value)}`}
            name={props.name}
            value={option.value}
            defaultChecked={chosen.includes(option.value)}
          />
          {option.pictogram && <Pictogram name={option.pictogram} />}
          <span>
            {option.label}
            {option.hint && <small className="in-choice__hint">{option.hint}</small>}
          </span>
        </label>
      ))}
    </Fieldset>
  )
}

/** One statement to agree with. Never checked beforehand for consent. `value` is sent when checked, "on" when absent. */
export function Check(props: FieldProps & { value?: string | undefined; defaultChecked?: boolean | undefined }) {
  const id = fieldId(props.name)
  return (
    <div className={props.error ? 'in-field in-field--error' : 'in-field'}>
      <div className="in-check">
        <input
          type="checkbox"
          id={id}
          name={props.name}
          value={props.value}
          defaultChecked={props.defaultChecked}
          aria-required={props.required ? true : undefined}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={describedBy(props)}
        />
        <label htmlFor={id}>{props.label}</label>
      </div>
      <HintAndError {...props} />
    </div>
  )
}
