import { eq, ne } from 'drizzle-orm'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { newcomerSearch, positionSearch } from '#db/schema/search.ts'
import type { Ctx } from '#server/platform/context.ts'
import { meiliOf } from './choose.ts'
import { indexNewcomers } from './index-newcomers.ts'
import { indexPositions } from './index-positions.ts'
import type { MeiliSettings } from './port.ts'

const BATCH = 300

/**
 * Compares the indexes with the rows by id and version, and indexes again what differs.
 *
 * @param meili where Meilisearch is, or null to compare the projection in Postgres only
 * @returns how many documents differed
 */
export async function compareIndex(ctx: Ctx, meili: MeiliSettings | null): Promise<number> {
  const positionIds = await positionsThatDiffer(ctx, meili)
  for (const ids of chunks(positionIds)) await indexPositions(ctx, { positionIds: ids }, meili)
  const newcomerIds = await newcomersThatDiffer(ctx, meili)
  for (const ids of chunks(newcomerIds)) await indexNewcomers(ctx, { newcomerIds: ids }, meili)
  return positionIds.length + newcomerIds.length
}

async function positionsThatDiffer(ctx: Ctx, meili: MeiliSettings | null): Promise<string[]> {
  const copies = [
    await ctx.db.select({ id: positionSearch.positionId, version: positionSearch.version }).from(positionSearch),
  ]
  if (meili) copies.push(rowsOf(await meiliOf(meili).versions('positions')))
  const truth = await ctx.db
    .select({ id: positions.id, version: positions.version })
    .from(positions)
    .where(eq(positions.state, 'published'))
  return differing(truth, copies)
}

async function newcomersThatDiffer(ctx: Ctx, meili: MeiliSettings | null): Promise<string[]> {
  const copies = [
    await ctx.db.select({ id: newcomerSearch.newcomerId, version: newcomerSearch.version }).from(newcomerSearch),
  ]
  if (meili) copies.push(rowsOf(await meiliOf(meili).versions('newcomers')))
  const truth = await ctx.db
    .select({ id: newcomers.id, version: newcomers.version })
    .from(newcomers)
    .where(ne(newcomers.availability, 'withdrawn'))
  return differing(truth, copies)
}

type Version = { id: string; version: number }

const rowsOf = (versions: Map<string, number> | null): Version[] =>
  [...(versions ?? [])].map(([id, version]) => ({ id, version }))

/** Missing, other version, or there although it should not be. */
function differing(truth: Version[], copies: Version[][]): string[] {
  const right = new Map(truth.map((one) => [one.id, one.version]))
  const ids = new Set<string>()
  for (const copy of copies) {
    const has = new Map(copy.map((one) => [one.id, one.version]))
    for (const [id, version] of right) if (has.get(id) !== version) ids.add(id)
    for (const id of has.keys()) if (!right.has(id)) ids.add(id)
  }
  return [...ids]
}

function* chunks(ids: string[]): Iterable<string[]> {
  for (let at = 0; at < ids.length; at += BATCH) yield ids.slice(at, at + BATCH)
}
