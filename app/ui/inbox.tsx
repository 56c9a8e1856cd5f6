import type { ReactNode } from 'react'
import { FitGlyph, type FitState } from '#app/ui/pictures/fit-glyph.tsx'
import { ScrollBox } from '#app/ui/pictures/table-twin.tsx'
import { Badge } from './badge.tsx'
import { TextLink } from './button.tsx'
import { IconList } from './card.tsx'
import type { IconName } from './icon.tsx'

/** One proposal in the list: who, for what, how long it waits, and the fit as glyph and words. */
export type InboxItem = {
  href: string
  name: string
  line: ReactNode
  /** How long it waits, short: "23 d". */
  waits: string
  states: readonly FitState[]
  fitWords: string
  current?: boolean | undefined
}

/**
 * List and detail side by side; on a phone one of the two. `open` is true when the address names a proposal: then a phone shows
 * the detail with a way back to the list, otherwise the list alone. Without rows it shows `empty`.
 */
export function Inbox(props: {
  label: string
  order: ReactNode
  items: readonly InboxItem[]
  open: boolean
  back: { href: string; label: string }
  empty: ReactNode
  children?: ReactNode
}) {
  if (props.items.length === 0) return <>{props.empty}</>
  return (
    <div className={props.open ? 'in-inbox in-inbox--open' : 'in-inbox'}>
      <div className="in-inbox__list">
        <ScrollBox label={props.label}>
          <p className="in-inbox__day">{props.order}</p>
          <ul>
            {props.items.map((item) => (
              <li className={item.current ? 'in-item is-current' : 'in-item'} key={item.href}>
                <a href={item.href} aria-current={item.current ? 'true' : undefined}>
                  <bdi>{item.name}</bdi>
                </a>
                <span className="in-item__days">{item.waits}</span>
                <p>
                  {item.line}
                  <span className="in-hidden">. {item.fitWords}</span>
                </p>
                <FitGlyph states={item.states} />
              </li>
            ))}
          </ul>
        </ScrollBox>
      </div>
      <div className="in-inbox__detail">
        <div className="in-inbox__back">
          <TextLink back href={props.back.href}>
            {props.back.label}
          </TextLink>
        </div>
        {props.children}
      </div>
    </div>
  )
}

/** The detail of one proposal, made of parts and an action bar. */
export function Detail(props: { label: string; children: ReactNode }) {
  return (
    <article className="in-detail" aria-label={props.label}>
      {props.children}
    </article>
  )
}

/** One part of a detail, with its heading. */
export function DetailPart(props: { title?: ReactNode; children: ReactNode }) {
  return (
    <div className="in-detail__part">
      {props.title && <h3>{props.title}</h3>}
      {props.children}
    </div>
  )
}

type Side = { above?: ReactNode; title: ReactNode; href?: string | undefined; text?: ReactNode }

/** The two that are brought together, with the streams between them. `fitWords` says the glyph in words. */
export function Versus(props: { person: Side; position: Side; states: readonly FitState[]; fitWords: string }) {
  return (
    <div className="in-versus">
      <VersusSide {...props.person} />
      <div>
        <FitGlyph states={props.states} />
        <span className="in-hidden">{props.fitWords}</span>
      </div>
      <VersusSide {...props.position} />
    </div>
  )
}

function VersusSide(side: Side) {
  return (
    <div>
      {side.above && <p className="in-xs in-grey">{side.above}</p>}
      <h2>{side.href ? <a href={side.href}>{side.title}</a> : side.title}</h2>
      {side.text && <p className="in-small">{side.text}</p>}
    </div>
  )
}

type Reason = { text: ReactNode; source?: ReactNode }

const STATE: Record<FitState, { tone: 'ok' | 'warn' | undefined; icon: IconName }> = {
  full: { tone: 'ok', icon: 'check' },
  part: { tone: 'warn', icon: 'half' },
  open: { tone: undefined, icon: 'question' },
}

/** Reasons for and against per part of the fit, side by side, also when there is nothing against. Each reason carries its source. */
export function ReasonRows(props: {
  head: readonly [part: string, reasonsFor: string, against: string]
  nothing: { for: string; against: string }
  rows: readonly { part: string; state: FitState; word: string; for: readonly Reason[]; against: readonly Reason[] }[]
}) {
  const [part, pro, con] = props.head
  return (
    <>
      <div className="in-fitrow in-fitrow--head" aria-hidden="true">
        <span>{part}</span>
        <span>{pro}</span>
        <span>{con}</span>
      </div>
      {props.rows.map((row) => (
        <div className="in-fitrow" key={row.part}>
          <div className="in-fitrow__k">
            {row.part}
            <span>
              <Badge tone={STATE[row.state].tone} icon={STATE[row.state].icon}>
                {row.word}
              </Badge>
            </span>
          </div>
          <Reasons kind="plus" title={pro} items={row.for} nothing={props.nothing.for} />
          <Reasons kind="minus" title={con} items={row.against} nothing={props.nothing.against} />
        </div>
      ))}
    </>
  )
}

function Reasons(props: { kind: 'plus' | 'minus'; title: string; items: readonly Reason[]; nothing: string }) {
  return (
    <div>
      <span className="in-fitrow__t">{props.title}</span>
      {props.items.length > 0 ? (
        <IconList kind={props.kind} items={props.items} small />
      ) : (
        <p className="in-small in-grey">{props.nothing}</p>
      )}
    </div>
  )
}

/** What would make it possible: the change, what it gains, and the way to ask for it. */
export function CouldList(props: { items: readonly { text: ReactNode; gain?: ReactNode; action?: ReactNode }[] }) {
  return (
    <ul className="in-could">
      {props.items.map((item, index) => (
        <li key={index}>
          <span>{item.text}</span>
          {item.gain && <span className="in-gain">{item.gain}</span>}
          {item.action}
        </li>
      ))}
    </ul>
  )
}

/** The decision of the coach: buttons that stay in sight under the reasons, inside the form that holds them. */
export function ActBar(props: { note?: ReactNode; children: ReactNode }) {
  return (
    <div className="in-actbar">
      {props.children}
      {props.note && <span className="in-xs in-grey in-actbar__note">{props.note}</span>}
    </div>
  )
}
