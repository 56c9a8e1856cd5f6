import type { ReactNode } from 'react'
import { TableTwin } from './table-twin.tsx'

/** One stage: how many came this far (null: suppressed, fewer than ten) and what happened to the others. */
export type FunnelStage = { label: string; count: number | null; drop?: ReactNode }

/** A suppressed stage is drawn at half the threshold of ten (ruling 26), so that its size tells nothing. */
const SUPPRESSED = 5
const HALF = 75

/** Where it flows and where it stops: a stream that narrows, the stages as a list under it, and the same as a table. */
export function Funnel(props: {
  stages: readonly FunnelStage[]
  /** Stands where a count is suppressed: "fewer than 10". */
  suppressed: string
  table: { label: string; head: readonly [stage: string, count: string, drop: string] }
}) {
  const { stages, suppressed } = props
  const sizes = stages.map((stage) => stage.count ?? SUPPRESSED)
  const most = Math.max(1, ...sizes)
  const heights = sizes.map((size) => Math.max(1, (size / most) * HALF))
  const width = 1000 / Math.max(1, stages.length)
  return (
    <>
      <svg className="in-funnel in-flip only-wide" viewBox="0 0 1000 160" preserveAspectRatio="none" aria-hidden="true">
        <path d={outline(heights, width)} fill="var(--c-petrol)" opacity=".2" />
        <path d="M0 80H1000" stroke="var(--c-petrol)" strokeWidth={2 * (heights.at(-1) ?? 1)} />
        <path d="M0 80H1000" stroke="var(--c-saffron)" strokeWidth="2.5" />
        {heights.map((half, index) => (
          <path
            key={index}
            d={`M${index * width + 1} ${80 - half}v${2 * half}`}
            stroke="var(--c-ink)"
            strokeWidth="1.6"
          />
        ))}
      </svg>
      <ol className="in-fsteps">
        {stages.map((stage, index) => (
          <li key={stage.label}>
            <b>{stage.count ?? suppressed}</b> <span>{stage.label}</span>
            {stage.drop && <span className="in-grey in-xs">{stage.drop}</span>}
            <svg className="in-flip only-narrow" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect width={((sizes[index] ?? 0) / most) * 100} height="10" fill="var(--c-petrol)" />
            </svg>
          </li>
        ))}
      </ol>
      <TableTwin
        {...props.table}
        rows={stages.map((stage) => [stage.label, stage.count ?? suppressed, stage.drop ?? '-'])}
      />
    </>
  )
}

/** The stream's edge: from each height it bends to the next, shortly before that stage begins. */
function outline(heights: readonly number[], width: number): string {
  const bends = heights.slice(1).map((half, index) => {
    const [from, to] = [(index + 0.5) * width, (index + 0.95) * width]
    return { before: heights[index] ?? half, half, from, to, middle: (from + to) / 2 }
  })
  const upper = bends.map(
    ({ before, half, from, to, middle: m }) =>
      `L${from} ${80 - before}C${m} ${80 - before} ${m} ${80 - half} ${to} ${80 - half}`,
  )
  const lower = bends
    .map(
      ({ before, half, from, to, middle: m }) =>
        `L${to} ${80 + half}C${m} ${80 + half} ${m} ${80 + before} ${from} ${80 + before}`,
    )
    .reverse()
  const [first, last] = [heights[0] ?? 0, heights.at(-1) ?? 0]
  return `M0 ${80 - first}${upper.join('')}L1000 ${80 - last}V${80 + last}${lower.join('')}L0 ${80 + first}z`
}

/** How many are where, as a row of blocks: a coach's own caseload, so nothing is suppressed. A list, so its own twin. */
export function FlowBar(props: {
  label: string
  stages: readonly { label: string; count: number; href?: string | undefined }[]
}) {
  return (
    <ol className="in-flowbar" aria-label={props.label}>
      {props.stages.map((stage) => (
        <li key={stage.label}>
          <b>{stage.count}</b> {stage.href ? <a href={stage.href}>{stage.label}</a> : <span>{stage.label}</span>}
        </li>
      ))}
    </ol>
  )
}
