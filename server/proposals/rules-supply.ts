import type { Instance } from '#server/matching/rules/allocation/instance.ts'
import type { MatchingPolicy } from '#server/matching/rules/policy.ts'
import { hashOf, tieOf } from '#server/matching/rules/tie.ts'
import { pairAt, type ScoredPairs } from './rules-edge-blob.ts'
import { scoresIn } from './rules-live-cells.ts'
import { type OpenPair, type Standing, standingOf } from './rules-pins.ts'

/** What the allocation is asked, and how things stand before it. Newcomers and positions are numbered as in the scored pairs, in the order of their ids. */
export type Question = {
  instance: Instance
  standing: Standing
  placeOfNewcomer: Map<string, number>
  placeOfPosition: Map<string, number>
  /** Places of the scored pairs that are no choice, since they ended or stand: in order. */
  out: Int32Array
}

type Sides = { newcomerId: string; positionId: string }

/** Where newcomers, positions and pairs are in the columns. */
const placesIn = (pairs: ScoredPairs) => {
  const placeOfNewcomer = new Map(pairs.newcomerIds.map((id, i) => [id, i]))
  const placeOfPosition = new Map(pairs.positionIds.map((id, i) => [id, i]))
  const edgeOf = ({ newcomerId, positionId }: Sides): number => {
    const [i, j] = [placeOfNewcomer.get(newcomerId), placeOfPosition.get(positionId)]
    return i === undefined || j === undefined ? -1 : pairAt(pairs, i, j)
  }
  return { placeOfNewcomer, placeOfPosition, edgeOf }
}

/**
 * The engine's own proposals of which the scores do not say that they stay possible: a pair that was not scored, since a side came or changed after
 * it was, or did not fit then; or a position without a free seat. They are to be looked at as they are today.
 *
 * @param room per position: free seats times proposals per seat, before pins
 */
export const doubtfulOf = (pairs: ScoredPairs, room: ArrayLike<number>, open: readonly OpenPair[]): OpenPair[] => {
  const { placeOfPosition, edgeOf } = placesIn(pairs)
  const hasRoom = ({ positionId }: Sides): boolean => (room[placeOfPosition.get(positionId) ?? -1] ?? 0) > 0
  return open.filter((pair) => pair.state === 'proposed' && (edgeOf(pair) < 0 || !hasRoom(pair)))
}

/**
 * Turns scored pairs and standing proposals into the instance to solve, as `buildInstance` would, without an object for each of millions of pairs: pins take their places on both sides, also where the other side is not in
 * the run (a person on a pause keeps the place that an employer said yes to), and pairs that ended are no choice.
 *
 * @param pairs of everybody in the run, both sides in the order of their ids
 * @param room per position: free seats times proposals per seat, before pins
 * @param open every open proposal, also of those outside the run
 * @param ended pairs not to propose again
 * @param unfit ids of open proposals that do not fit today or have no free seat; what is neither scored nor among these stays and takes its place
 */
export const questionOf = (
  pairs: ScoredPairs,
  room: ArrayLike<number>,
  open: readonly OpenPair[],
  ended: readonly Sides[],
  unfit: ReadonlySet<string>,
  policy: Pick<MatchingPolicy, 'proposalsPerNewcomer'>,
): Question => {
  const { placeOfNewcomer, placeOfPosition, edgeOf } = placesIn(pairs)
  const standing = standingOf(
    open,
    (pair) => !unfit.has(pair.id),
    (pair) => edgeOf(pair) >= 0,
  )

  const people = pairs.newcomerIds.length
  const left = Int32Array.from(room)
  const max = new Int32Array(people).fill(policy.proposalsPerNewcomer)
  const bonus = Int32Array.from(pairs.bonus)
  const pinned = new Int32Array(people)
  const out = Int32Array.from(new Set([...ended, ...standing.pinned].map(edgeOf).filter((edge) => edge >= 0))).sort()
  for (const pair of standing.pinned) {
    const [i, j] = [placeOfNewcomer.get(pair.newcomerId), placeOfPosition.get(pair.positionId)]
    if (j !== undefined) left[j] = Math.max(0, (left[j] as number) - 1)
    if (i === undefined) continue
    pinned[i] = (pinned[i] as number) + 1
    max[i] = Math.max(0, (max[i] as number) - 1)
    bonus[i] = 0
  }
  const instance = instanceOf(pairs, { max, room: left, bonus, pinned, out })
  return { instance, standing, placeOfNewcomer, placeOfPosition, out }
}

/** What limits the choice, beside the scored pairs: per newcomer, per position, and pairs (places, in order) that are none. */
export type Limits = { max: Int32Array; bonus: Int32Array; pinned: Int32Array; room: Int32Array; out: Int32Array }

/** The instance of scored pairs within limits: the pairs less those that are out, in their order. */
export const instanceOf = (pairs: ScoredPairs, { max, bonus, pinned, room, out }: Limits): Instance => {
  const people = pairs.newcomerIds.length
  const kept = pairs.position.length - out.length
  const [start, weight, tie] = [new Int32Array(people + 1), new Int32Array(kept), new Int32Array(kept)]
  // Nobody writes in either: where no pair is out, one column serves both.
  const position = out.length === 0 ? pairs.position : new Int32Array(kept)
  const positionHash = Uint32Array.from(pairs.positionIds, hashOf)
  let [to, skipped] = [0, 0]
  for (let i = 0; i < people; i += 1) {
    const hash = hashOf(pairs.newcomerIds[i] as string)
    for (let at = pairs.start[i] as number; at < (pairs.start[i + 1] as number); at += 1) {
      if (out[skipped] === at) {
        skipped += 1
        continue
      }
      const j = pairs.position[at] as number
      position[to] = j
      weight[to] = scoresIn(pairs.scores[at] as number).w
      tie[to] = tieOf(hash, positionHash[j] as number)
      to += 1
    }
    start[i + 1] = to
  }
  const positions = pairs.positionIds.length
  return { newcomers: people, positions, max, room, bonus, start, position, weight, tie, pinned }
}

/** What an allocation changes: pairs to make (places in the numbering), standing ones that stay and those that make room. */
export type Change = { made: { newcomer: number; position: number }[]; kept: OpenPair[]; dropped: OpenPair[] }

/** Compares the chosen pairs with the proposals that a run may move. */
export const changeOf = (
  { instance, standing, placeOfNewcomer, placeOfPosition }: Question,
  chosen: Uint8Array,
): Change => {
  const change: Change = { made: [], kept: [], dropped: [] }
  const stands = new Map<number, OpenPair>()
  const codeOf = (i: number, j: number): number => i * instance.positions + j
  for (const pair of standing.free) {
    const [i, j] = [placeOfNewcomer.get(pair.newcomerId), placeOfPosition.get(pair.positionId)]
    stands.set(codeOf(i as number, j as number), pair)
  }
  for (let i = 0; i < instance.newcomers; i += 1)
    for (let at = instance.start[i] as number; at < (instance.start[i + 1] as number); at += 1) {
      if (chosen[at] !== 1) continue
      const position = instance.position[at] as number
      const code = codeOf(i, position)
      const pair = stands.get(code)
      if (pair) change.kept.push(pair)
      else change.made.push({ newcomer: i, position })
      stands.delete(code)
    }
  change.dropped.push(...stands.values())
  return change
}
