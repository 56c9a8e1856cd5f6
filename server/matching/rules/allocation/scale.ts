import type { Instance } from './instance.ts'

/**
 * Composite worth: `weight x unit + tie`. The unit is so large that all ties along any chain of exchanges together stay
 * below half of it: the best composite sum is a best sum of weights, and ties only choose between equal ones. A chain
 * passes a position at most once, so 2 x positions + 3 ties bound it. Everything stays a whole number below 2^53.
 */
export type Scale = {
  unit: number
  /** A tie of 30 bits loses this many of its low bits. */
  tieShift: number
  /** The largest weight + bonus, and the most positions, that keep the promise. */
  mostWorth: number
  mostPositions: number
}

const WHOLE_BITS = 51
const TIE_BITS = 30
/** Below these, every solve of today uses the same scale, so that a live state and a fresh one break ties alike. */
const USUAL_WORTH_BITS = 14
const USUAL_CHAIN_BITS = 14

const bitsOf = (value: number): number => (value < 1 ? 0 : Math.floor(Math.log2(value)) + 1)

const largest = (column: Int32Array): number => column.reduce((most, one) => Math.max(most, one), 0)

/** Largest weight + largest bonus. */
export const worthOf = ({ weight, bonus }: Pick<Instance, 'weight' | 'bonus'>): number =>
  largest(weight) + largest(bonus)

/** @throws RangeError when `worth` (weight + bonus) is 2^32 or more */
export const scaleOf = (worth: number, positions: number): Scale => {
  if (!(worth < 2 ** 32)) throw new RangeError(`weight + bonus is ${worth}: it must be below 2^32`)
  const worthBits = Math.max(USUAL_WORTH_BITS, bitsOf(worth))
  const chainBits = Math.max(USUAL_CHAIN_BITS, bitsOf(2 * positions + 3))
  const unitBits = WHOLE_BITS - worthBits
  return {
    unit: 2 ** unitBits,
    tieShift: TIE_BITS - Math.min(TIE_BITS, Math.max(0, unitBits - chainBits)),
    mostWorth: 2 ** worthBits - 1,
    mostPositions: 2 ** (chainBits - 1) - 2,
  }
}

/** The composite worth of an edge. */
export const compositeOf = ({ unit, tieShift }: Scale, weight: number, tie: number): number =>
  weight * unit + (tie >>> tieShift)
