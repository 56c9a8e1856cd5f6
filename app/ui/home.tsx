import type { ReactNode } from 'react'
import { Icon, Pictogram, type PictogramName, PictogramStrokes } from './icon.tsx'

/** The top of the start page: the promise, and the picture of two streams that become one. */
export function Hero(props: { title: ReactNode; lead: ReactNode }) {
  return (
    <div className="in-hero">
      <div className="in-stack">
        <h1 className="in-hero__h">{props.title}</h1>
        <p className="in-lead">{props.lead}</p>
      </div>
      <HeroPicture />
    </div>
  )
}

const DISCS: readonly [PictogramName, x: number, y: number, radius: number][] = [
  ['language', 62, 76, 48],
  ['lesson', 190, 92, 48],
  ['construction', 62, 282, 48],
  ['care', 196, 268, 48],
  ['buddy', 352, 200, 56],
  ['certificate', 540, 203, 56],
]

function HeroPicture() {
  return (
    <svg className="in-hero__pic in-flip" viewBox="0 0 640 340" aria-hidden="true">
      <path d="M424 340V146a108 108 0 0 1 216 0v194z" fill="var(--c-petrol)" />
      <g className="in-hero__streams">
        <path d="M17 290h80c150 0 130-70 290-70h40" stroke="var(--c-petrol)" />
        <path d="M424 219.5h240" stroke="var(--c-page)" strokeLinecap="butt" />
        <path d="M17 76h80c150 0 130 110 290 110h280" stroke="var(--c-saffron)" />
      </g>
      {DISCS.map(([name, x, y, radius]) => (
        <g key={name}>
          <circle cx={x} cy={y} r={radius} fill="#fff" />
          <g
            transform={`translate(${(x - radius * 0.66).toFixed(1)} ${(y - radius * 0.66).toFixed(1)}) scale(${(radius * 0.0275).toFixed(3)})`}
          >
            <g className="in-hero__picto">
              <PictogramStrokes name={name} />
            </g>
          </g>
        </g>
      ))}
    </svg>
  )
}

/** The three ways in from the start page; the first is the main one. */
export function Doors(props: {
  items: readonly { href: string; pictogram: PictogramName; title: ReactNode; text: ReactNode }[]
}) {
  return (
    <ul className="in-doors">
      {props.items.map((item, index) => (
        <li key={item.href}>
          <a className={index === 0 ? 'in-door in-door--main' : 'in-door'} href={item.href}>
            <span className={index === 0 ? 'in-disc in-disc--white' : 'in-disc'}>
              <Pictogram name={item.pictogram} />
            </span>
            <span>
              <b>{item.title}</b>
              <small>{item.text}</small>
            </span>
            <Icon name="arrow" />
          </a>
        </li>
      ))}
    </ul>
  )
}

/** How it works, in a few numbered steps with a pictogram each. */
export function HowItWorks(props: {
  steps: readonly { pictogram: PictogramName; title: ReactNode; text: ReactNode }[]
}) {
  return (
    <ol className="in-how">
      {props.steps.map((step, index) => (
        <li key={index}>
          <Pictogram name={step.pictogram} size="l" />
          <h3>
            {index + 1}. {step.title}
          </h3>
          <p>{step.text}</p>
        </li>
      ))}
    </ol>
  )
}

/** Every language of the site under its own name; `name` after it is the name in the language of the page. No flags. */
export function LanguageChoices(props: {
  items: readonly {
    href: string
    lang: string
    own: string
    name?: string | undefined
    rtl?: boolean | undefined
    current?: boolean | undefined
  }[]
}) {
  return (
    <ul className="in-langs">
      {props.items.map((item) => (
        <li key={item.href}>
          <a href={item.href} hrefLang={item.lang} aria-current={item.current ? 'true' : undefined}>
            <bdi lang={item.lang} dir={item.rtl ? 'rtl' : undefined}>
              {item.own}
            </bdi>
            {item.name && <small>{item.name}</small>}
          </a>
        </li>
      ))}
    </ul>
  )
}
