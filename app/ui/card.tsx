import type { ReactNode } from 'react'
import { Icon, type IconName, Pictogram, type PictogramName } from './icon.tsx'
import type { Gap } from './stack.tsx'

/** A white box that holds something to act on. `next` marks the one thing to do first (staff). */
export function Card(props: {
  as?: 'div' | 'li' | 'section' | 'article' | undefined
  next?: boolean | undefined
  gap?: Gap | undefined
  label?: string | undefined
  children: ReactNode
}) {
  const Tag = props.as ?? 'div'
  return (
    <Tag
      className={['in-card', props.next && 'in-next', props.gap !== undefined && `in-stack in-gap-${props.gap}`]
        .filter(Boolean)
        .join(' ')}
      aria-label={props.label}
    >
      {props.children}
    </Tag>
  )
}

/** A coloured box that explains (mint) or states facts and holds a picture (sand). */
export function Panel(props: {
  tone?: 'sand' | 'mint' | undefined
  week?: boolean | undefined
  gap?: Gap | undefined
  children: ReactNode
}) {
  return (
    <div
      className={[
        'in-panel',
        props.tone === 'mint' && 'in-panel--mint',
        props.week && 'in-panel--week',
        props.gap !== undefined && `in-stack in-gap-${props.gap}`,
      ]
        .filter(Boolean)
        .join(' ')}
    >
      {props.children}
    </div>
  )
}

/** A pictogram on a mint tile, beside a title. */
export function Disc(props: { pictogram: PictogramName; size?: 's' | 'l' | undefined; white?: boolean | undefined }) {
  return (
    <span
      className={['in-disc', props.size && `in-disc--${props.size}`, props.white && 'in-disc--white']
        .filter(Boolean)
        .join(' ')}
    >
      <Pictogram name={props.pictogram} size={props.size === 's' ? 's' : props.size === 'l' ? 'l' : 'm'} />
    </span>
  )
}

/** Short facts, one icon each: distance, hours, pay, start. */
export function Facts(props: { items: readonly { icon: IconName; text: ReactNode }[]; small?: boolean | undefined }) {
  return (
    <ul className={props.small ? 'in-facts in-small' : 'in-facts'}>
      {props.items.map((item, index) => (
        <li key={index}>
          <Icon name={item.icon} />
          <span>{item.text}</span>
        </li>
      ))}
    </ul>
  )
}

/** Names and values. `source` says where a value comes from and of what date it is. */
export function DescriptionList(props: {
  items: readonly { term: ReactNode; value: ReactNode; source?: ReactNode }[]
  small?: boolean | undefined
}) {
  return (
    <dl className={props.small ? 'in-dl in-dl--s in-small' : 'in-dl'}>
      {props.items.map((item, index) => (
        <div className="in-dl__row" key={index}>
          <dt>{item.term}</dt>
          <dd>
            {item.value}
            {item.source && <span className="in-src">{item.source}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** A list with an icon before each line; plus and minus lists carry reasons for and against, with their source. */
export function IconList(props: {
  items: readonly { text: ReactNode; icon?: IconName | undefined; source?: ReactNode }[]
  kind?: 'plus' | 'minus' | undefined
  small?: boolean | undefined
}) {
  const fallback = props.kind ?? 'check'
  return (
    <ul
      className={[
        'in-list',
        props.kind === 'plus' && 'in-list--plus',
        props.kind === 'minus' && 'in-list--min',
        props.small && 'in-small',
      ]
        .filter(Boolean)
        .join(' ')}
    >
      {props.items.map((item, index) => (
        <li key={index}>
          <Icon name={item.icon ?? fallback} />
          <span>
            {item.text}
            {item.source && <span className="in-src">{item.source}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** People around the newcomer: a pictogram, who they are, what they do. */
export function PeopleList(props: {
  items: readonly { pictogram: PictogramName; name: ReactNode; text: ReactNode }[]
}) {
  return (
    <ul className="in-people">
      {props.items.map((item, index) => (
        <li key={index}>
          <Pictogram name={item.pictogram} />
          <div>
            <b>{item.name}</b>
            <p>{item.text}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}
