import { type LiveAllocation, openAllocation } from '#server/matching/rules/allocation/exact.ts'
import type { Instance } from '#server/matching/rules/allocation/instance.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import type { MatchingPolicy } from '#server/matching/rules/policy.ts'
import { bonusOf, roomOf, scaleFor } from '#server/matching/rules/terms.ts'
import { hashOf, tieOf } from '#server/matching/rules/tie.ts'
import { scoresIn } from './rules-live-cells.ts'
import { openFits } from './rules-live-fits.ts'
import { openStanding } from './rules-live-standing.ts'
import { type AreaPair, keyOf } from './rules-pins.ts'

/** One side with everything that the allocation knows of it; `facts` null = it is not there for anybody to meet. */
export type Side<F> = {
  id: string
  facts: F | null
  open: readonly AreaPair[]
  ended: readonly { newcomerId: string; positionId: string }[]
}

/** What the allocation wants changed: pairs to make, standing ones to take back for a better one, and those that do not fit any more. */
export type Wanted = { made: { newcomerId: string; positionId: string }[]; dropped: AreaPair[]; unfit: AreaPair[] }

export type LiveArea = {
  /** What is known of a newcomer or a position is replaced; a new one is added. */
  setNewcomer(side: Side<NewcomerFacts>): void
  setPosition(side: Side<PositionFacts>): void
  /** A proposal as it is now in the database; null = it is open no more. */
  setPair(pair: { newcomerId: string; positionId: string }, now: AreaPair | null): void
  /** Carries all changes through. */
  settle(): Wanted
  /** The scores that this pair has today, when it fits. */
  scores(pair: { newcomerId: string; positionId: string }): { w: number; a: number; e: number } | null
  position(id: string): PositionFacts | null
  /** Whether the newcomer may be proposed at all. */
  has(newcomerId: string): boolean
  /** Open proposals of one newcomer, of one position, or all. */
  openOf(side: { newcomerId: string } | { positionId: string }): AreaPair[]
  allOpen(): AreaPair[]
  /** Every pair that should be open and is the engine's to move. */
  pairs(): { newcomerId: string; positionId: string }[]
  /** How many newcomers changed since it was opened: past some thousands a new opening is cheaper. */
  age(): number
}

/** Codes of pairs as one number: more positions than this never stand in one area. */
const PLACES = 2 ** 21

/**
 * The live allocation of one area: facts as columns, standing proposals, and the exact solver over them. After `settle` it is the best allocation for
 * the facts as they were given, the same that a fresh opening gives.
 *
 * @param newcomers and positions: everybody who is there
 * @param open every open proposal with a side in the area; `ended`: pairs not to propose again
 * @param today `YYYY-MM-DD`: facts of another day need another opening
 */
