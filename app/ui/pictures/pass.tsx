import type { ReactNode } from 'react'
import { DescriptionList, Facts } from '#app/ui/card.tsx'
import { Icon, type IconName, Pictogram, type PictogramName } from '#app/ui/icon.tsx'
import { FitGlyph, type FitState } from './fit-glyph.tsx'

type Item = { term: ReactNode; value: ReactNode; source?: ReactNode }

/**
 * The anonymous card exactly as the employer will see it: no name, photo, age, country, family or health. `states` draws the fit; its words stand
 * in the items.
 */
export function Pass(props: {
  pictogram: PictogramName
  title: ReactNode
  text?: ReactNode
  states?: readonly FitState[]
  items: readonly Item[]
}) {
  return (
    <div className="in-pass">
      <div className="in-pass__top">
        <Pictogram name={props.pictogram} />
        <div>
          <b>{props.title}</b>
          {props.text && <p>{props.text}</p>}
        </div>
        {props.states && <FitGlyph states={props.states} />}
      </div>
      <DescriptionList items={props.items} />
    </div>
  )
}

/**
 * One candidate in an employer's list. Without `named` the tile shows two characters of the code and nothing else of the person;
 * `named` means that both said yes and the caller read the identity after consent.
 */
export function CandidateCard(props: {
  code: string
  title: ReactNode
  named?: boolean | undefined
  /** How it fits, drawn and in words; only after the yes. */
  fit: { states: readonly FitState[]; words: string } | null
  status: ReactNode
  items: readonly Item[]
  children?: ReactNode
}) {
  return (
    <li className="in-card in-anon">
      <div className="in-anon__id">
        <span className="in-anon__tile" aria-hidden="true">
          {props.named ? <Icon name="person" /> : [...props.code].slice(0, 2).join('')}
        </span>
        <h2 className="in-cap">{props.title}</h2>
        {props.fit && <FitGlyph states={props.fit.states} />}
        <div className="in-anon__state">
          {props.status}
          {props.fit && <span className="in-hidden">. {props.fit.words}</span>}
        </div>
      </div>
      <DescriptionList items={props.items} small />
      {props.children && <div className="in-anon__foot">{props.children}</div>}
    </li>
  )
}

/** A position as the newcomer's phone will show it, beside the employer's form. A picture: its button does nothing. */
export function PhonePreview(props: {
  pictogram: PictogramName
  title: ReactNode
  employer: ReactNode
  facts: readonly { icon: IconName; text: ReactNode }[]
  action: ReactNode
}) {
  return (
    <div className="in-device">
      <div className="in-device__screen">
        <div className="in-row in-row--line">
          <span className="in-disc in-disc--s">
            <Pictogram name={props.pictogram} size="s" />
          </span>
          <div>
            <b className="in-device__title">{props.title}</b>
            <span className="in-grey">{props.employer}</span>
          </div>
        </div>
        <Facts items={props.facts} small />
        <span className="in-button in-button--yes in-button--wide">
          <Icon name="heart" />
          {props.action}
        </span>
      </div>
    </div>
  )
}
