import type { ReactNode } from 'react'
import { Icon } from '#app/ui/icon.tsx'

/** The head and rows of a picture's table; the first cell of a row is its row header. */
export type TwinTable = {
  /** The words of the opener: "See as a table". */
  label: string
  head: readonly ReactNode[]
  rows: readonly (readonly ReactNode[])[]
  /** What has to be known to read the table; stands above it. */
  note?: ReactNode
}

/** The same data as the picture above it, as a table behind a disclosure that works without JavaScript. */
export function TableTwin(props: TwinTable) {
  return (
    <details>
      <summary>
        <Icon name="chevron" />
        {props.label}
      </summary>
      {props.note && <p className="in-small">{props.note}</p>}
      <ScrollBox label={props.label}>
        <table className="in-table">
          <thead>
            <tr>
              {props.head.map((cell, index) => (
                <th scope="col" key={index}>
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) =>
                  column === 0 ? (
                    <th scope="row" key={column}>
                      {cell}
                    </th>
                  ) : (
                    <td key={column}>{cell}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </details>
  )
}

/** A box that scrolls sideways when its content is wider than the screen; it takes focus so that the keyboard can scroll it too. */
export function ScrollBox(props: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs keyboard focus (axe scrollable-region-focusable)
    <section className="in-tw" tabIndex={0} aria-label={props.label}>
      {props.children}
    </section>
  )
}
