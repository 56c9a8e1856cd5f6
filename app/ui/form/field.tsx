import type { ReactNode } from 'react'
import { Icon } from '#app/ui/icon.tsx'
import { useWords } from '#app/ui/words/words.tsx'

/** What every input takes. An error is a sentence that says how to mend it; `required` only tells assistive technology: the server decides. */
export type FieldProps = {
  name: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  required?: boolean | undefined
  /** The words "not required", shown after the label of an optional field. */
  optional?: string | undefined
}

/** The id of the input with this name: dots and brackets become dashes, so that `mentor.hours[0]` can be a link target. */
export function fieldId(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/-+$/, '')
}

/** The ids of hint and error, as `aria-describedby` wants them; undefined when there is neither. */
export function describedBy(props: Pick<FieldProps, 'name' | 'hint' | 'error'>): string | undefined {
  const id = fieldId(props.name)
  return [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean).join(' ') || undefined
}

/** The attributes that bind an input to its label, hint and error. */
export function boundTo(props: FieldProps) {
  return {
    id: fieldId(props.name),
    name: props.name,
    'aria-required': props.required ? (true as const) : undefined,
    'aria-invalid': props.error ? (true as const) : undefined,
    'aria-describedby': describedBy(props),
  }
}

/**
 * Hint and error of a field, with the ids that `describedBy` names. Where the error asks whether something of health, religion and the like must be there, a box
 * to say that it stays (`KEPT_FIELD` of app/request/form.ts).
 */
export function HintAndError(props: Pick<FieldProps, 'name' | 'hint' | 'error'>) {
  const id = fieldId(props.name)
  const { t } = useWords()
  const isAsked = props.error?.endsWith(t('error.sensitive')) === true
  return (
    <>
      {props.hint && (
        <span className="in-field__hint" id={`${id}-hint`}>
          {props.hint}
        </span>
      )}
      {props.error && (
        <span className="in-field__error" id={`${id}-error`}>
          <Icon name="warn" />
          {props.error}
        </span>
      )}
      {isAsked && (
        <span className="in-check">
          <input type="checkbox" id={`${id}-kept`} name="sensitive-kept" value={props.name} />
          <label htmlFor={`${id}-kept`}>{t('common.sensitiveKept')}</label>
        </span>
      )}
    </>
  )
}

/** Label above, then hint, error and the input. Use it directly only for an input that is not in this folder: its id is `fieldId(name)`. */
export function Field(props: FieldProps & { children: ReactNode }) {
  return (
    <div className={props.error ? 'in-field in-field--error' : 'in-field'}>
      <label className="in-field__label" htmlFor={fieldId(props.name)}>
        {props.label}
        {props.optional && <span className="in-field__opt"> {props.optional}</span>}
      </label>
      <HintAndError {...props} />
      {props.children}
    </div>
  )
}

/** A group of inputs with one question above it. The group itself is the link target of its error. */
export function Fieldset(props: {
  name: string
  legend: ReactNode
  hint?: ReactNode
  error?: string | undefined
  optional?: string | undefined
  required?: boolean | undefined
  /** The legend is the h1 of the page: one question per page. */
  page?: boolean | undefined
  children: ReactNode
}) {
  const { legend, optional } = props
  return (
    <fieldset
      className={props.error ? 'in-field in-field--error' : 'in-field'}
      id={fieldId(props.name)}
      tabIndex={-1}
      aria-describedby={describedBy(props)}
    >
      <legend className={props.page ? 'in-fieldset__legend in-fieldset__legend--page' : 'in-fieldset__legend'}>
        {props.page ? <h1>{legend}</h1> : legend}
        {optional && <span className="in-field__opt"> {optional}</span>}
      </legend>
      <HintAndError {...props} />
      {props.children}
    </fieldset>
  )
}
