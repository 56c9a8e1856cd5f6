import { isOpen } from './gate-result.ts'
import type { Changer, Gate, GateResult } from './gates.ts'
import type { Reason } from './reasons.ts'

type Answer = 'eligible' | 'unknown' | 'not-eligible'
/** The only thing in the way, and who can change it. */
type OneThing = { gate: Gate; who: Changer; reasons: Reason[] }
export type PairAnswer = { answer: Answer; missed: Gate[]; unknown: Gate[]; oneThing: OneThing | null }

/** Remarks that a missed gate may carry beside what is in the way. */
const NOTES: readonly Reason['code'][] = ['language-aged', 'language-own-word']

/** Ruling 18: any miss = not eligible; else any unknown = unknown; "one thing" only for one miss and no unknown. */
export const answerOf = (gates: readonly GateResult[]): PairAnswer => {
  const missed = gates.filter((one) => one.state === 'miss')
  const open = gates.filter(isOpen)
  const [only] = missed
  return {
    answer: missed.length > 0 ? 'not-eligible' : open.length > 0 ? 'unknown' : 'eligible',
    missed: missed.map((one) => one.gate),
    unknown: open.map((one) => one.gate),
    oneThing:
      only && missed.length === 1 && open.length === 0
        ? {
            gate: only.gate,
            who: only.who ?? 'nobody',
            reasons: only.against.filter((one) => !NOTES.includes(one.code)),
          }
        : null,
  }
}
