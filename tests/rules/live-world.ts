import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY as policy } from '#server/matching/rules/policy.ts'
import { type LiveArea, openLiveArea, type Wanted } from '#server/proposals/rules-live.ts'
import { type AreaPair, keyOf } from '#server/proposals/rules-pins.ts'
import { TODAY } from '#tests/make/facts.ts'

/** The live allocation of an area over values alone: what stands, what changes, what is wanted. */
export type Ids = { newcomerId: string; positionId: string }
export type World = {
  newcomers: Map<string, NewcomerFacts>
  positions: Map<string, PositionFacts>
  open: Map<string, AreaPair>
  ended: Map<string, Ids>
}

export const aPair = (ids: Ids, over: Partial<AreaPair> = {}): AreaPair => ({
  id: keyOf(ids),
  ...ids,
  state: 'proposed',
  seen: false,
  version: 1,
  w: 1,
  a: 1,
  e: 1,
  foreign: false,
  ...over,
})
export const openWorld = (world: World): LiveArea =>
  openLiveArea(
    {
      newcomers: [...world.newcomers.values()],
      positions: [...world.positions.values()],
      open: [...world.open.values()],
      ended: [...world.ended.values()],
    },
    policy,
    TODAY,
  )
export const worldOf = (
  newcomers: NewcomerFacts[],
  positions: PositionFacts[],
  open: AreaPair[] = [],
  ended: Ids[] = [],
): World => ({
  newcomers: new Map(newcomers.map((one) => [one.id, one])),
  positions: new Map(positions.map((one) => [one.id, one])),
  open: new Map(open.map((one) => [keyOf(one), one])),
  ended: new Map(ended.map((one) => [keyOf(one), one])),
})
/** Writes what is wanted, as the database would. */
export const carryOut = (world: World, live: LiveArea, { made, dropped, unfit }: Wanted): void => {
  for (const pair of [...dropped, ...unfit]) {
    world.open.delete(keyOf(pair))
    live.setPair(pair, null)
  }
  for (const ids of made) {
    const pair = aPair(ids)
    world.open.set(keyOf(ids), pair)
    live.setPair(ids, pair)
  }
}
export const NOTHING: Wanted = { made: [], dropped: [], unfit: [] }
