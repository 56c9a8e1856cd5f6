import { TableTwin } from './table-twin.tsx'

/** How a number of things falls apart, as one bar: each part as wide as its count, its word and count under it, and the same as a table. */
export function Shares(props: {
  items: readonly { key: string; label: string; count: number }[]
  table: { label: string; head: readonly [string, string] }
}) {
  const total = props.items.reduce((sum, one) => sum + one.count, 0)
  let start = 0
  const parts = props.items.map((one) => {
    const from = start
    start += one.count
    return { ...one, from }
  })
  const at = (count: number) => `${((count / Math.max(1, total)) * 100).toFixed(2)}%`
  return (
    <figure className="in-shares">
      <svg className="in-shares__bar in-flip" aria-hidden="true">
        {parts.map((one, index) => (
          <rect className={`share-${index}`} x={at(one.from)} width={at(one.count)} y="1" height="22" key={one.key} />
        ))}
      </svg>
      <ul>
        {parts.map((one, index) => (
          <li key={one.key}>
            <svg width="16" height="16" aria-hidden="true">
              <rect className={`share-${index}`} x="1" y="1" width="14" height="14" rx="3" />
            </svg>
            {one.label} <b>{one.count}</b>
          </li>
        ))}
      </ul>
      <TableTwin {...props.table} rows={parts.map((one) => [one.label, one.count])} />
    </figure>
  )
}
