import { Icon, type IconName } from '#app/ui/icon.tsx'
import { TableTwin } from './table-twin.tsx'

/** The levels of db/values/language.ts; everything below A1 stands on the step A0, everything above B2 on B2. */
export type LadderLevel = 'none' | 'alfa-a' | 'alfa-b' | 'alfa-c' | 'A1' | 'A2' | 'B1' | 'B2' | 'C1' | 'C2'

/** One skill: what the person has (null: not known; absent: nobody is signed in), what the work needs, and what is expected later. */
export type LadderRow = {
  icon: IconName
  name: string
  have?: LadderLevel | null | undefined
  need?: LadderLevel | null | undefined
  expected?: LadderLevel | null | undefined
}

/** The words of the ladder. `unknown` stands where a level is not known. */
export type LadderWords = {
  have: string
  need: string
  expected: string
  unknown: string
  keyHave: string
  keyExpected: string
  keyNeed: string
  table: string
  head: readonly [skill: string, have: string, need: string, expected: string]
}

const STEPS = ['A0', 'A1', 'A2', 'B1', 'B2'] as const
const STEP_OF: Record<LadderLevel, number> = {
  none: 0,
  'alfa-a': 0,
  'alfa-b': 0,
  'alfa-c': 0,
  A1: 1,
  A2: 2,
  B1: 3,
  B2: 4,
  C1: 4,
  C2: 4,
}
const LABELS: Partial<Record<LadderLevel, string>> = {
  none: 'A0',
  'alfa-a': 'Alfa A',
  'alfa-b': 'Alfa B',
  'alfa-c': 'Alfa C',
}

const labelOf = (level: LadderLevel) => LABELS[level] ?? level

/** Dutch per skill as stairs: solid is tested, dashed is expected, the flag is what the work needs. Words and a table say the same. */
export function LanguageLadder(props: {
  rows: readonly LadderRow[]
  words: LadderWords
  dir?: 'ltr' | 'rtl' | undefined
}) {
  const { rows, words } = props
  const needs = rows.some((row) => row.need)
  const grows = rows.some(isGrowing)
  const owned = rows.some((row) => row.have !== undefined)
  return (
    <>
      <div className="in-ladder">
        {rows.map((row) => (
          <figure key={row.name}>
            <figcaption>
              <Icon name={row.icon} />
              {row.name}
            </figcaption>
            <Stairs row={row} mirrored={props.dir === 'rtl'} />
            <ul>
              {row.have !== undefined && (
                <Line word={words.have} value={row.have ? labelOf(row.have) : words.unknown} />
              )}
              {row.need && <Line word={words.need} value={labelOf(row.need)} />}
              {row.expected && isGrowing(row) && <Line word={words.expected} value={labelOf(row.expected)} />}
            </ul>
          </figure>
        ))}
      </div>
      <p className="in-legend">
        {owned && (
          <span>
            <i className="k-petrol" />
            {words.keyHave}
          </span>
        )}
        {grows && (
          <span>
            <i className="k-expected" />
            {words.keyExpected}
          </span>
        )}
        {needs && (
          <span>
            <Icon name="flag" className="in-clay" />
            {words.keyNeed}
          </span>
        )}
      </p>
      <TableTwin
        label={words.table}
        head={words.head}
        rows={rows.map((row) => [
          row.name,
          row.have === undefined ? '-' : row.have ? labelOf(row.have) : words.unknown,
          row.need ? labelOf(row.need) : '-',
          row.expected ? labelOf(row.expected) : '-',
        ])}
      />
    </>
  )
}

function isGrowing(row: LadderRow): boolean {
  return Boolean(row.expected && row.expected !== row.have)
}

function Line(props: { word: string; value: string }) {
  return (
    <li>
      {props.word} <b dir="ltr">{props.value}</b>
    </li>
  )
}

function Stairs({ row, mirrored }: { row: LadderRow; mirrored: boolean }) {
  const have = row.have ? STEP_OF[row.have] : -1
  const expected = row.expected ? STEP_OF[row.expected] : -1
  const startOf = (step: number) => (mirrored ? STEPS.length - 1 - step : step) * 27 + 1
  const topOf = (step: number) => 70 - step * 13
  const flag = mirrored ? 'h-11l3 4.5-3 4.5h11' : 'h11l-3 4.5 3 4.5h-11'
  return (
    <svg viewBox="0 0 134 104" aria-hidden="true">
      {STEPS.map((label, step) => (
        <g key={label}>
          <rect
            className={step <= have ? 'l-me' : step <= expected ? 'l-exp' : 'l-no'}
            x={startOf(step)}
            y={topOf(step)}
            width="24"
            height={84 - topOf(step)}
            rx="3"
          />
          <text className="l-t" x={startOf(step) + 12} y="99" textAnchor="middle">
            {label}
          </text>
        </g>
      ))}
      {row.need && (
        <path className="l-flag" d={`M${startOf(STEP_OF[row.need]) + 12} ${topOf(STEP_OF[row.need])}v-18${flag}`} />
      )}
    </svg>
  )
}
