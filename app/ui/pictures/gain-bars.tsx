import type { ReactNode } from 'react'
import { TableTwin } from './table-twin.tsx'

/** What each change brings: a bar as long as its count, with its words; a count that is not told has a dashed outline of one length. */
export function GainBars(props: {
  items: readonly { key: string; label: ReactNode; count: number | null; word: string }[]
  table: { label: string; head: readonly [string, string] }
}) {
  const most = Math.max(1, ...props.items.map((one) => one.count ?? 0))
  return (
    <>
      <ul className="in-gains">
        {props.items.map((one) => (
          <li key={one.key}>
            <span>{one.label}</span>
            <svg className="in-flip" aria-hidden="true">
              {one.count === null ? (
                <rect className="g-few" x="1" y="3" width="6%" height="14" rx="3" />
              ) : (
                <rect
                  className="g-more"
                  x="0"
                  y="2"
                  width={`${Math.max(2, (one.count / most) * 100).toFixed(1)}%`}
                  height="16"
                  rx="3"
                />
              )}
            </svg>
            <b>{one.word}</b>
          </li>
        ))}
      </ul>
      <TableTwin {...props.table} rows={props.items.map((one) => [one.label, one.word])} />
    </>
  )
}
