import { setTimeout as wait } from 'node:timers/promises'
import { and, eq, isNotNull } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { matchingAreas } from '#db/schema/matching.ts'
import type { AreaSetting, NotCompared } from '#db/values/matching.ts'
import { WHOLE_AREA } from '#server/matching/rules/area.ts'
import { edgesBetween } from '#server/matching/rules/edges.ts'
import type { PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { bonusOf, roomOf } from '#server/matching/rules/terms.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import type { Ctx } from '#server/platform/context.ts'
import { areaSetting } from '#server/platform/env.ts'
import { groupBy, inParts } from '#server/platform/group-by.ts'
import { log } from '#server/platform/log.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { inQuietSnapshot } from './area-lock.ts'
import { areasOf, newcomersByArea, positionsByArea } from './reads-areas.ts'
import { endedPairsOf, openPairsOf } from './reads-standing.ts'
import { waitingAreasOf } from './reads-waiting.ts'
import { mergePairs, packScores, type ScoredPairs } from './rules-edge-blob.ts'
import type { AreaPair } from './rules-pins.ts'
import { allocationOf } from './rules-solve.ts'
import { changeOf, doubtfulOf, questionOf } from './rules-supply.ts'

/** Newcomers of whom the facts are in memory at a time; of all of them only the pairs that fit are kept, ten bytes each. */
const PART = 5_000

/**
 * Looks whether the live allocators did what they promise: each area is read from Postgres, for the day that it was last settled for, and solved
 * afresh in the way of a run, which shares only the rules with the live one; what that would change is what differs. It takes the memory of a run,
 * however large the area, and sees one moment: nobody waits for it. Left out is an area with a change that its allocator has not heard of yet, and
 * one that was settled by another version of the policy: there a difference says nothing.
 *
 * @returns pairs that differ over all areas; null when none could be compared. More than none is a fault of ours, or rows that were changed past the
 *   commands: it is logged
 */
export const differingPairs = async (ctx: Ctx): Promise<number | null> => (await compared(ctx)).differing

/** `differing`: pairs over all areas that were compared; null = none was. `notCompared`: why that is, or why some areas were left out. */
type Comparison = { differing: number | null; notCompared: NotCompared | null }

/** How often, and how many milliseconds apart, it is looked whether the live allocators have heard of everything. */
const [TRIES, PAUSE_MS] = [3, 1_000]

/**
 * The same before a run, which must not fail for it: waits a few seconds where a change has not been heard of yet, since with one area for the country
 * a single one leaves out everybody. Where something is not compared, why is logged, and told on the page of the run.
 */
export async function compareOnceHeard(ctx: Ctx): Promise<Comparison> {
  try {
    for (let tries = 1; ; tries += 1) {
      const { differing, unheard } = await compared(ctx)
      if (unheard === 0) {
        if (differing === null) log.warn('matching: not compared, no area is settled by this policy')
        return { differing, notCompared: differing === null ? 'unsettled' : null }
      }
      if (differing !== null || tries === TRIES) {
        log.warn({ areas: unheard }, 'matching: not compared, the live allocators have not heard of every change')
        return { differing, notCompared: 'unheard' }
      }
      await wait(PAUSE_MS)
    }
  } catch (error) {
    log.error({ error: String(error).split('\n', 1)[0] }, 'matching: the comparison of day and night failed')
    return { differing: null, notCompared: 'failed' }
  }
}

/** `unheard`: settled areas that are left out because a change there was not heard of yet. */
type Compared = { differing: number | null; unheard: number }

const compared = ({ db }: Ctx): Promise<Compared> =>
  inQuietSnapshot(db, async (tx): Promise<Compared> => {
    const setting = areaSetting()
    const settled = await tx
      .select()
      .from(matchingAreas)
      .where(and(isNotNull(matchingAreas.day), eq(matchingAreas.policyVersion, MATCHING_POLICY.version)))
    const [known, waiting] = [await areasOf(tx, setting), await waitingAreasOf(tx, setting)]
    const there = settled.filter(({ area }) => known.includes(area))
    const asked = there.filter(({ area }) => !waiting.has(area))
    const unheard = there.length - asked.length
    if (asked.length === 0) return { differing: null, unheard }
    // Read once, whatever the number of areas.
    const [people, places, open] = [
      groupBy(await newcomersByArea(tx, setting), (one) => one.area),
      groupBy(await positionsByArea(tx, setting), (one) => one.area),
      await pairsByArea(tx, setting),
    ]
    const endedOn = new Map<string, Sides[]>()
    let differing = 0
    for (const { area, day } of asked) {
      if (day === null) continue
      const ended = endedOn.get(day) ?? (await endedPairsOf(tx, day))
      endedOn.set(day, ended)
      const idsIn = (some: typeof people): string[] => (some.get(area) ?? []).map((one) => one.id).sort()
      const found = await differingIn(tx, day, {
        people: idsIn(people),
        places: idsIn(places),
        open: open.get(area) ?? [],
        ended,
      })
      if (found > 0)
        log.warn({ area, day, differing: found }, 'matching: the live allocation is not what a fresh solve gives')
      differing += found
    }
    return { differing, unheard }
  })

type Sides = { newcomerId: string; positionId: string }

/** Every open proposal, under each area that has a side of it. */
async function pairsByArea(db: Reader, setting: AreaSetting): Promise<Map<string, AreaPair[]>> {
  const open = await openPairsOf(db)
  if (setting === 'one') return new Map([[WHOLE_AREA, open.map((pair) => ({ ...pair, foreign: false }))]])
  const [people, places] = [
    await newcomersByArea(
      db,
      setting,
      open.map((pair) => pair.newcomerId),
    ),
    await positionsByArea(
      db,
      setting,
      open.map((pair) => pair.positionId),
    ),
  ]
  const areaOfId = new Map([...people, ...places].map((one) => [one.id, one.area]))
  const found = new Map<string, AreaPair[]>()
  for (const pair of open) {
    const areas = new Set([areaOfId.get(pair.newcomerId), areaOfId.get(pair.positionId)])
    for (const area of areas) {
      if (area === undefined) continue
      const there = found.get(area) ?? []
      found.set(area, there)
      there.push({ ...pair, foreign: areas.size > 1 })
    }
  }
  return found
}

type Scope = {
  people: readonly string[]
  places: readonly string[]
  open: readonly AreaPair[]
  ended: readonly Sides[]
}

async function differingIn(db: Reader, day: string, { people, places, open, ended }: Scope): Promise<number> {
  const positions = await positionFactsOf(db, places, day)
  positions.sort((x, y) => (x.id < y.id ? -1 : 1))
  const parts: ScoredPairs[] = []
  for (const part of inParts(people, PART)) parts.push(await scoredOf(db, part, positions, day))
  const pairs = mergePairs(
    parts,
    new Set(people),
    positions.map((one) => one.id),
  )
  const room = positions.map((one) => roomOf(one, MATCHING_POLICY))
  // Everybody was scored just now, so what has no score does not fit; a pair with a side elsewhere is the night's to judge, and takes its room.
  const own = open.filter((pair) => !pair.foreign)
  const unfit = new Set(doubtfulOf(pairs, room, own).map((pair) => pair.id))
  const question = questionOf(pairs, room, open, ended, unfit, MATCHING_POLICY)
  const { made, dropped } = changeOf(question, allocationOf(question.instance, MATCHING_POLICY).chosen)
  return made.length + dropped.length + question.standing.unfit.length
}

async function scoredOf(
  db: Reader,
  ids: readonly string[],
  positions: readonly PositionFacts[],
  day: string,
): Promise<ScoredPairs> {
  const people = await newcomerFactsOf(db, ids)
  const { start, position, ...scores } = edgesBetween(people, positions, MATCHING_POLICY, day)
  return {
    newcomerIds: people.map((one) => one.id),
    bonus: Int32Array.from(people, (one) => bonusOf(one, MATCHING_POLICY, day)),
    positionIds: positions.map((one) => one.id),
    start,
    position,
    scores: packScores(scores),
  }
}
