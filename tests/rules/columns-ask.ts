import { type EdgeList, edgesOf } from '#server/matching/rules/columns/edges.ts'
import { newcomerColumns } from '#server/matching/rules/columns/newcomer-columns.ts'
import { positionColumns } from '#server/matching/rules/columns/position-columns.ts'
import { openBasis } from '#server/matching/rules/columns/words.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { allPass, pairOf } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY, type MatchingPolicy } from '#server/matching/rules/policy.ts'
import { scoreOf } from '#server/matching/rules/score.ts'
import { TODAY, type UTRECHT } from '#tests/make/facts.ts'

/** A policy under which a score of nothing is still a pair, so that no gate hides behind the least score. */
export const everyScore: MatchingPolicy = { ...MATCHING_POLICY, leastScore: 0 }

/** Pairs by "newcomer position", with their three scores. */
export type Pairs = Record<string, [w: number, a: number, e: number]>

export const columnsOf = (newcomers: NewcomerFacts[], positions: PositionFacts[], policy: MatchingPolicy) => {
  const basis = openBasis(policy, TODAY)
  return { newcomers: newcomerColumns(newcomers, basis), positions: positionColumns(positions, basis) }
}

/** An edge list with ids. */
export const named = (edges: EdgeList, newcomerIds: string[], positionIds: string[]) => {
  const pairs: Pairs = {}
  newcomerIds.forEach((id, i) => {
    for (let at = edges.start[i] ?? 0; at < (edges.start[i + 1] ?? 0); at += 1) {
      const key = `${id} ${positionIds[edges.position[at] ?? -1]}`
      pairs[key] = [edges.w[at] ?? -1, edges.a[at] ?? -1, edges.e[at] ?? -1]
    }
  })
  return { pairs }
}

export const byColumns = (newcomers: NewcomerFacts[], positions: PositionFacts[], policy = everyScore) => {
  const columns = columnsOf(newcomers, positions, policy)
  return named(edgesOf(columns.newcomers, columns.positions), columns.newcomers.ids, columns.positions.ids)
}

/** The same from the readable rules, one pair after the other. */
export const byPairs = (newcomers: NewcomerFacts[], positions: PositionFacts[], policy = everyScore): Pairs => {
  const pairs: Pairs = {}
  for (const newcomer of newcomers)
    for (const position of positions) {
      const pair = pairOf(newcomer, position, policy, TODAY)
      if (!allPass(pair)) continue
      const { w, a, e } = scoreOf(pair)
      if (w >= policy.leastScore) pairs[`${newcomer.id} ${position.id}`] = [w, a, e]
    }
  return pairs
}

export const GRONINGEN = { lat: 53.2194, lon: 6.5665 }

/** One of 77 places within some hundred metres. */
export const near = ({ lat, lon }: typeof UTRECHT, i: number) => ({
  lat: lat + ((i % 7) - 3) / 2000,
  lon: lon + ((i % 11) - 5) / 2000,
})
export const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
/** Ids whose order is that of the numbers. */
export const idOf = (letter: string, i: number): string => `${letter}${String(i).padStart(4, '0')}`
