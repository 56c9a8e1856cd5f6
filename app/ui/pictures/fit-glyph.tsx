/** How well one part fits: wholly, in part, or not known yet. Never a number for a person. */
export type FitState = 'full' | 'part' | 'open'

const FROM = [9, 27, 45, 63]
const TO = [29, 33.7, 38.3, 43]
const WEIGHT: Record<FitState, number> = { full: 4.7, part: 2.4, open: 0 }

/**
 * Four streams that become one arrow, one for each part of the fit in fixed order: can, wants, practical, help.
 * Reads in grey too: a whole line, half a line then dashes, dashes only. Decorative: words stand beside it.
 */
export function FitGlyph(props: { states: readonly FitState[] }) {
  const states = props.states.slice(0, 4)
  const sum = states.reduce((total, state) => total + WEIGHT[state], 0)
  const tip = sum / 2 + 6
  return (
    <svg className="in-glyph in-flip" viewBox="0 0 104 72" aria-hidden="true">
      {states.map((state, index) => (
        <Stream key={index} state={state} from={FROM[index] ?? 36} to={TO[index] ?? 36} />
      ))}
      <path d="M66 36h26" stroke="var(--c-petrol)" strokeWidth={Math.max(sum, 2).toFixed(1)} />
      <path d={`M90 ${(36 - tip).toFixed(1)}L103 36 90 ${(36 + tip).toFixed(1)}z`} fill="var(--c-petrol)" />
    </svg>
  )
}

function Stream({ state, from, to }: { state: FitState; from: number; to: number }) {
  const path = `M6 ${from}h10C40 ${from} 40 ${to} 68 ${to}`
  return (
    <>
      <path d={path} fill="none" stroke="var(--c-line)" strokeWidth="1.6" strokeDasharray="3 4" />
      {state === 'open' ? (
        <circle cx="6" cy={from} r="4.5" fill="var(--c-paper)" stroke="var(--c-line)" strokeWidth="2" />
      ) : (
        <>
          <path
            d={path}
            pathLength="100"
            fill="none"
            stroke="var(--c-petrol)"
            strokeWidth="4.7"
            strokeDasharray={state === 'part' ? '46 100' : undefined}
          />
          <circle cx="6" cy={from} r="5" fill="var(--c-petrol)" />
        </>
      )}
    </>
  )
}