export const openLiveArea = (
  given: {
    newcomers: readonly NewcomerFacts[]
    positions: readonly PositionFacts[]
    open: readonly AreaPair[]
    ended: readonly { newcomerId: string; positionId: string }[]
  },
  policy: MatchingPolicy,
  today: string,
): LiveArea => {
  const inOrder = <T extends { id: string }>(all: readonly T[]): T[] => [...all].sort((x, y) => (x.id < y.id ? -1 : 1))
  const [newcomers, positions] = [inOrder(given.newcomers), inOrder(given.positions)]
  const fits = openFits(newcomers, positions, policy, today)
  const newcomerAt = new Map(newcomers.map((one, i) => [one.id, i]))
  const newcomerIds = newcomers.map((one) => one.id)
  const here = new Set(newcomerIds)
  const bonus = newcomers.map((one) => bonusOf(one, policy, today))
  const newcomerHash = newcomerIds.map(hashOf)
  const positionAt = new Map(positions.map((one, j) => [one.id, j]))
  const positionIds = positions.map((one) => one.id)
  const facts: (PositionFacts | null)[] = [...positions]
  const room = positions.map((one) => roomOf(one, policy))
  const positionHash = positionIds.map(hashOf)

  const edgeOf = (pair: { newcomerId: string; positionId: string }): number => {
    const [i, j] = [newcomerAt.get(pair.newcomerId), positionAt.get(pair.positionId)]
    return i === undefined || j === undefined ? -1 : fits.at(i, j)
  }
  const standing = openStanding(
    given.open,
    given.ended,
    (pair) => edgeOf(pair) >= 0 && (room[positionAt.get(pair.positionId) ?? -1] ?? 0) > 0,
  )
  const dirtyNewcomers = new Set<string>()
  const dirtyPositions = new Set<string>()
  /** Positions where others fit than before: their edges are made anew, instead of those of everybody who fits there. */
  const otherPositions = new Set<string>()
  const touched = new Set<number>()
  const chosen = new Set<number>()
  const codeOf = (i: number, j: number): number => i * PLACES + j
  const touch = (pair: { newcomerId: string; positionId: string }): void => {
    dirtyNewcomers.add(pair.newcomerId)
    dirtyPositions.add(pair.positionId)
    watch(pair)
  }
  const watch = (pair: { newcomerId: string; positionId: string }): void => {
    const [i, j] = [newcomerAt.get(pair.newcomerId), positionAt.get(pair.positionId)]
    if (i !== undefined && j !== undefined) touched.add(codeOf(i, j))
  }

  /** What is left to allocate to newcomer i: pins and pairs that ended are taken off. */
  const termsOf = (i: number) => {
    const { pins, out } = standing.termsOf(newcomerIds[i] as string)
    const edges: { position: number; weight: number; tie: number }[] = []
    const row = fits.row(i)
    for (let k = 0; k < row.length; k += 2) {
      const j = row[k] as number
      if (out.size > 0 && out.has(positionIds[j] as string)) continue
      const tie = tieOf(newcomerHash[i] as number, positionHash[j] as number)
      edges.push({ position: j, weight: scoresIn(row[k + 1] as number).w, tie })
    }
    return { max: Math.max(0, policy.proposalsPerNewcomer - pins), bonus: pins > 0 ? 0 : (bonus[i] as number), edges }
  }
  /** The same for position j. */
  const termsOn = (j: number) => {
    const { pins, out } = standing.termsOn(positionIds[j] as string)
    const edges = fits
      .of(j)
      .filter((i) => !out.has(newcomerIds[i] as string))
      .map((i) => ({
        newcomer: i,
        weight: scoresIn(fits.at(i, j)).w,
        tie: tieOf(newcomerHash[i] as number, positionHash[j] as number),
      }))
    return { room: Math.max(0, (room[j] as number) - pins), edges }
  }
  const roomLeft = (j: number): number => Math.max(0, (room[j] as number) - standing.pinsOn(positionIds[j] as string))

  /** The terms of everybody at the opening, in columns: a country has millions of edges. */
  const opening = (): Instance => {
    const [people, places] = [newcomerIds.length, positionIds.length]
    const [max, first, start] = [new Int32Array(people), new Int32Array(people), new Int32Array(people + 1)]
    let edges = 0
    for (let i = 0; i < people; i += 1) edges += fits.row(i).length / 2
    const [position, weight, tie] = [new Int32Array(edges), new Int32Array(edges), new Int32Array(edges)]
    let at = 0
    for (let i = 0; i < people; i += 1) {
      const terms = termsOf(i)
      max[i] = terms.max
      first[i] = terms.bonus
      for (const edge of terms.edges) {
        position[at] = edge.position
        weight[at] = edge.weight
        tie[at] = edge.tie
        at += 1
      }
      start[i + 1] = at
    }
    return {
      newcomers: people,
      positions: places,
      max,
      room: Int32Array.from({ length: places }, (_, j) => roomLeft(j)),
      bonus: first,
      start,
      position: position.subarray(0, at),
      weight: weight.subarray(0, at),
      tie: tie.subarray(0, at),
    }
  }
  const allocation: LiveAllocation = openAllocation(opening(), scaleFor(positionIds.length, policy))
  for (const [i, j] of allocation.pairs()) {
    chosen.add(codeOf(i, j))
    touched.add(codeOf(i, j))
  }
  for (const pair of given.open) touch(pair)

  const numberOfNewcomer = (id: string): number => {
    const known = newcomerAt.get(id)
    if (known !== undefined) return known
    const i = allocation.addNewcomer()
    newcomerAt.set(id, i)
    newcomerIds[i] = id
    newcomerHash[i] = hashOf(id)
    bonus[i] = 0
    return i
  }
  const numberOfPosition = (id: string): number => {
    const known = positionAt.get(id)
    if (known !== undefined) return known
    const j = allocation.addPosition()
    positionAt.set(id, j)
    positionIds[j] = id
    positionHash[j] = hashOf(id)
    room[j] = 0
    facts[j] = null
    return j
  }

  return {
    setNewcomer(side) {
      const i = numberOfNewcomer(side.id)
      fits.setNewcomer(i, side.facts)
      if (side.facts) here.add(side.id)
      else here.delete(side.id)
      if (side.facts) bonus[i] = bonusOf(side.facts, policy, today)
      dirtyNewcomers.add(side.id)
      for (const pair of standing.replace({ newcomerId: side.id }, side.open, side.ended)) touch(pair)
    },
    setPosition(side) {
      const j = numberOfPosition(side.id)
      facts[j] = side.facts
      room[j] = side.facts ? roomOf(side.facts, policy) : 0
      if (fits.setPosition(j, side.facts)) otherPositions.add(side.id)
      dirtyPositions.add(side.id)
      for (const pair of standing.replace({ positionId: side.id }, side.open, side.ended)) touch(pair)
    },
    setPair(pair, now) {
      // One that the engine is free to move counts for nobody's room: what it just made or took back leaves nothing to do.
      const wasPinned = standing.isPinned(pair)
      standing.set(pair, now)
      if (wasPinned || standing.isPinned(pair)) touch(pair)
      else watch(pair)
    },
    settle() {
      for (const id of dirtyNewcomers) {
        const i = newcomerAt.get(id)
        if (i !== undefined) allocation.setNewcomer(i, termsOf(i))
      }
      for (const id of dirtyPositions) {
        const j = positionAt.get(id)
        if (j === undefined) continue
        if (otherPositions.has(id)) allocation.setPosition(j, termsOn(j))
        else allocation.setRoom(j, roomLeft(j))
      }
      dirtyNewcomers.clear()
      dirtyPositions.clear()
      otherPositions.clear()
      const { made, withdrawn } = allocation.settle()
      for (const [i, j] of withdrawn) chosen.delete(codeOf(i, j))
      for (const [i, j] of made) chosen.add(codeOf(i, j))
      for (const [i, j] of [...made, ...withdrawn]) touched.add(codeOf(i, j))
      const wanted: Wanted = { made: [], dropped: [], unfit: standing.unfit() }
      for (const code of touched) {
        const pair = {
          newcomerId: newcomerIds[Math.floor(code / PLACES)] as string,
          positionId: positionIds[code % PLACES] as string,
        }
        const isOpen = standing.at(pair)
        if (chosen.has(code)) {
          if (isOpen) touched.delete(code)
          else wanted.made.push(pair)
        } else if (isOpen && standing.isFree(isOpen)) wanted.dropped.push(isOpen)
        else touched.delete(code)
      }
      const inOrderOfIds = (x: { newcomerId: string; positionId: string }, y: typeof x) =>
        keyOf(x) < keyOf(y) ? -1 : 1
      wanted.made.sort(inOrderOfIds)
      wanted.dropped.sort(inOrderOfIds)
      return wanted
    },
    scores(pair) {
      const packed = edgeOf(pair)
      return packed < 0 ? null : scoresIn(packed)
    },
    position: (id) => facts[positionAt.get(id) ?? -1] ?? null,
    has: (newcomerId) => here.has(newcomerId),
    openOf: standing.openOf,
    allOpen: standing.all,
    pairs: () =>
      allocation
        .pairs()
        .map(([i, j]) => ({ newcomerId: newcomerIds[i] as string, positionId: positionIds[j] as string })),
    age: fits.age,
  }
}
