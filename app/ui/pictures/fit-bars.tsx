import type { ReactNode } from 'react'
import { Icon, type IconName, Pictogram, type PictogramName } from '#app/ui/icon.tsx'
import type { FitState } from './fit-glyph.tsx'
import { TableTwin } from './table-twin.tsx'

/** One part of the fit: its question, the state with its word, and the reason in a sentence. */
export type FitItem = {
  pictogram: PictogramName
  question: ReactNode
  state: FitState
  word: string
  answer: ReactNode
}

const STATE_ICON: Record<FitState, IconName> = { full: 'check', part: 'half', open: 'question' }

/** Does this fit? The four parts with a bar and a word each, and the same as a table. */
export function FitBars(props: {
  items: readonly FitItem[]
  table: { label: string; head: readonly [string, string, string] }
}) {
  return (
    <>
      <ul className="in-fit">
        {props.items.map((item, index) => (
          <li key={index}>
            <Pictogram name={item.pictogram} size="s" />
            <div>
              <div className="in-fit__head">
                <span className="in-fit__q">{item.question}</span>
                <span className={`in-fit__w in-fit__w--${item.state}`}>{item.word}</span>
              </div>
              <span className={`in-bar in-bar--${item.state}`} aria-hidden="true">
                <i />
                <u />
                <Icon name={STATE_ICON[item.state]} />
              </span>
              <p className="in-fit__a">{item.answer}</p>
            </div>
          </li>
        ))}
      </ul>
      <TableTwin {...props.table} rows={props.items.map((item) => [item.question, item.word, item.answer])} />
    </>
  )
}
