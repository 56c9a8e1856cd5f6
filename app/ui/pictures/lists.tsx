import type { ReactNode } from 'react'
import { Badge, type Tone } from '#app/ui/badge.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Icon, type IconName } from '#app/ui/icon.tsx'

/** Appointments of a day. `at` is machine-readable, `time` is shown. */
export function Agenda(props: { items: readonly { at: string; time: string; title: ReactNode; text?: ReactNode }[] }) {
  return (
    <ol className="in-agenda">
      {props.items.map((item, index) => (
        <li key={index}>
          <time dateTime={item.at}>{item.time}</time>
          <div>
            <b>{item.title}</b>
            {item.text && <p className="in-small">{item.text}</p>}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** What to do, most urgent first: when, what, and the one way to do it. */
export function TodoList(props: {
  items: readonly {
    when: string
    tone?: Tone | undefined
    title: ReactNode
    text?: ReactNode
    action?: { href: string; label: string; icon?: IconName | undefined } | undefined
  }[]
}) {
  return (
    <ul className="in-todo">
      {props.items.map((item, index) => (
        <li key={index}>
          <span>
            <Badge tone={item.tone} icon={item.tone ? undefined : 'calendar'}>
              {item.when}
            </Badge>
          </span>
          <div>
            <b>{item.title}</b>
            {item.text && <p className="in-small in-grey">{item.text}</p>}
          </div>
          {item.action && (
            <ButtonLink variant="second" href={item.action.href} icon={item.action.icon ?? 'arrow'}>
              {item.action.label}
            </ButtonLink>
          )}
        </li>
      ))}
    </ul>
  )
}

/** What happened, newest first. `at` is machine-readable, `when` is shown. */
export function Log(props: { items: readonly { at: string; when: string; text: ReactNode }[] }) {
  return (
    <ol className="in-log">
      {props.items.map((item, index) => (
        <li key={index}>
          {item.text}
          <time dateTime={item.at}>{item.when}</time>
        </li>
      ))}
    </ol>
  )
}

/** The parts of a long form with their state; a part without `href` cannot be opened yet. */
export function TaskList(props: {
  items: readonly {
    label: ReactNode
    href?: string | undefined
    state: string
    tone?: Tone | undefined
    icon?: IconName | undefined
    done?: boolean | undefined
  }[]
}) {
  return (
    <ul className="in-tasks">
      {props.items.map((item, index) => (
        <li key={index}>
          {item.href ? <a href={item.href}>{item.label}</a> : <span>{item.label}</span>}
          {item.done ? (
            <span className="in-tasks__done">
              <Icon name="check" /> {item.state}
            </span>
          ) : (
            <Badge tone={item.tone} icon={item.icon ?? 'ring'}>
              {item.state}
            </Badge>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Numbered steps in plain sentences: what happens after a choice. */
export function NumberedList(props: { items: readonly ReactNode[] }) {
  return (
    <ol className="in-nums">
      {props.items.map((item, index) => (
        <li key={index}>
          <span>{item}</span>
        </li>
      ))}
    </ol>
  )
}
