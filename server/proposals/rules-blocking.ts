import type { Instance } from '#server/matching/rules/allocation/instance.ts'
import type { BlockingPair } from '#server/matching/rules/allocation/stable.ts'
import type { MatchingPolicy } from '#server/matching/rules/policy.ts'
import type { OpenPair } from './rules-pins.ts'

/** A blocking pair in numbers: places of newcomer and position, its score, and of what makes way on each side (null = room). */
export type ToldPair = {
  newcomer: number
  position: number
  score: number
  newcomerLeaves: number | null
  positionLeaves: number | null
}

/**
 * The pairs that a coach should see first: of each newcomer those with the highest scores, ties in the order of positions.
 * @param found by newcomer
 * @param most of one newcomer
 * @returns by newcomer, the best first
 */
export const mostTelling = (
  { start, position, weight }: Instance,
  found: readonly BlockingPair[],
  most: number,
): ToldPair[] => {
  const told: ToldPair[] = []
  const scoreOf = (edge: number): number | null => (edge < 0 ? null : (weight[edge] as number))
  let own: ToldPair[] = []
  const flush = (): void => {
    told.push(...own.sort((x, y) => y.score - x.score || x.position - y.position).slice(0, most))
    own = []
  }
  let newcomer = 0
  for (const { edge, newcomerLeaves, positionLeaves } of found) {
    if (edge >= (start[newcomer + 1] as number)) flush()
    while (edge >= (start[newcomer + 1] as number)) newcomer += 1
    own.push({
      newcomer,
      position: position[edge] as number,
      score: weight[edge] as number,
      newcomerLeaves: scoreOf(newcomerLeaves),
      positionLeaves: scoreOf(positionLeaves),
    })
  }
  flush()
  return told
}

/** An open proposal of a position, with how many open proposals its newcomer has in all. */
export type HeldPair = OpenPair & { has: number }

/** What makes way when a pair is proposed; null = there is room on that side. */
export type Exchange = { newcomerLeaves: OpenPair | null; positionLeaves: HeldPair | null }

const least = <P extends OpenPair>(pairs: readonly P[]): P | null =>
  pairs.reduce<P | null>(
    (low, one) => (low === null || one.w < low.w || (one.w === low.w && one.id < low.id) ? one : low),
    null,
  )

/**
 * Whether a pair that is not proposed is worth a look today, as the run asked it (`blockingPairs`), now of the proposals as they stand: both sides score
 * more together, by more than the materiality of the policy, than the least of what they have; and nobody's only proposal makes way, nor one that
 * people acted on or, of somebody else, that a coach saw. A side that has more than it may is no offer: one that makes way would not make room.
 *
 * @param w score of the pair today, 0..1000
 * @param side `own`: open proposals of the newcomer; `there`: those of the position; `room`: free seats times proposals per seat
 * @returns null = it is not, or not any more
 */
export const exchangeOf = (
  w: number,
  side: { own: readonly OpenPair[]; there: readonly HeldPair[]; room: number },
  policy: Pick<MatchingPolicy, 'blocking' | 'proposalsPerNewcomer'>,
): Exchange | null => {
  const { own, there, room } = side
  if (room === 0 || there.length > room || own.length > policy.proposalsPerNewcomer) return null
  const isFull = there.length === room
  const hasAll = own.length === policy.proposalsPerNewcomer
  const newcomerLeaves = hasAll ? least(own.filter((pair) => pair.state === 'proposed')) : null
  const positionLeaves = isFull
    ? least(there.filter((pair) => pair.state === 'proposed' && !pair.seen && pair.has > 1))
    : null
  if ((hasAll && newcomerLeaves === null) || (isFull && positionLeaves === null)) return null
  const worth = w - policy.blocking.material
  return worth > (newcomerLeaves?.w ?? 0) && worth > (positionLeaves?.w ?? 0)
    ? { newcomerLeaves, positionLeaves }
    : null
}
