import type { Allocation, Instance } from '#server/matching/rules/allocation/instance.ts'
import { mergePairs, readIds, type ScoredPairs, writeIds } from './rules-edge-blob.ts'
import { instanceOf, type Limits, type Question } from './rules-supply.ts'

/**
 * What a run keeps beside the scored pairs of its parts and the prices of the positions, so that its certificate can be found again from stored rows
 * alone: who was in it, what limited the choice, what was chosen (places in the pairs of the instance) and the bar of each newcomer.
 */
type RunProof = { newcomerIds: string[]; limits: Limits; chosen: Int32Array; bars: Int32Array }

/** The version of the layout, so that a deploy never reads another one's bytes. */
const LAYOUT = 1
const HEADER = 5

/** Whole prices, rounded, as 32-bit integers: how a run stores those of its positions. */
export const pricesAsBytes = (prices: Float64Array): Uint8Array =>
  new Uint8Array(Int32Array.from(prices, Math.round).buffer)

const pricesFromBytes = (bytes: Uint8Array): Float64Array =>
  Float64Array.from(new Int32Array(new Uint8Array(bytes).buffer))

/** The proof of an allocation, as a run stores it. */
export const packProof = (
  { newcomerIds }: Pick<ScoredPairs, 'newcomerIds'>,
  { instance, out }: Pick<Question, 'instance' | 'out'>,
  { chosen, newcomerPrice }: Allocation,
): Uint8Array => {
  const taken: number[] = []
  for (let at = chosen.indexOf(1); at >= 0; at = chosen.indexOf(1, at + 1)) taken.push(at)
  const pinned = instance.pinned ?? new Int32Array(instance.newcomers)
  const bars = Int32Array.from(newcomerPrice, Math.round)
  const columns = [instance.max, instance.bonus, pinned, bars, instance.room, out, Int32Array.from(taken)]
  const ints = HEADER + columns.reduce((sum, column) => sum + column.length, 0)
  const bytes = new Uint8Array(4 * ints + 16 * newcomerIds.length)
  const head = new Int32Array(bytes.buffer, 0, ints)
  head.set([LAYOUT, instance.newcomers, instance.positions, out.length, taken.length])
  let at = HEADER
  for (const column of columns) {
    head.set(column, at)
    at += column.length
  }
  writeIds(bytes, 4 * ints, newcomerIds)
  return bytes
}

/** @throws Error for bytes of another layout */
const unpackProof = (packed: Uint8Array): RunProof => {
  // A copy of its own, since columns must begin at a multiple of their size.
  const bytes = new Uint8Array(packed)
  const [layout, newcomers = 0, positions = 0, outs = 0, taken = 0] = new Int32Array(bytes.buffer, 0, HEADER)
  if (layout !== LAYOUT) throw new Error(`the proof has layout ${layout}, this version reads ${LAYOUT}`)
  let at = 4 * HEADER
  const ints = (length: number) => {
    at += length * 4
    return new Int32Array(bytes.buffer, at - length * 4, length)
  }
  const [max, bonus, pinned, bars] = [ints(newcomers), ints(newcomers), ints(newcomers), ints(newcomers)]
  const [room, out, chosen] = [ints(positions), ints(outs), ints(taken)]
  return { newcomerIds: readIds(bytes, at, newcomers), limits: { max, bonus, pinned, room, out }, chosen, bars }
}

/**
 * The instance that a run solved and the allocation it found, from what it stored.
 * @param parts the scored pairs of its parts, in their order
 * @param stored `positionIds` and `prices` in the same order
 */
export const provenBy = (
  parts: readonly ScoredPairs[],
  stored: { positionIds: readonly string[]; prices: Uint8Array; proof: Uint8Array },
): { pairs: ScoredPairs; instance: Instance; allocation: Allocation } => {
  const { newcomerIds, limits, chosen: taken, bars } = unpackProof(stored.proof)
  const pairs = mergePairs(parts, new Set(newcomerIds), stored.positionIds)
  const instance = instanceOf(pairs, limits)
  const chosen = new Uint8Array(instance.position.length)
  for (const at of taken) chosen[at] = 1
  return {
    pairs,
    instance,
    allocation: { chosen, newcomerPrice: Float64Array.from(bars), positionPrice: pricesFromBytes(stored.prices) },
  }
}

/**
 * Whether the limits of newcomers are those of the policy: what one may have less the pins, and the bonus of the scored pairs for who has no pin.
 * How many places a position has is not in the pairs: that is taken as it is stored, and so are the pins.
 *
 * @param most open proposals that one newcomer may have
 */
export const limitsHold = (
  pairs: Pick<ScoredPairs, 'bonus'>,
  { newcomers, max, bonus, pinned }: Pick<Instance, 'newcomers' | 'max' | 'bonus' | 'pinned'>,
  most: number,
): boolean => {
  for (let i = 0; i < newcomers; i += 1) {
    const pins = pinned?.[i] ?? 0
    if (pins < 0 || max[i] !== Math.max(0, most - pins) || bonus[i] !== (pins > 0 ? 0 : pairs.bonus[i])) return false
  }
  return true
}
