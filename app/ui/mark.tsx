import { useId } from 'react'

const COLOURS = {
  light: ['#0a5f63', '#f4b942', '#fcf8f1'],
  dark: ['#fcf8f1', '#b4452b', '#0a5f63'],
} as const

/** The mark: two streams that become one. `dark` is for the petrol staff bar. Decorative: the name stands beside it. */
export function Mark(props: { on?: 'light' | 'dark' | undefined }) {
  const id = `mark${useId().replaceAll(':', '')}`
  const [arch, learning, working] = COLOURS[props.on ?? 'light']
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <clipPath id={id}>
        <path d="M3 31V15a13 13 0 0 1 26 0v16z" />
      </clipPath>
      <g clipPath={`url(#${id})`} fill="none" strokeWidth="3.7">
        <path d="M3 31V15a13 13 0 0 1 26 0v16z" fill={arch} />
        <path d="M0 11.5h4C12 11.5 11 18.75 20 18.75h11" stroke={learning} />
        <path d="M0 29h4C12 29 11 22.25 20 22.25h11" stroke={working} />
      </g>
    </svg>
  )
}

/** The stream as a divider, also the top of the footer. Mirrors in a right-to-left page, so that it always flows with the reading direction. */
export function StreamJoin() {
  return (
    <svg className="in-join in-flip" viewBox="0 0 1200 36" preserveAspectRatio="none" aria-hidden="true">
      <g fill="none" strokeWidth="5">
        <path d="M0 5h180c220 0 260 26 520 26h500" stroke="var(--c-saffron)" />
        <path d="M0 22h120c240 0 280 12 520 12h560" stroke="currentColor" />
      </g>
    </svg>
  )
}
