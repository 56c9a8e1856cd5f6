import type { ReactNode } from 'react'
import { ScrollBox } from '#app/ui/pictures/table-twin.tsx'
import { ButtonLink } from './button.tsx'
import { EmptyState } from './empty.tsx'
import type { PictogramName } from './icon.tsx'

/** One column: its head, what a row shows in it, and figures at the end of the line. `hidden` keeps the head for screen readers only. */
export type Column<Row> = {
  head: string
  cell: (row: Row) => ReactNode
  align?: 'end' | undefined
  hidden?: boolean | undefined
  nowrap?: boolean | undefined
}

/** A dense table with a caption; the first column is the row header and stays in sight when the table scrolls. */
export function DataTable<Row>(props: {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** Shown instead of the table when there are no rows: an EmptyState. */
  empty?: ReactNode
  /** The same rows as a download. */
  csvHref?: string | undefined
  csvLabel?: string | undefined
  /** The caption is a heading on the page already: keep it for screen readers only. */
  captionHidden?: boolean | undefined
  isSelected?: ((row: Row) => boolean) | undefined
  /** Wide rows for reading; on a phone each row is a card. */
  roomy?: boolean | undefined
}) {
  const { columns, rows } = props
  if (rows.length === 0 && props.empty) return <>{props.empty}</>
  const look = (column: Column<Row>) =>
    [column.align === 'end' && 'n', column.nowrap && 'in-nowrap'].filter(Boolean).join(' ') || undefined
  return (
    <div>
      <ScrollBox label={props.caption}>
        <table className={props.roomy ? 'in-table in-table--stack' : 'in-table in-table--dense'}>
          <caption>{props.captionHidden ? <span className="in-hidden">{props.caption}</span> : props.caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col" className={look(column)} key={column.head}>
                  {column.hidden ? <span className="in-hidden">{column.head}</span> : column.head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr className={props.isSelected?.(row) ? 'is-selected' : undefined} key={props.keyOf(row)}>
                {columns.map((column, index) =>
                  index === 0 ? (
                    <th scope="row" className={look(column)} key={column.head}>
                      {column.cell(row)}
                    </th>
                  ) : (
                    <td className={look(column)} data-head={column.head} key={column.head}>
                      {column.cell(row)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {props.csvHref && (
        <ButtonLink variant="quiet" href={props.csvHref} icon="download" about={props.caption} download>
          {props.csvLabel ?? 'CSV'}
        </ButtonLink>
      )}
    </div>
  )
}

/** A table for reading, under the heading that names it: wide rows, and what it means when there are none. */
export function ReadingTable<Row>(props: {
  /** The heading above it, for whoever hears the page. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  none: { pictogram: PictogramName; title: string; text?: string | undefined; heading?: 'h2' | undefined }
}) {
  const { none, ...table } = props
  return (
    <DataTable {...table} captionHidden roomy empty={<EmptyState inline {...none} heading={none.heading ?? 'h3'} />} />
  )
}
