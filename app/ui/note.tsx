import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

/** Mint explains (no tone), sand states a fact, the others say how serious it is. */
export type NoteTone = 'ok' | 'warn' | 'error' | 'sand'

const NOTE_ICON: Record<NoteTone, IconName> = { ok: 'check', warn: 'warn', error: 'stop', sand: 'info' }

/** A panel with one message. `announce` makes it a live status, for the answer to something the reader just did. */
export function Note(props: {
  tone?: NoteTone | undefined
  icon?: IconName | undefined
  title?: ReactNode
  small?: boolean | undefined
  announce?: boolean | undefined
  children?: ReactNode
}) {
  const { tone, title, children } = props
  return (
    <div
      className={['in-note', tone && `in-note--${tone}`, props.small && 'in-small'].filter(Boolean).join(' ')}
      role={props.announce ? (tone === 'error' ? 'alert' : 'status') : undefined}
    >
      <Icon name={props.icon ?? (tone ? NOTE_ICON[tone] : 'info')} />
      <div>
        {title && <b>{title} </b>}
        {children}
      </div>
    </div>
  )
}
