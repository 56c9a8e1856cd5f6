import { OPEN_REASONS, type Reason } from './reasons.ts'

/** The gates in the order of the screens. Monotone: whoever can do more never loses one. */
export const GATES = [
  'language',
  'licences',
  'skills',
  'travel',
  'hours',
  'week',
  'start',
  'may-work',
  'no-go',
  'safeguards',
  'capacity',
] as const
export type Gate = (typeof GATES)[number]

/** Who can change what stands in the way. */
const CHANGERS = ['newcomer', 'employer', 'coach', 'municipality', 'nobody'] as const
export type Changer = (typeof CHANGERS)[number]

export type GateResult = {
  gate: Gate
  state: 'pass' | 'miss' | 'unknown'
  for: Reason[]
  against: Reason[]
  /** Who can change a miss; null when nothing is missed. */
  who: Changer | null
}

export const pass = (gate: Gate, pro: Reason[] = [], against: Reason[] = []): GateResult => ({
  gate,
  state: 'pass',
  for: pro,
  against,
  who: null,
})
export const miss = (gate: Gate, who: Changer, against: Reason[], pro: Reason[] = []): GateResult => ({
  gate,
  state: 'miss',
  for: pro,
  against,
  who,
})
export const unknown = (gate: Gate, against: Reason[], pro: Reason[] = []): GateResult => ({
  gate,
  state: 'unknown',
  for: pro,
  against,
  who: null,
})

/** Unknown, or missed with something unknown besides: a second language skill. */
export const isOpen = ({ state, against }: GateResult): boolean =>
  state === 'unknown' || against.some((one) => OPEN_REASONS.includes(one.code))
