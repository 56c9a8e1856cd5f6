import type { ReactNode } from 'react'
import { Badge } from './badge.tsx'
import { Log } from './pictures/lists.tsx'
import { useWords } from './words/words.tsx'

/** Messages under each other, newest first: what happened, whether it is new, and what it is about. */
export function NewsLog(props: {
  items: readonly { at: string; unread: boolean; href: string | null; sentence: string; about: ReactNode }[]
  empty: string
  unreadWord: string
}) {
  const { moment } = useWords()
  if (props.items.length === 0) return <p className="in-small in-grey">{props.empty}</p>
  return (
    <Log
      items={props.items.map((one) => ({
        at: one.at,
        when: moment(one.at),
        text: (
          <>
            <b>{one.href ? <a href={one.href}>{one.sentence}</a> : one.sentence}</b>
            {one.unread && ' '}
            {one.unread && <Badge tone="info">{props.unreadWord}</Badge>}
            {one.about && <span className="in-small"> {one.about}</span>}
          </>
        ),
      }))}
    />
  )
}
