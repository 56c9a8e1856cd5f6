import type { Reader } from '#db/client.ts'
import { explainPair } from '#server/matching/rules/explain.ts'
import type { NewcomerFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { mayBeProposed } from '#server/matching/rules/terms.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { areaSetting } from '#server/platform/env.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import type { Changed } from './area-lock.ts'
import { newcomersByArea, positionsByArea } from './reads-areas.ts'
import { endedPairsOf, openPairsOf, type Whose } from './reads-standing.ts'
import { type LiveArea, openLiveArea, type Side } from './rules-live.ts'
import { type AreaPair, keyOf } from './rules-pins.ts'

/**
 * Open proposals with a side in the area. Where the country is cut, a pair whose other side belongs elsewhere is `foreign`.
 * @param whose absent = every pair of the area
 */
async function areaPairsOf(db: Reader, area: string, whose?: Whose): Promise<AreaPair[]> {
  const open = await openPairsOf(db, whose)
  const setting = areaSetting()
  if (setting === 'one') return open.map((pair) => ({ ...pair, foreign: false }))
  const [people, places] = await Promise.all([
    newcomersByArea(
      db,
      setting,
      open.map((pair) => pair.newcomerId),
    ),
    positionsByArea(
      db,
      setting,
      open.map((pair) => pair.positionId),
    ),
  ])
  const here = new Set([...people, ...places].filter((one) => one.area === area).map((one) => one.id))
  return open
    .map((pair) => ({ ...pair, foreign: !(here.has(pair.newcomerId) && here.has(pair.positionId)) }))
    .filter((pair) => here.has(pair.newcomerId) || here.has(pair.positionId))
}

/** Everything of an area as Postgres has it, allocated afresh. */
export async function openArea(db: Reader, area: string, today: string): Promise<LiveArea> {
  const setting = areaSetting()
  const idsIn = async (members: Promise<{ id: string; area: string }[]>): Promise<string[]> =>
    (await members).filter((one) => one.area === area).map((one) => one.id)
  const people = setting === 'one' ? undefined : await idsIn(newcomersByArea(db, setting))
  const places = setting === 'one' ? undefined : await idsIn(positionsByArea(db, setting))
  const [facts, positions, open, ended] = await Promise.all([
    newcomerFactsOf(db, people),
    positionFactsOf(db, places, today),
    areaPairsOf(db, area),
    endedPairsOf(db, today),
  ])
  return openLiveArea({ newcomers: facts, positions, open, ended }, MATCHING_POLICY, today)
}

/** A proposal across areas that does not fit any more: the day may end it, and no more. */
export type ForeignGone = { pair: AreaPair; reasons: ReturnType<typeof explainPair> | null }

/**
 * Reads these newcomers and positions again into the area.
 * @param read gets the facts of these newcomers
 * @returns proposals across areas that do not fit any more
 */
export async function reload(
  db: Reader,
  live: LiveArea,
  area: string,
  today: string,
  changed: Changed,
  read: Map<string, NewcomerFacts>,
): Promise<ForeignGone[]> {
  const setting = areaSetting()
  const [people, places] = await Promise.all([
    newcomersByArea(db, setting, changed.newcomerIds),
    positionsByArea(db, setting, changed.positionIds),
  ])
  const idsOf = (members: typeof people): string[] =>
    members.filter((one) => one.isOpen && one.area === area).map((one) => one.id)
  const [facts, positions] = await Promise.all([
    newcomerFactsOf(db, idsOf(people)),
    positionFactsOf(db, idsOf(places), today),
  ])
  for (const one of facts) read.set(one.id, one)
  const of = async <F extends { id: string }>(ids: string[], facts: F[], whose: Whose): Promise<Side<F>[]> => {
    if (ids.length === 0) return []
    const isNewcomer = 'newcomerIds' in whose
    const [open, ended] = await Promise.all([areaPairsOf(db, area, whose), endedPairsOf(db, today, whose)])
    const mine = (id: string) => (pair: { newcomerId: string; positionId: string }) =>
      (isNewcomer ? pair.newcomerId : pair.positionId) === id
    const byId = new Map(facts.map((one) => [one.id, one]))
    return ids.map((id) => ({
      id,
      facts: byId.get(id) ?? null,
      open: open.filter(mine(id)),
      ended: ended.filter(mine(id)),
    }))
  }
  // Positions first: a newcomer's row is made against the positions as they are by then.
  const sides = {
    positions: await of(changed.positionIds, positions, { positionIds: changed.positionIds }),
    newcomers: await of(changed.newcomerIds, facts, { newcomerIds: changed.newcomerIds }),
  }
  const foreign = new Map(
    [...sides.positions, ...sides.newcomers].flatMap((side) =>
      side.open.filter((pair) => pair.foreign && pair.state === 'proposed').map((pair) => [keyOf(pair), pair]),
    ),
  )
  const gone = foreign.size === 0 ? [] : await foreignGone(db, [...foreign.values()], today)
  const isGone = new Set(gone.map((one) => keyOf(one.pair)))
  const without = <F>(side: Side<F>): Side<F> => ({
    ...side,
    open: side.open.filter((pair) => !isGone.has(keyOf(pair))),
  })
  for (const side of sides.positions) live.setPosition(without(side))
  for (const side of sides.newcomers) live.setNewcomer(without(side))
  return gone
}

async function foreignGone(db: Reader, pairs: AreaPair[], today: string): Promise<ForeignGone[]> {
  const setting = areaSetting()
  const [people, places] = await Promise.all([
    newcomersByArea(
      db,
      setting,
      pairs.map((pair) => pair.newcomerId),
    ),
    positionsByArea(
      db,
      setting,
      pairs.map((pair) => pair.positionId),
    ),
  ])
  const idsOf = (members: typeof people): string[] => members.filter((one) => one.isOpen).map((one) => one.id)
  const [facts, positions] = await Promise.all([
    newcomerFactsOf(db, idsOf(people)),
    positionFactsOf(db, idsOf(places), today),
  ])
  const newcomerOf = new Map(facts.map((one) => [one.id, one]))
  const positionOf = new Map(positions.map((one) => [one.id, one]))
  return pairs.flatMap((pair): ForeignGone[] => {
    const [newcomer, position] = [newcomerOf.get(pair.newcomerId), positionOf.get(pair.positionId)]
    if (!newcomer || !position) return [{ pair, reasons: null }]
    const now = explainPair(newcomer, position, MATCHING_POLICY, today)
    const isFull = position.seats <= position.seatsTaken
    return mayBeProposed(now, MATCHING_POLICY) && !isFull ? [] : [{ pair, reasons: now }]
  })
}
