import type { MatchingPolicy } from '#server/matching/rules/policy.ts'
import type { OpenPair } from './rules-pins.ts'

type Sides = { newcomerId: string; positionId: string }
/** Open proposals of each side, by its id; absent = none. */
export type OpenCounts = { newcomers: ReadonlyMap<string, number>; positions: ReadonlyMap<string, number> }

/**
 * Of the pairs that are to be made, those for which there is room on both sides beside what is open by now. Where there is not, somebody saw or took
 * up something that was to make room: the pair with the least score stays out, and of a tie the one that comes last.
 *
 * @param most how many open proposals a newcomer, and a position, may have
 * @returns in the order given
 */
export const withinLimits = <P extends Sides & { score: { w: number } }>(
  pairs: readonly P[],
  open: OpenCounts,
  most: { newcomer: (id: string) => number; position: (id: string) => number },
): P[] => {
  const [newcomers, positions] = [new Map(open.newcomers), new Map(open.positions)]
  const kept = new Set<P>()
  for (const pair of [...pairs].sort((x, y) => y.score.w - x.score.w)) {
    const [has, takes] = [newcomers.get(pair.newcomerId) ?? 0, positions.get(pair.positionId) ?? 0]
    if (has >= most.newcomer(pair.newcomerId) || takes >= most.position(pair.positionId)) continue
    newcomers.set(pair.newcomerId, has + 1)
    positions.set(pair.positionId, takes + 1)
    kept.add(pair)
  }
  return pairs.filter((pair) => kept.has(pair))
}

type Held = readonly Pick<OpenPair, 'state' | 'seen'>[]

/**
 * Whether neither side has all that it may have in proposals that stay whatever a run finds: people acted on them, or a coach saw them. What only the
 * engine saw makes room by itself.
 *
 * @param side `own`: open proposals of the newcomer; `there`: those of the position; `room`: free seats times proposals per seat
 */
export const hasRoomForPin = (
  { own, there, room }: { own: Held; there: Held; room: number },
  policy: Pick<MatchingPolicy, 'proposalsPerNewcomer'>,
): boolean => {
  const pins = (held: Held): number => held.filter((pair) => pair.state !== 'proposed' || pair.seen).length
  return pins(own) < policy.proposalsPerNewcomer && pins(there) < room
}
