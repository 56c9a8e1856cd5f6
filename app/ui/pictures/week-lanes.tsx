import { TableTwin } from './table-twin.tsx'

/** A block of one weekday (1 Monday .. 7 Sunday), in minutes of the day. */
export type LaneBlock = { weekday: number; from: number; to: number }
export type LaneKind = 'available' | 'lesson' | 'childcare' | 'work' | 'lessonThere' | 'journey' | 'clash'
/** The kinds in the order in which they are drawn: a clash lies over everything. */
const ORDER: readonly LaneKind[] = ['available', 'lesson', 'childcare', 'journey', 'work', 'lessonThere', 'clash']
/** Upper lane: the person; lower lane: the place; a clash runs through both. */
const LANE: Record<LaneKind, { y: number; height: number }> = {
  available: { y: 2, height: 18 },
  lesson: { y: 2, height: 18 },
  childcare: { y: 2, height: 18 },
  work: { y: 22, height: 18 },
  lessonThere: { y: 22, height: 18 },
  journey: { y: 27, height: 8 },
  clash: { y: 1, height: 40 },
}
const HOUR = 60

/** Two weeks above each other, day by day: when somebody can and when the place asks. The table under it has the exact times. */
export function WeekLanes(props: {
  caption: string
  hint: string
  days: readonly { weekday: number; short: string; full: string }[]
  blocks: readonly (LaneBlock & { kind: LaneKind })[]
  words: Record<LaneKind, string>
  table: { label: string; head: readonly string[]; rows: readonly (readonly string[])[] }
}) {
  const { blocks } = props
  const first = Math.floor(Math.min(8 * HOUR, ...blocks.map((one) => one.from)) / HOUR)
  const last = Math.ceil(Math.max(18 * HOUR, ...blocks.map((one) => one.to)) / HOUR)
  const at = (minute: number) => `${(((minute / HOUR - first) / (last - first)) * 100).toFixed(2)}%`
  const wide = (one: LaneBlock) => `${(((one.to - one.from) / HOUR / (last - first)) * 100).toFixed(2)}%`
  const step = last - first > 12 ? 4 : 2
  const hours = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step)
  const used = ORDER.filter((kind) => blocks.some((one) => one.kind === kind))
  return (
    <figure className="in-lanes">
      <figcaption className="in-hidden">{props.caption}</figcaption>
      <p className="in-xs in-grey">{props.hint}</p>
      <ul aria-hidden="true">
        <li className="in-lanes__hours">
          <span />
          <svg aria-hidden="true">
            {hours.map((hour) => (
              <text x={at(hour * HOUR)} y="12" textAnchor={hour === first ? 'start' : 'middle'} key={hour}>
                {hour}
              </text>
            ))}
          </svg>
        </li>
        {props.days.map((day) => (
          <li key={day.weekday}>
            <b>{day.short}</b>
            <svg aria-hidden="true">
              {hours.map((hour) => (
                <line className="w-hour" x1={at(hour * HOUR)} x2={at(hour * HOUR)} y1="0" y2="42" key={hour} />
              ))}
              {ORDER.flatMap((kind) =>
                blocks
                  .filter((one) => one.kind === kind && one.weekday === day.weekday)
                  .map((one) => (
                    <rect
                      className={`w-${kind}`}
                      x={at(one.from)}
                      width={wide(one)}
                      y={LANE[kind].y}
                      height={LANE[kind].height}
                      rx="3"
                      key={`${kind} ${one.from} ${one.to}`}
                    />
                  )),
              )}
            </svg>
          </li>
        ))}
      </ul>
      <p className="in-legend">
        {used.map((kind) => (
          <span key={kind}>
            <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
              <rect
                className={`w-${kind}`}
                x="1"
                y={kind === 'journey' ? 5 : 1}
                width="16"
                height={kind === 'journey' ? 8 : 16}
                rx="3"
              />
            </svg>
            {props.words[kind]}
          </span>
        ))}
      </p>
      <TableTwin label={props.table.label} head={props.table.head} rows={props.table.rows} />
    </figure>
  )
}
