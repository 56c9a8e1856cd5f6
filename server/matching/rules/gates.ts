import { GATES, type Gate, type GateResult } from './gate-result.ts'
import { languageGate, licencesGate, skillsGate } from './gates-can.ts'
import {
  capacityGate,
  hoursGate,
  mayWorkGate,
  noGoGate,
  safeguardsGate,
  startGate,
  travelGate,
  weekGate,
} from './gates-practical.ts'
import type { Pair } from './pair.ts'

export { type Changer, GATES, type Gate, type GateResult } from './gate-result.ts'
export { latestStartOf, type Pair, pairOf, startOf } from './pair.ts'

const CHECKS: Record<Gate, (pair: Pair) => GateResult> = {
  language: languageGate,
  licences: licencesGate,
  skills: skillsGate,
  travel: travelGate,
  hours: hoursGate,
  week: weekGate,
  start: startGate,
  'may-work': mayWorkGate,
  'no-go': noGoGate,
  safeguards: safeguardsGate,
  capacity: capacityGate,
}
/** The gates that say no most often for the least work come first; the answer does not depend on the order. */
const QUICK_ORDER: readonly Gate[] = [
  'safeguards',
  'capacity',
  'no-go',
  'travel',
  'hours',
  'may-work',
  'start',
  'licences',
  'skills',
  'language',
  'week',
]

/** Every gate of a pair, none left out: a miss does not hide the next one. */
export const gatesOf = (pair: Pair): GateResult[] => GATES.map((gate) => CHECKS[gate](pair))

/** Whether every gate passes: the same checks, stopping at the first that does not. */
export const allPass = (pair: Pair): boolean => QUICK_ORDER.every((gate) => CHECKS[gate](pair).state === 'pass')
