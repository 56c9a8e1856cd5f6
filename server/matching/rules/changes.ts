import type { NewcomerFacts, PositionFacts } from './facts.ts'
import type { Changer } from './gate-result.ts'

/**
 * What can be different about a pair, with the names of its parameters. Codes, not sentences: the words of the screens
 * say them. Levels, days (`YYYY-MM-DD`), minutes, hours, URIs, ids.
 */
export const CHANGE_PARAMS = {
  'reach-level': ['language', 'skill', 'level', 'needed', 'enough'], // enough: what a test today must show; lessons do the rest
  'ask-level': ['language', 'skill', 'level', 'needed'], // the position asks `level` instead of `needed`
  'ask-no-level': ['language', 'skill', 'needed'],
  'get-licence': ['licence'],
  'drop-licence': ['licence'],
  'have-skill': ['uri'],
  'drop-skill': ['uri'],
  'travel-longer': ['minutes', 'max'],
  'travel-by': ['means', 'minutes'],
  'work-more': ['hours', 'max'],
  'work-less': ['hours', 'min'],
  'offer-hours': ['hours', 'instead'],
  'free-time': ['weekday', 'from', 'to'], // minutes of the day
  'move-lesson': ['weekday', 'from', 'to'],
  'move-childcare': ['weekday', 'from', 'to'],
  'drop-block': ['weekday', 'from', 'to'],
  'plan-freely': [],
  'start-on': ['startsOn', 'instead'],
  'start-flexibly': [],
  'begin-earlier': ['availableFrom', 'instead'],
  'run-longer': ['endsOn', 'instead'],
  decide: [], // the decision that the municipality is asked for
  'mend-safeguard': [], // what blocks the place by law or policy
  'add-seat': ['seats'],
  'lift-no-go-work': ['isco'],
  'lift-no-go-employer': [],
} as const satisfies Record<string, readonly string[]>
export type ChangeCode = keyof typeof CHANGE_PARAMS

/**
 * One edit of the facts. `path` leads to a field, with dots (`dutch.speaking.level`). `set` puts `value` there; `add`
 * puts it at the end of the list there; `remove` takes the first equal one out of the list.
 */
export type Change = {
  side: 'newcomer' | 'position'
  op: 'set' | 'add' | 'remove'
  path: string
  value: unknown
  code: ChangeCode
  params: Record<string, string | number>
}

/** Facts of a pair. */
export type Both = { newcomer: NewcomerFacts; position: PositionFacts }

export const change = <C extends ChangeCode>(
  code: C,
  params: Record<(typeof CHANGE_PARAMS)[C][number], string | number>,
  edit: Pick<Change, 'side' | 'op' | 'path' | 'value'>,
): Change => ({ ...edit, code, params })

const editAt = (whole: unknown, path: readonly string[], edit: (old: unknown) => unknown): unknown => {
  const [step, ...rest] = path
  if (step === undefined) return edit(whole)
  if (Array.isArray(whole)) return whole.map((one, i) => (String(i) === step ? editAt(one, rest, edit) : one))
  const fields = whole as Record<string, unknown>
  return { ...fields, [step]: editAt(fields[step], rest, edit) }
}

const edited = (whole: unknown, { path, op, value }: Change): unknown =>
  editAt(whole, path.split('.'), (old) => {
    if (op === 'set') return value
    const list = Array.isArray(old) ? old : []
    if (op === 'add') return [...list, value]
    const at = list.findIndex((one) => JSON.stringify(one) === JSON.stringify(value))
    return list.filter((_, i) => i !== at)
  })

/** The position with the changes of its side made, in their order; the given facts stay as they are. */
export const positionWith = (position: PositionFacts, changes: readonly Change[]): PositionFacts =>
  changes
    .filter((one) => one.side === 'position')
    .reduce<PositionFacts>((whole, one) => edited(whole, one) as PositionFacts, position)

/** Both with the changes made, in their order; the given facts stay as they are. */
export const withChanges = ({ newcomer, position }: Both, changes: readonly Change[]): Both => ({
  newcomer: changes
    .filter((one) => one.side === 'newcomer')
    .reduce<NewcomerFacts>((whole, one) => edited(whole, one) as NewcomerFacts, newcomer),
  position: positionWith(position, changes),
})

/** Changes that belong together: one way to take away what is in the way, and who can do it. */
export type Way = {
  who: Changer
  changes: Change[]
  /** The day on which it is expected by itself, through lessons (ruling 15); null = not expected. */
  expectedOn?: string | null
  /** The changes are one act: none of them is left out where the others alone would be enough. */
  isWhole?: true
}
