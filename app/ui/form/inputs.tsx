import type { ReactNode } from 'react'
import { boundTo, Field, type FieldProps } from './field.tsx'

type Width = 's' | 'm' | undefined

const widthClass = (width: Width) => (width ? `in-input in-input--${width}` : 'in-input')

/** One line of text. `type` chooses the keyboard; `autoComplete` is the HTML token, for instance `email` or `one-time-code`. */
export function TextInput(
  props: FieldProps & {
    defaultValue?: string | undefined
    type?: 'text' | 'email' | 'tel' | 'url' | 'password' | 'search' | undefined
    inputMode?: 'text' | 'numeric' | 'decimal' | undefined
    autoComplete?: string | undefined
    width?: Width
    maxLength?: number | undefined
    /** The text is Dutch or another language than the page. */
    lang?: string | undefined
    dir?: 'ltr' | 'rtl' | 'auto' | undefined
  },
) {
  return (
    <Field {...props}>
      <input
        {...boundTo(props)}
        className={widthClass(props.width)}
        type={props.type ?? 'text'}
        inputMode={props.inputMode}
        autoComplete={props.autoComplete}
        maxLength={props.maxLength}
        lang={props.lang}
        dir={props.dir ?? (props.type === 'email' || props.type === 'tel' || props.type === 'url' ? 'ltr' : 'auto')}
        defaultValue={props.defaultValue}
      />
    </Field>
  )
}

/** A code of digits. `isSent`: it stands in a message or an app just now, so the device may offer it; else it is remembered and never filled in. */
export function CodeInput(props: FieldProps & { isSent?: boolean }) {
  const { isSent, ...field } = props
  return (
    <TextInput {...field} inputMode="numeric" autoComplete={isSent ? 'one-time-code' : 'off'} dir="ltr" width="s" />
  )
}

/** A number as text with a numeric keyboard: no spinner that changes on scrolling. `unit` stands after it ("hours per week"). */
export function NumberInput(
  props: FieldProps & { defaultValue?: string | number | undefined; unit?: ReactNode; decimal?: boolean | undefined },
) {
  const input = (
    <input
      {...boundTo(props)}
      className="in-input in-input--s"
      type="text"
      inputMode={props.decimal ? 'decimal' : 'numeric'}
      dir="ltr"
      defaultValue={props.defaultValue}
    />
  )
  return (
    <Field {...props}>
      {props.unit ? (
        <span className="in-unit">
          {input}
          <span>{props.unit}</span>
        </span>
      ) : (
        input
      )}
    </Field>
  )
}

/** Several lines of text. */
export function TextArea(
  props: FieldProps & { defaultValue?: string | undefined; rows?: number | undefined; maxLength?: number | undefined },
) {
  return (
    <Field {...props}>
      <textarea
        {...boundTo(props)}
        className="in-input"
        rows={props.rows ?? 4}
        maxLength={props.maxLength}
        dir="auto"
        defaultValue={props.defaultValue}
      />
    </Field>
  )
}

/** One choice from a long list. `empty` is the first, unchosen line ("Choose one"). Up to about six options: use RadioList. */
export function Select(
  props: FieldProps & {
    options: readonly { value: string; label: string }[]
    defaultValue?: string | undefined
    empty?: string | undefined
    width?: Width
  },
) {
  return (
    <Field {...props}>
      <select {...boundTo(props)} className={widthClass(props.width ?? 'm')} defaultValue={props.defaultValue ?? ''}>
        {props.empty !== undefined && <option value="">{props.empty}</option>}
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}

/** A date, yyyy-mm-dd on the wire; the browser shows it in the reader's own order. */
export function DateInput(
  props: FieldProps & { defaultValue?: string | undefined; min?: string | undefined; max?: string | undefined },
) {
  return (
    <Field {...props}>
      <input
        {...boundTo(props)}
        className="in-input in-input--m"
        type="date"
        min={props.min}
        max={props.max}
        defaultValue={props.defaultValue}
      />
    </Field>
  )
}

/** A time of day, hh:mm on the wire. `step` is in minutes. */
export function TimeInput(props: FieldProps & { defaultValue?: string | undefined; step?: number | undefined }) {
  return (
    <Field {...props}>
      <input
        {...boundTo(props)}
        className="in-input in-input--m"
        type="time"
        step={props.step ? props.step * 60 : undefined}
        defaultValue={props.defaultValue}
      />
    </Field>
  )
}
