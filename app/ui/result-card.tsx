import type { ReactNode } from 'react'
import { FitGlyph, type FitState } from '#app/ui/pictures/fit-glyph.tsx'
import { Facts } from './card.tsx'
import { Icon, type IconName, Pictogram, type PictogramName } from './icon.tsx'

/** One position in the newcomer's results: what, where, four facts, the fit in words, why it is here, and what to do. */
export function ResultCard(props: {
  href: string
  pictogram: PictogramName
  title: ReactNode
  employer: ReactNode
  facts: readonly { icon: IconName; text: ReactNode }[]
  /** Absent for a visitor without an account: nothing is known of the fit. */
  fit?: { states: readonly FitState[]; word: string; why?: ReactNode } | undefined
  /** Words of the position in which the search was found, where nothing above shows a hit. */
  found?: ReactNode
  children?: ReactNode
}) {
  const { fit } = props
  return (
    <li className="in-card in-result">
      <span className="in-disc">
        <Pictogram name={props.pictogram} />
      </span>
      <div>
        <h2>
          <a href={props.href}>{props.title}</a>
        </h2>
        <p className="in-grey">{props.employer}</p>
      </div>
      {fit && (
        <div className="in-result__glyph">
          <FitGlyph states={fit.states} />
          <p className="in-xs">{fit.word}</p>
        </div>
      )}
      <div className="in-result__body">
        <Facts items={props.facts} small />
        {props.found && <p className="in-small in-grey">{props.found}</p>}
        {fit && (
          <p className="in-result__why">
            <Icon name="info" />
            <span>
              <b className="in-result__word">{fit.word}. </b>
              {fit.why}
            </span>
          </p>
        )}
        {props.children && <div className="in-result__act">{props.children}</div>}
      </div>
    </li>
  )
}
