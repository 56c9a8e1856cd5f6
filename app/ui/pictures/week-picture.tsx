import { Icon, type IconName } from '#app/ui/icon.tsx'

/** What a part of a day holds. */
export type WeekCell = 'work' | 'lesson' | 'home' | 'available' | 'childcare'

const LOOK: Record<WeekCell, { icon: IconName; className?: string }> = {
  work: { icon: 'work', className: 'is-work' },
  lesson: { icon: 'book', className: 'is-lesson' },
  home: { icon: 'home' },
  available: { icon: 'check', className: 'is-available' },
  childcare: { icon: 'people', className: 'is-childcare' },
}

/** A week as a table, which is the picture: days across, parts of the day down, an icon and a word in each cell. */
export function WeekPicture(props: {
  caption: string
  days: readonly { short: string; full: string }[]
  parts: readonly { label: string; cells: readonly WeekCell[] }[]
  words: Record<WeekCell, string>
}) {
  return (
    <table className="in-week">
      <caption className="in-hidden">{props.caption}</caption>
      <colgroup>
        <col />
        <col span={props.days.length} />
      </colgroup>
      <thead>
        <tr>
          <td />
          {props.days.map((day) => (
            <th scope="col" key={day.full}>
              <abbr title={day.full}>{day.short}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.parts.map((part) => (
          <tr key={part.label}>
            <th scope="row">{part.label}</th>
            {part.cells.map((cell, day) => (
              <td className={LOOK[cell].className} key={day}>
                <Icon name={LOOK[cell].icon} />
                {props.words[cell]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
