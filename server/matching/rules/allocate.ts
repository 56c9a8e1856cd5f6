import type { ProposalState } from '#db/values/proposals.ts'
import { type ExpectedLevel, explain } from './explain.ts'
import type { NewcomerFacts, PositionFacts } from './facts.ts'
import { allPass, type Gate, latestStartOf, type Pair, pairOf, startOf } from './gates.ts'
import type { MatchingPolicy } from './policy.ts'
import type { Parts } from './reasons.ts'
import { type Contribution, scoreOf } from './score.ts'
import { journeyOf, maybeInReach, placeOn, reachInDegrees } from './travel.ts'

/** A proposal that exists in any state; leave out those that may be made again. */
export type ExistingProposal = { newcomerId: string; positionId: string; state: ProposalState }

export type ProposedPair = {
  newcomerId: string
  positionId: string
  /** 0..1000: together, the newcomer's side, the employer's side. */
  score: number
  a: number
  e: number
  contributions: Contribution[]
  parts: Parts
  expected: ExpectedLevel[]
  policyVersion: string
  /** It existed already as `proposed`; its score and reasons are fresh. */
  kept: boolean
}

/**
 * `gates`: missed or unknown now. Empty = every gate passes, but there is no room any more (seats went, or touched
 * proposals took it) or the score fell below the least.
 */
export type Withdrawal = { newcomerId: string; positionId: string; gates: Gate[] }

export type ProposeResult = {
  proposals: ProposedPair[]
  withdrawals: Withdrawal[]
  summary: {
    eligiblePairs: number
    /** Newcomers with at least one open proposal afterwards, touched ones included. */
    newcomersWithProposal: number
    /** Newcomers for whom no position passes every gate, and those who had one but found no room. */
    newcomersWithoutEligible: number
    newcomersWithoutRoom: number
    positionsWaiting: number
    positionsBlocked: number
    positionsFull: number
  }
}

/** States that people touched: they stay, and they take room. */
const PINNED: readonly ProposalState[] = ['shortlisted', 'consented', 'accepted']
/** Somebody ended it, or a placement holds it: the engine does not bring it up again by itself. */
const ENDED: readonly ProposalState[] = ['set-aside', 'declined', 'refused', 'placed', 'superseded', 'expired']

const keyOf = (newcomerId: string, positionId: string): string => `${newcomerId} ${positionId}`

/** FNV-1a with a last mix, 32 bits: orders ties without favouring an id that sorts first. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

type Edge = { newcomer: NewcomerFacts; position: PositionFacts; w: number; hash: number; key: string }

/** Higher score first, then who waits longest, then a hash of the ids: the same set for any order of the input. */
const inOrder = (x: Edge, y: Edge): number =>
  y.w - x.w ||
  (x.newcomer.waitingSince < y.newcomer.waitingSince
    ? -1
    : x.newcomer.waitingSince > y.newcomer.waitingSince
      ? 1
      : 0) ||
  x.hash - y.hash ||
  (x.key < y.key ? -1 : 1)

const edgesOf = (
  newcomers: readonly NewcomerFacts[],
  positions: readonly PositionFacts[],
  policy: MatchingPolicy,
  today: string,
): Edge[] => {
  const open = positions
    .filter((one) => one.seats > one.seatsTaken && one.safeguard !== 'human' && one.safeguard !== 'block')
    .map((position) => ({
      position,
      start: startOf(position, today),
      latestStart: latestStartOf(position, today, policy),
    }))
  const edges: Edge[] = []
  for (const newcomer of newcomers) {
    const reach = reachInDegrees(newcomer, policy)
    for (const { position, start, latestStart } of open) {
      if (!maybeInReach(newcomer, reach, position)) continue
      const journey = journeyOf(placeOn(newcomer, start), position.place, newcomer.travel.means, policy)
      const pair: Pair = { newcomer, position, today, start, latestStart, journey, policy }
      if (!allPass(pair)) continue
      const { w } = scoreOf(pair)
      const key = keyOf(newcomer.id, position.id)
      if (w >= policy.leastScore) edges.push({ newcomer, position, w, hash: hashOf(key), key })
    }
  }
  return edges.sort(inOrder)
}

/**
 * The pairs that pass every gate and score enough, whether or not there is room: whose other proposals a run of a part has to count.
 * @param today `YYYY-MM-DD`
 */
export const eligiblePairs = (
  newcomers: readonly NewcomerFacts[],
  positions: readonly PositionFacts[],
  policy: MatchingPolicy,
  today: string,
): { newcomerId: string; positionId: string }[] =>
  edgesOf(newcomers, positions, policy, today).map(({ newcomer, position }) => ({
    newcomerId: newcomer.id,
    positionId: position.id,
  }))

