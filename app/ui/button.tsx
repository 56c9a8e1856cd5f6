import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

type Look = {
  /** Petrol when absent. `yes` is clay and means one thing for newcomers: "I am interested". */
  variant?: 'second' | 'quiet' | 'danger' | 'yes' | undefined
  big?: boolean | undefined
  wide?: boolean | undefined
  /** Icon before the words. */
  icon?: IconName | undefined
  /** Icon after the words, for instance `arrow` on "next". */
  iconAfter?: IconName | undefined
  /** Words for screen readers only, for instance the title of the thing that is acted on. */
  about?: ReactNode
  children: ReactNode
}

function classOf(look: Look): string {
  return [
    'in-button',
    look.variant && `in-button--${look.variant}`,
    look.big && 'in-button--big',
    look.wide && 'in-button--wide',
  ]
    .filter(Boolean)
    .join(' ')
}

function Inside(look: Look) {
  return (
    <>
      {look.icon && <Icon name={look.icon} />}
      {look.children}
      {look.about && <span className="in-hidden"> {look.about}</span>}
      {look.iconAfter && <Icon name={look.iconAfter} />}
    </>
  )
}

/** A button that submits its form. Never disabled: the server answers with what is missing. `name` and `value` say which button was used. */
export function Button(
  props: Look & {
    type?: 'submit' | 'button' | undefined
    name?: string | undefined
    value?: string | undefined
    /** Id of a form elsewhere on the page. */
    form?: string | undefined
    formAction?: string | undefined
    /** A keyboard shortcut, announced to assistive technology. */
    shortcut?: string | undefined
  },
) {
  const { type = 'submit', name, value, form, formAction, shortcut, ...look } = props
  return (
    <button
      className={classOf(look)}
      type={type}
      name={name}
      value={value}
      form={form}
      formAction={formAction}
      aria-keyshortcuts={shortcut}
    >
      <Inside {...look} />
      {shortcut && (
        <span aria-hidden="true">
          <kbd>{shortcut}</kbd>
        </span>
      )}
    </button>
  )
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink(props: Look & { href: string; download?: boolean | undefined; lang?: string | undefined }) {
  const { href, download, lang, ...look } = props
  return (
    <a className={classOf(look)} href={href} download={download} hrefLang={lang}>
      <Inside {...look} />
    </a>
  )
}

/** A link on its own line with a full-size target. `back` sets the arrow that points to where the reader came from. */
export function TextLink(props: {
  href: string
  icon?: IconName | undefined
  back?: boolean | undefined
  current?: boolean | undefined
  children: ReactNode
}) {
  const icon = props.back ? 'back' : props.icon
  return (
    <a
      className={props.back ? 'in-link in-link--back' : 'in-link'}
      href={props.href}
      aria-current={props.current ? 'page' : undefined}
    >
      {icon && <Icon name={icon} />}
      <span>{props.children}</span>
    </a>
  )
}
