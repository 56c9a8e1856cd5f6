import { type ReactNode, useContext, useEffect, useRef } from 'react'
import type { Gap } from '#app/ui/stack.tsx'
import { fieldId } from './field.tsx'
import { FreshKeyContext } from './fresh-key.ts'

/** A form that posts to its own page unless told otherwise. The browser never validates: the server answers with every error at once. */
export function PostForm(props: {
  action?: string | undefined
  id?: string | undefined
  /** Random key made by the loader, on a page without scripts drawn here: the same key twice is the same act, so a double tap does nothing twice. */
  idempotencyKey?: string | undefined
  /** White card round the fields (staff). */
  card?: boolean | undefined
  gap?: Gap | undefined
  children: ReactNode
}) {
  const fresh = useContext(FreshKeyContext)
  const key = props.idempotencyKey ?? fresh?.()
  return (
    <form
      className={['in-stack', `in-gap-${props.gap ?? 5}`, props.card && 'in-formcard'].filter(Boolean).join(' ')}
      method="post"
      action={props.action}
      id={props.id}
      noValidate
    >
      {key && <HiddenKey value={key} />}
      {props.children}
    </form>
  )
}

/** Filters and sorting: a GET form, so that the address holds the choice and can be shared. */
export function FilterForm(props: {
  action?: string | undefined
  label: string
  /** For fields elsewhere on the page that belong to it. */
  id?: string | undefined
  children: ReactNode
}) {
  return (
    <form className="in-filters" method="get" action={props.action} aria-label={props.label} id={props.id} noValidate>
      {props.children}
    </form>
  )
}

/** One small select in a FilterForm. */
export function FilterSelect(props: {
  name: string
  label: string
  options: readonly { value: string; label: string }[]
  defaultValue?: string | undefined
}) {
  return (
    <label>
      {props.label}
      <select className="in-input" name={props.name} defaultValue={props.defaultValue}>
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

/** The idempotency key of a form, sent as `key`. */
export function HiddenKey(props: { value: string }) {
  return <input type="hidden" name="key" value={props.value} />
}

/**
 * All errors of a form, above it: the same words as at the fields, each a link to its field. The heading takes focus,
 * without JavaScript by the autofocus attribute, with JavaScript by hand since React only focuses inputs.
 * Draws nothing when there are no errors. `errors`: field name -> sentences, as the form parser gives them.
 */
export function ErrorSummary(props: {
  title: string
  errors: Readonly<Record<string, readonly string[] | string | null | undefined>>
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  const lines = Object.entries(props.errors).flatMap(([name, words]) =>
    (typeof words === 'string' ? [words] : (words ?? [])).map((sentence) => ({ name, sentence })),
  )
  const asText = lines.map((line) => `${line.name}:${line.sentence}`).join('|')
  useEffect(() => {
    if (asText) heading.current?.focus()
  }, [asText])
  if (lines.length === 0) return null
  return (
    <section className="in-errors" aria-labelledby="errors">
      {/* biome-ignore lint/a11y/noAutofocus: after a refused form the reader must land on what went wrong (GOV.UK error summary) */}
      <h2 id="errors" tabIndex={-1} ref={heading} autoFocus>
        {props.title}
      </h2>
      <ul>
        {lines.map(({ name, sentence }) => (
          <li key={`${name}:${sentence}`}>
            {name ? <a href={`#${fieldId(name)}`}>{sentence}</a> : <span>{sentence}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
