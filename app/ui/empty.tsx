import type { ReactNode } from 'react'
import { Pictogram, type PictogramName } from './icon.tsx'

/** Nothing here (yet): a pictogram, what that means, and what to do next. `inline` is the low form for inside a card or column. */
export function EmptyState(props: {
  pictogram: PictogramName
  title: ReactNode
  text?: ReactNode
  action?: ReactNode
  heading?: 'h2' | 'h3' | undefined
  inline?: boolean | undefined
}) {
  const Heading = props.heading ?? 'h2'
  return (
    <div className={props.inline ? 'in-empty in-empty--inline' : 'in-empty'}>
      <Pictogram name={props.pictogram} size={props.inline ? 'm' : 'l'} />
      <Heading>{props.title}</Heading>
      {props.text && <p>{props.text}</p>}
      {props.action && <div className="in-row">{props.action}</div>}
    </div>
  )
}

/** Something is under way: the words are announced once; `bones` draws that many quiet blocks where the content will stand. */
export function Busy(props: { words: string; bones?: number | undefined }) {
  return (
    <div className="in-stack">
      <p className="in-busy" role="status">
        <i aria-hidden="true" />
        {props.words}
      </p>
      {props.bones ? (
        <div className="in-bones" aria-hidden="true">
          {Array.from({ length: props.bones }, (_, index) => (
            <i key={index} />
          ))}
        </div>
      ) : null}
    </div>
  )
}
