import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

/** The four colours of a status; without one a badge is neutral sand. Red only for blocked, failed or late. */
export type Tone = 'ok' | 'warn' | 'error' | 'info'

const TONE_ICON: Record<Tone, IconName> = { ok: 'check', warn: 'warn', error: 'stop', info: 'clock' }

/** A status: word + icon + colour, never colour alone. The icon follows the tone unless given. */
export function Badge(props: {
  tone?: Tone | undefined
  icon?: IconName | undefined
  plain?: boolean | undefined
  children: ReactNode
}) {
  const icon = props.icon ?? (props.tone ? TONE_ICON[props.tone] : undefined)
  return (
    <span
      className={['in-badge', props.tone && `in-badge--${props.tone}`, props.plain && 'in-badge--plain']
        .filter(Boolean)
        .join(' ')}
    >
      {icon && <Icon name={icon} />}
      {props.children}
    </span>
  )
}

/** A number in a tab or list, with the words that a screen reader needs beside it. `soft` does not ask for attention. */
export function CountBadge(props: { count: number; about: string; soft?: boolean | undefined }) {
  return (
    <span className={props.soft ? 'in-count in-count--soft' : 'in-count'}>
      {props.count}
      <span className="in-hidden"> {props.about}</span>
    </span>
  )
}

/** What stays hidden, for instance from an employer: a lock and a word. */
export function LockChips(props: { items: readonly ReactNode[] }) {
  return (
    <ul className="in-row in-gap-2">
      {props.items.map((item, index) => (
        <li className="in-lockchip" key={index}>
          <Icon name="lock" />
          {item}
        </li>
      ))}
    </ul>
  )
}
