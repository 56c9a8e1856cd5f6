import type { ReactNode } from 'react'
import { Icon } from '#app/ui/icon.tsx'
import { TableTwin, type TwinTable } from './table-twin.tsx'

/** One party: whether it sees anything, what it sees, and what stays hidden from it. */
export type TrustItem = { who: ReactNode; open: boolean; sees: ReactNode; hides?: ReactNode }

/** Who sees what, from the newcomer outward: the stream over each card thins and ends in dashes. The table names every detail. */
export function TrustStrip(props: { items: readonly TrustItem[]; table: TwinTable }) {
  return (
    <>
      <ul className="in-strip">
        {props.items.map((item, index) => (
          <li key={index}>
            <Icon name={item.open ? 'unlock' : 'lock'} className={item.open ? 'is-open' : 'is-shut'} />
            <b>{item.who}</b>
            <p className="in-small">{item.sees}</p>
            {item.hides && <p className="in-small in-grey">{item.hides}</p>}
          </li>
        ))}
      </ul>
      <TableTwin {...props.table} />
    </>
  )
}
