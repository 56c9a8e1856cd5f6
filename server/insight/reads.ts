import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { proposals } from '#db/schema/proposals.ts'
import { municipalities } from '#db/schema/reference.ts'
import { RUNNING_PLACEMENT_STATES } from '#db/values/placements.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { type Stage, type StageCount, suppressed } from './rules.ts'

const people = sql<number>`count(distinct ${newcomers.id})::int`

/** Raw counts; only `suppressed` ones leave this file. */
async function peoplePerStage(reader: Reader, where: SQL | undefined): Promise<Map<Stage, number>> {
  const db = elevated(reader, 'count-people')
  const [byAvailability, byProposal, [placed]] = await Promise.all([
    db
      .select({ availability: newcomers.availability, people })
      .from(newcomers)
      .where(where)
      .groupBy(newcomers.availability),
    db
      .select({ state: proposals.state, people })
      .from(proposals)
      .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
      .where(and(where, inArray(proposals.state, OPEN_PROPOSAL_STATES)))
      .groupBy(proposals.state),
    db
      .select({ people })
      .from(placements)
      .innerJoin(newcomers, eq(newcomers.id, placements.newcomerId))
      .where(and(where, inArray(placements.state, RUNNING_PLACEMENT_STATES))),
  ])
  const counts = new Map<Stage, number>([['placed', placed?.people ?? 0]])
  const stageOf = { 'in-intake': 'intake', available: 'available', sustained: 'sustained' } as const
  for (const row of byAvailability)
    if (row.availability in stageOf) counts.set(stageOf[row.availability as keyof typeof stageOf], row.people)
  for (const row of byProposal) counts.set(row.state as Stage, row.people)
  return counts
}

/**
 * How many people of the actor's municipality stand in each stage, each person once a stage; small counts suppressed (ruling 26).
 * @throws Refusal `forbidden` for everybody else than the municipality and its coaches
 */
export async function stageCounts(ctx: Ctx): Promise<StageCount[]> {
  requireRole(ctx.actor, 'municipality', 'coach')
  return suppressed(await peoplePerStage(ctx.db, eq(newcomers.municipalityCode, ctx.actor.municipalityCode)))
}

/**
 * The same for the labour market region of the actor's municipality. Suppressed as well where the region less the own municipality would be small.
 * @returns null when the municipality belongs to no region
 * @throws Refusal `forbidden` for everybody else than the municipality and its coaches
 */
export async function regionCounts(ctx: Ctx): Promise<StageCount[] | null> {
  requireRole(ctx.actor, 'municipality', 'coach')
  const own = ctx.actor.municipalityCode
  const [home] = await ctx.db
    .select({ regionCode: municipalities.regionCode })
    .from(municipalities)
    .where(eq(municipalities.code, own))
  if (!home?.regionCode) return null
  const inRegion = ctx.db
    .select({ code: municipalities.code })
    .from(municipalities)
    .where(eq(municipalities.regionCode, home.regionCode))
  const [region, here] = await Promise.all([
    peoplePerStage(ctx.db, inArray(newcomers.municipalityCode, inRegion)),
    peoplePerStage(ctx.db, eq(newcomers.municipalityCode, own)),
  ])
  const rest = new Map([...region].map(([stage, count]) => [stage, count - (here.get(stage) ?? 0)]))
  return suppressed(region, rest)
}
