import { TableTwin } from './table-twin.tsx'

/** A spread: the middle half as a block with a line at the middle; the ends only where they may be told. null: not told at all. */
type SpreadRow = {
  label: string
  spread: { least?: number; lower: number; middle: number; upper: number; most?: number } | null
  /** Stands where the spread is not told. */
  instead?: string | undefined
}

/** Spreads under each other on one scale, each with its three figures in words, and the same as a table. */
export function SpreadBox(props: {
  rows: readonly SpreadRow[]
  /** A figure in words: "12 days". */
  say: (value: number) => string
  /** The middle in words: "in the middle: 12 days". */
  middle: (said: string) => string
  table: { label: string; head: readonly [string, string, string, string, string, string] }
}) {
  const { rows, say } = props
  const most = Math.max(1, ...rows.map(({ spread }) => (spread ? (spread.most ?? spread.upper) : 0))) * 1.04
  const at = (value: number) => `${((value / most) * 100).toFixed(2)}%`
  return (
    <>
      <ul className="in-boxes">
        {rows.map(({ label, spread, instead }) => (
          <li key={label}>
            <span>{label}</span>
            {spread ? (
              <>
                <svg className="in-flip" aria-hidden="true">
                  <line className="f-base" x1="0" x2="100%" y1="16" y2="16" />
                  {spread.least !== undefined && spread.most !== undefined && (
                    <line className="f-bounds" x1={at(spread.least)} x2={at(spread.most)} y1="16" y2="16" />
                  )}
                  <rect
                    className="b-half"
                    x={at(spread.lower)}
                    width={at(Math.max(spread.upper - spread.lower, most / 100))}
                    y="5"
                    height="22"
                    rx="3"
                  />
                  <line className="b-middle" x1={at(spread.middle)} x2={at(spread.middle)} y1="3" y2="29" />
                </svg>
                <b>{props.middle(say(spread.middle))}</b>
              </>
            ) : (
              <span className="in-grey">{instead}</span>
            )}
          </li>
        ))}
      </ul>
      <TableTwin
        {...props.table}
        rows={rows.map(({ label, spread, instead }) => [
          label,
          ...(spread
            ? [spread.least, spread.lower, spread.middle, spread.upper, spread.most].map((one) =>
                one === undefined ? '-' : say(one),
              )
            : [instead ?? '-', '-', '-', '-', '-']),
        ])}
      />
    </>
  )
}
