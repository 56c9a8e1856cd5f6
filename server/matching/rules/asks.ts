import type { NewcomerFacts } from './facts.ts'
import { type Gate, type GateResult, isOpen } from './gate-result.ts'
import type { Pair } from './pair.ts'

/** Facts that somebody has to fill in before a gate can say yes or no. All but `workplace` are the newcomer's. */
export const ASKS = [
  'language-level',
  'licences',
  'skills',
  'home',
  'move-day',
  'move-place',
  'travel-means',
  'travel-most',
  'workplace',
  'hours',
  'week',
  'start',
  'may-work',
] as const
export type Ask = (typeof ASKS)[number]

/** Where the person lives on the day of the start, as far as that is not known. */
const homeAsk = ({ place, futurePlace }: NewcomerFacts, start: string): Ask[] => {
  if (futurePlace !== null && futurePlace.from === null) return ['move-day']
  if (futurePlace?.from && futurePlace.from <= start) return futurePlace.place === null ? ['move-place'] : []
  return place === null ? ['home'] : []
}

const journeyAsks = ({ newcomer, position, start }: Pair): Ask[] => [
  ...homeAsk(newcomer, start),
  ...(newcomer.travel.means.length === 0 ? (['travel-means'] as const) : []),
  ...(position.place === null ? (['workplace'] as const) : []),
]

const ASKS_OF: Record<Gate, (pair: Pair) => Ask[]> = {
  language: () => ['language-level'],
  licences: () => ['licences'],
  skills: () => ['skills'],
  travel: (pair) => [
    ...journeyAsks(pair),
    ...(pair.newcomer.travel.maxMinutes === null ? (['travel-most'] as const) : []),
  ],
  hours: () => ['hours'],
  // A week that is filled in waits for the journey only: a lesson of the same day may be too near.
  week: (pair) => (pair.newcomer.slots.some((slot) => slot.kind === 'available') ? journeyAsks(pair) : ['week']),
  start: () => ['start'],
  'may-work': () => ['may-work'],
  'no-go': () => [],
  safeguards: () => [],
  capacity: () => [],
}

/**
 * What to ask: the facts that are missing where a gate is open, each once, in the order of the gates. Never empty for a
 * pair with an open gate.
 */
export const asksOf = (pair: Pair, gates: readonly GateResult[]): Ask[] => [
  ...new Set(gates.filter(isOpen).flatMap(({ gate }) => ASKS_OF[gate](pair))),
]

/** Facts that stand in nobody's way, and of which a gate that passes notes that they will matter: where a move during the place leads. */
export const notedAsksOf = (gates: readonly GateResult[]): Ask[] =>
  gates.some(({ against }) => against.some((one) => one.code === 'travel-after-move-unknown')) ? ['move-place'] : []
