import type { ReactNode } from 'react'
import { ScrollBox, TableTwin } from './table-twin.tsx'

/** A few figures with what they are compared with. The caller has already suppressed counts of people under ten. */
export function Kpis(props: { items: readonly { label: ReactNode; value: ReactNode; note?: ReactNode }[] }) {
  return (
    <dl className="in-kpis">
      {props.items.map((item, index) => (
        <div className="in-kpi" key={index}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
          {item.note && <dd>{item.note}</dd>}
        </div>
      ))}
    </dl>
  )
}

/** How much is open against how many wait: 0 in balance, 1 short, 2 very short, 3 room, 4 much room; null: nothing to compare. */
export type HeatShade = 0 | 1 | 2 | 3 | 4 | null

/** Two figures per cell, coloured by their balance. The table is the picture; the legend says the colours in words. */
export function HeatTable(props: {
  caption: string
  corner: string
  columns: readonly string[]
  rows: readonly { label: string; cells: readonly { first: ReactNode; second: ReactNode; shade: HeatShade }[] }[]
  /** The words after each figure, for screen readers: "positions", "waiting". */
  units: readonly [first: string, second: string]
  legend: readonly { shade: HeatShade; label: string }[]
  note: ReactNode
}) {
  return (
    <>
      <ScrollBox label={props.caption}>
        <table className="in-heat">
          <caption className="in-hidden">{props.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{props.corner}</th>
              {props.columns.map((column) => (
                <th scope="col" key={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                {row.cells.map((cell, index) => (
                  <td className={cell.shade === null ? undefined : `h${cell.shade}`} key={index}>
                    <b>
                      {cell.first}
                      <span className="in-hidden"> {props.units[0]}, </span>
                    </b>
                    {cell.second}
                    <span className="in-hidden"> {props.units[1]}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <p className="in-legend">
        <span>{props.note}</span>
        {props.legend.map((item) => (
          <span key={item.label}>
            <i className={item.shade === null ? undefined : `h${item.shade}`} />
            {item.label}
          </span>
        ))}
      </p>
    </>
  )
}

/** One group: its share with the bounds of chance (0 to 1), how many people, and whether it differs from the average. */
export type FairGroup = { label: string; share: number; low: number; high: number; people: number; differs: boolean }

/** Does every group get the same chance? A dot with its bounds per group, the average as a dashed line, and the same as a table. */
export function FairChart(props: {
  groups: readonly FairGroup[]
  average: number
  /** Right end of the axis, 0 to 1. */
  most: number
  words: {
    people: string
    /** A share in words, with its bounds: "42 in 100, between 38 and 46". */
    share: (group: FairGroup) => string
    bounds: (group: FairGroup) => string
    differs: string
    same: string
    note: ReactNode
  }
  table: {
    label: string
    head: readonly [group: string, share: string, bounds: string, people: string, verdict: string]
  }
}) {
  const { groups, words } = props
  const at = (share: number) => `${((Math.min(share, props.most) / props.most) * 100).toFixed(1)}%`
  return (
    <>
      <ul className="in-fair">
        {groups.map((group) => (
          <li key={group.label}>
            <b>{group.label}</b>
            <span className="in-fair__n">
              {words.people} {group.people}
            </span>
            <svg className="in-fair__track in-flip" aria-hidden="true">
              <path className="f-axis" d="M1 0v28" />
              <line className="f-base" x1="0" x2="100%" y1="14" y2="14" />
              <line className="f-average" x1={at(props.average)} x2={at(props.average)} y1="0" y2="28" />
              <line className="f-bounds" x1={at(group.low)} x2={at(group.high)} y1="14" y2="14" />
              <line className="f-bounds" x1={at(group.low)} x2={at(group.low)} y1="8" y2="20" />
              <line className="f-bounds" x1={at(group.high)} x2={at(group.high)} y1="8" y2="20" />
              <svg x={at(group.share)} y="14" overflow="visible" aria-hidden="true">
                {group.differs ? (
                  <path className="f-differs" d="M0-9L9 0 0 9-9 0z" />
                ) : (
                  <circle className="f-same" r="7" />
                )}
              </svg>
            </svg>
            <span className="in-hidden">
              {words.share(group)}, {words.bounds(group)}. {group.differs ? words.differs : words.same}
            </span>
          </li>
        ))}
      </ul>
      <p className="in-legend">
        <span>
          <svg width="16" height="16" viewBox="-10 -10 20 20" aria-hidden="true">
            <circle className="f-same" r="8" />
          </svg>
          {words.same}
        </span>
        <span>
          <svg width="16" height="16" viewBox="-10 -10 20 20" aria-hidden="true">
            <path className="f-differs" d="M0-9L9 0 0 9-9 0z" />
          </svg>
          {words.differs}
        </span>
        <span>{words.note}</span>
      </p>
      <TableTwin
        {...props.table}
        rows={groups.map((group) => [
          group.label,
          words.share(group),
          words.bounds(group),
          group.people,
          group.differs ? words.differs : words.same,
        ])}
      />
    </>
  )
}