/**
 * Who is proposed where. Every pair goes through the gates and is scored; then rounds: first everybody one proposal,
 * best pairs first, then a second, then a third. Caps: `proposalsPerNewcomer` open proposals each, and
 * `proposalsPerSeat` for each free seat. Proposals that people touched stay and count. A proposal of the engine stays
 * while its gates pass and there is room.
 * The outcome does not depend on the order of the input. Ids are unique within each list.
 * @param existing every open proposal of these newcomers and of these positions, and the ended ones not to repeat.
 *   Where only a part of the people is given, an open proposal of somebody else counts and is left alone.
 * @param today `YYYY-MM-DD`
 */
export const propose = (
  newcomers: readonly NewcomerFacts[],
  positions: readonly PositionFacts[],
  existing: readonly ExistingProposal[],
  policy: MatchingPolicy,
  today: string,
): ProposeResult => {
  const newcomerById = new Map(newcomers.map((one) => [one.id, one]))
  const positionById = new Map(positions.map((one) => [one.id, one]))
  const edges = edgesOf(newcomers, positions, policy, today)
  const edgeByKey = new Map(edges.map((edge) => [edge.key, edge]))

  const held = new Map<string, number>()
  const load = new Map<string, number>()
  const take = (newcomerId: string, positionId: string): void => {
    held.set(newcomerId, (held.get(newcomerId) ?? 0) + 1)
    load.set(positionId, (load.get(positionId) ?? 0) + 1)
  }
  const roomOf = (position: PositionFacts): number =>
    Math.max(0, position.seats - position.seatsTaken) * policy.proposalsPerSeat
  const hasRoom = ({ newcomer, position }: Edge, most: number): boolean =>
    (held.get(newcomer.id) ?? 0) < most && (load.get(position.id) ?? 0) < roomOf(position)

  const settled = new Set<string>()
  const proposed: ExistingProposal[] = []
  const ended = new Set<string>()
  for (const one of existing) {
    const isOurs = newcomerById.has(one.newcomerId) && positionById.has(one.positionId)
    if (PINNED.includes(one.state) || (one.state === 'proposed' && !isOurs)) {
      take(one.newcomerId, one.positionId)
      settled.add(keyOf(one.newcomerId, one.positionId))
    } else if (one.state === 'proposed') proposed.push(one)
    else if (ENDED.includes(one.state)) ended.add(keyOf(one.newcomerId, one.positionId))
  }

  const taken: { edge: Edge; kept: boolean }[] = []
  const withdrawals: Withdrawal[] = []
  const keepable: Edge[] = []
  for (const { newcomerId, positionId } of proposed) {
    const key = keyOf(newcomerId, positionId)
    settled.add(key)
    const edge = edgeByKey.get(key)
    const newcomer = newcomerById.get(newcomerId)
    const position = positionById.get(positionId)
    if (edge) keepable.push(edge)
    else if (newcomer && position) {
      const { missed, unknown } = explain(pairOf(newcomer, position, policy, today))
      withdrawals.push({ newcomerId, positionId, gates: [...new Set([...missed, ...unknown])] })
    }
  }
  for (const edge of keepable.sort(inOrder)) {
    if (hasRoom(edge, policy.proposalsPerNewcomer)) {
      take(edge.newcomer.id, edge.position.id)
      taken.push({ edge, kept: true })
    } else withdrawals.push({ newcomerId: edge.newcomer.id, positionId: edge.position.id, gates: [] })
  }

  for (let round = 1; round <= policy.proposalsPerNewcomer; round += 1) {
    for (const edge of edges) {
      if (settled.has(edge.key) || ended.has(edge.key) || !hasRoom(edge, round)) continue
      settled.add(edge.key)
      take(edge.newcomer.id, edge.position.id)
      taken.push({ edge, kept: false })
    }
  }

  const byKey = (x: { key: string }, y: { key: string }): number => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0)
  const withEdge = new Set(edges.map((edge) => edge.newcomer.id))
  return {
    proposals: taken
      .sort((x, y) => byKey(x.edge, y.edge))
      .map(({ edge, kept }) => {
        const { newcomerId, positionId, score, parts, expected, policyVersion } = explain(
          pairOf(edge.newcomer, edge.position, policy, today),
        )
        const { w, a, e, contributions } = score
        return { newcomerId, positionId, score: w, a, e, contributions, parts, expected, policyVersion, kept }
      }),
    withdrawals: withdrawals.sort((x, y) =>
      byKey({ key: keyOf(x.newcomerId, x.positionId) }, { key: keyOf(y.newcomerId, y.positionId) }),
    ),
    summary: {
      eligiblePairs: edges.length,
      newcomersWithProposal: newcomers.filter((one) => held.has(one.id)).length,
      newcomersWithoutEligible: newcomers.filter((one) => !held.has(one.id) && !withEdge.has(one.id)).length,
      newcomersWithoutRoom: newcomers.filter((one) => !held.has(one.id) && withEdge.has(one.id)).length,
      positionsWaiting: positions.filter((one) => one.safeguard === 'human').length,
      positionsBlocked: positions.filter((one) => one.safeguard === 'block').length,
      positionsFull: positions.filter((one) => one.seats <= one.seatsTaken).length,
    },
  }
}
