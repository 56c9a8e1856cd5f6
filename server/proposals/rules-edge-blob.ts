import { pack } from './rules-live-cells.ts'

/**
 * The scored pairs of a range of newcomers: the pairs of newcomer i are `start[i]` up to `start[i + 1]`, in the order of their positions.
 * `scores`: together, the newcomer's side, the employer's side, 0..1000 each, packed in one number (`scoresIn`).
 */
export type ScoredPairs = {
  newcomerIds: string[]
  /** Per newcomer: what a first proposal is worth, waiting counted. */
  bonus: Int32Array
  positionIds: string[]
  start: Int32Array
  position: Int32Array
  scores: Int32Array
}

/** Scores of three columns in one. */
export const packScores = (of: { w: Uint16Array; a: Uint16Array; e: Uint16Array }): Int32Array =>
  Int32Array.from(of.w, (w, at) => pack(w, of.a[at] as number, of.e[at] as number))

/** The version of the layout, so that a deploy never reads another one's bytes. */
const LAYOUT = 2
const HEADER = 4
/** Positions are stored in 16 bits. */
const MOST_POSITIONS = 2 ** 16

/** Writes ids as 16 bytes each. @returns where the next thing goes */
export const writeIds = (bytes: Uint8Array, at: number, ids: readonly string[]): number => {
  let to = at
  for (const id of ids) {
    const hex = id.replaceAll('-', '')
    for (let i = 0; i < 32; i += 2) bytes[to++] = Number.parseInt(hex.slice(i, i + 2), 16)
  }
  return to
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const DASH_BEFORE = [4, 6, 8, 10]
export const readIds = (bytes: Uint8Array, at: number, count: number): string[] => {
  const ids: string[] = []
  for (let from = at; ids.length < count; from += 16) {
    let id = ''
    for (let i = 0; i < 16; i += 1) id += (DASH_BEFORE.includes(i) ? '-' : '') + HEX[bytes[from + i] as number]
    ids.push(id)
  }
  return ids
}

/**
 * Packs pairs into bytes: six a pair, and 16 an id.
 * @throws RangeError for more positions than 65,536
 */
export const packPairs = (pairs: ScoredPairs): Uint8Array => {
  const { newcomerIds, positionIds, bonus, start, position, scores } = pairs
  if (positionIds.length > MOST_POSITIONS)
    throw new RangeError(`${positionIds.length} positions are too many for a run`)
  const ints = HEADER + bonus.length + start.length + scores.length
  const bytes = new Uint8Array(ints * 4 + 2 * position.length + 16 * (newcomerIds.length + positionIds.length))
  const head = new Int32Array(bytes.buffer, 0, ints)
  head.set([LAYOUT, newcomerIds.length, positionIds.length, position.length])
  let at = HEADER
  for (const column of [bonus, start, scores]) {
    head.set(column, at)
    at += column.length
  }
  new Uint16Array(bytes.buffer, ints * 4, position.length).set(position)
  writeIds(bytes, writeIds(bytes, ints * 4 + 2 * position.length, newcomerIds), positionIds)
  return bytes
}

/** @throws Error for bytes of another layout */
export const unpackPairs = (packed: Uint8Array): ScoredPairs => {
  // A copy of its own, since columns must begin at a multiple of their size; `slice` of a Buffer would be none.
  const bytes = new Uint8Array(packed)
  const [layout, newcomers = 0, positions = 0, pairs = 0] = new Int32Array(bytes.buffer, 0, HEADER)
  if (layout !== LAYOUT) throw new Error(`scored pairs have layout ${layout}, this version reads ${LAYOUT}`)
  let at = HEADER * 4
  const ints = (length: number) => {
    at += length * 4
    return new Int32Array(bytes.buffer, at - length * 4, length)
  }
  const [bonus, start, scores] = [ints(newcomers), ints(newcomers + 1), ints(pairs)]
  const position = Int32Array.from(new Uint16Array(bytes.buffer, at, pairs))
  const ids = at + 2 * pairs
  const newcomerIds = readIds(bytes, ids, newcomers)
  return { newcomerIds, bonus, positionIds: readIds(bytes, ids + 16 * newcomers, positions), start, position, scores }
}

/** At least as many pairs and newcomers as the ranges hold together. */
type Most = { pairs: number; newcomers: number }

/**
 * Several ranges as one, for newcomers and positions that are still there: whoever left meanwhile has no pairs. A range at a time, in their order, so that
 * each can be let go of before the next one is read.
 *
 * @param newcomers who may be proposed now; those of no range are left out
 * @param positions ids in order
 */
export const openMerge = (most: Most, newcomers: { has(id: string): boolean }, positions: readonly string[]) => {
  const placeOf = new Map(positions.map((id, i) => [id, i]))
  const [position, scores] = [new Int32Array(most.pairs), new Int32Array(most.pairs)]
  const [start, bonus] = [new Int32Array(most.newcomers + 1), new Int32Array(most.newcomers)]
  const newcomerIds: string[] = []
  let kept = 0
  const add = (part: ScoredPairs): void => {
    const places = part.positionIds.map((id) => placeOf.get(id) ?? -1)
    for (const [i, id] of part.newcomerIds.entries()) {
      if (!newcomers.has(id)) continue
      bonus[newcomerIds.length] = part.bonus[i] as number
      for (let at = part.start[i] as number; at < (part.start[i + 1] as number); at += 1) {
        const place = places[part.position[at] as number] as number
        if (place < 0) continue
        position[kept] = place
        scores[kept] = part.scores[at] as number
        kept += 1
      }
      newcomerIds.push(id)
      start[newcomerIds.length] = kept
    }
  }
  const done = (): ScoredPairs => {
    const count = newcomerIds.length
    return {
      newcomerIds,
      bonus: bonus.subarray(0, count),
      positionIds: [...positions],
      start: start.subarray(0, count + 1),
      position: position.subarray(0, kept),
      scores: scores.subarray(0, kept),
    }
  }
  return { add, done }
}

/** Ranges that are all there as one (`openMerge`). */
export const mergePairs = (
  parts: readonly ScoredPairs[],
  newcomers: ReadonlySet<string>,
  positions: readonly string[],
): ScoredPairs => {
  const pairs = parts.reduce((sum, part) => sum + part.position.length, 0)
  const people = parts.reduce((sum, part) => sum + part.newcomerIds.length, 0)
  const merge = openMerge({ pairs, newcomers: people }, newcomers, positions)
  for (const part of parts) merge.add(part)
  return merge.done()
}

/** The place of a pair in the columns, or -1. */
export const pairAt = ({ start, position }: ScoredPairs, newcomer: number, place: number): number => {
  for (let at = start[newcomer] as number; at < (start[newcomer + 1] as number); at += 1)
    if (position[at] === place) return at
  return -1
}
