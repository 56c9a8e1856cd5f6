import type { ReactNode } from 'react'

/** A step of the space scale: 4, 8, 12, 16, 24, 32, 48 px. */
export type Gap = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7

type Tag = 'div' | 'section' | 'ul' | 'ol' | 'article' | 'aside'

/** Things under each other. The gap belongs to the parent; children carry no margin. */
export function Stack(props: { gap?: Gap | undefined; as?: Tag | undefined; children: ReactNode }) {
  const Tag = props.as ?? 'div'
  return <Tag className={props.gap === undefined ? 'in-stack' : `in-stack in-gap-${props.gap}`}>{props.children}</Tag>
}

/** Things beside each other; they wrap on a narrow screen. */
export function Row(props: {
  gap?: Gap | undefined
  between?: boolean | undefined
  top?: boolean | undefined
  as?: Tag | undefined
  children: ReactNode
}) {
  const Tag = props.as ?? 'div'
  return (
    <Tag
      className={[
        'in-row',
        props.gap !== undefined && `in-gap-${props.gap}`,
        props.between && 'in-row--between',
        props.top && 'in-row--top',
      ]
        .filter(Boolean)
        .join(' ')}
    >
      {props.children}
    </Tag>
  )
}

/** As many equal columns as fit; `min` is the smallest column: s 8rem, m 13rem, l 18rem, xl 26rem, 16rem when absent. */
export function Grid(props: {
  gap?: Gap | undefined
  min?: 's' | 'm' | 'l' | 'xl' | undefined
  as?: Tag | undefined
  children: ReactNode
}) {
  const Tag = props.as ?? 'div'
  return (
    <Tag
      className={['in-grid', props.gap !== undefined && `in-gap-${props.gap}`, props.min && `in-grid--${props.min}`]
        .filter(Boolean)
        .join(' ')}
    >
      {props.children}
    </Tag>
  )
}

/** Main text with a column beside it from 960 px. `asideFirst` puts the column above the text on a phone; `sticky` keeps it in sight. */
export function Split(props: {
  aside: ReactNode
  asideWidth?: 's' | 'l' | undefined
  asideFirst?: boolean | undefined
  sticky?: boolean | undefined
  children: ReactNode
}) {
  return (
    <div
      className={[
        'in-split',
        props.asideWidth && `in-split--${props.asideWidth}`,
        props.asideFirst && 'in-split--aside-first',
      ]
        .filter(Boolean)
        .join(' ')}
    >
      <div className="in-stack in-gap-7">{props.children}</div>
      <aside className={props.sticky ? 'in-stack in-split__sticky' : 'in-stack'}>{props.aside}</aside>
    </div>
  )
}

/** A part of the page with its own heading. Sections stand apart by themselves; `id` makes it a link target. */
export function Section(props: { title: ReactNode; id?: string | undefined; children: ReactNode }) {
  return (
    <section className="in-section in-stack" id={props.id}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  )
}

/** A block inside a column of a staff page: a heading close to its content. */
export function Block(props: { title: ReactNode; id?: string | undefined; children: ReactNode }) {
  return (
    <section className="in-block" id={props.id}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  )
}

/** The head of a page: a small line above (step, period), the one h1, a line below, and actions or filters at the end. */
export function PageHead(props: { title: ReactNode; above?: ReactNode; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="in-pagehead">
      <div>
        {props.above && <p className="in-step">{props.above}</p>}
        <h1>{props.title}</h1>
        {props.lead && <p className="in-lead in-grey">{props.lead}</p>}
      </div>
      {props.children}
    </div>
  )
}
