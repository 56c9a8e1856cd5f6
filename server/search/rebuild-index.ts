import { sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { newcomerSearch, positionSearch } from '#db/schema/search.ts'
import type { Ctx } from '#server/platform/context.ts'
import { meiliOf } from './choose.ts'
import { compareIndex } from './compare-index.ts'
import { newcomerDocumentsOf } from './newcomer-documents.ts'
import type { MeiliSettings, SearchPort } from './port.ts'
import { positionDocumentsOf } from './position-documents.ts'
import { postgresSearch } from './postgres.ts'

const BATCH = 500

/**
 * Makes the search indexes anew from the rows, while people search and write: Postgres in place, Meilisearch beside the live index and then
 * swapped. What changed meanwhile is found by comparison at the end. Running it twice changes nothing.
 *
 * @param meili where Meilisearch is, or null
 * @param progress gets one line per batch
 * @returns how many documents each index has
 */
export async function rebuildIndex(
  ctx: Ctx,
  meili: MeiliSettings | null,
  progress: (line: string) => void = () => {},
): Promise<{ positions: number; newcomers: number }> {
  const counts = { positions: 0, newcomers: 0 }
  const sources = {
    positions: () =>
      inBatches(ctx, positionDocumentsOf, async (port, documents) => {
        await port.upsertPositions(documents)
        counts.positions += documents.length
        progress(`search in Postgres: ${counts.positions} positions`)
      }),
    newcomers: () =>
      inBatches(ctx, newcomerDocumentsOf, async (port, documents) => {
        await port.upsertNewcomers(documents)
        counts.newcomers += documents.length
        progress(`search in Postgres: ${counts.newcomers} newcomers`)
      }),
    progress,
  }
  if (meili) {
    await meiliOf(meili).rebuild(sources)
    await compareIndex(ctx, meili)
  } else {
    for await (const _ of sources.positions());
    for await (const _ of sources.newcomers());
  }
  await removeStrays(ctx)
  return counts
}

/** Reads, writes the projection in Postgres under the lock of that read, and hands the documents on. */
async function* inBatches<D extends { id: string }>(
  ctx: Ctx,
  read: (tx: Tx, next: { after: string | null; limit: number }) => Promise<D[]>,
  write: (port: SearchPort, documents: D[]) => Promise<void>,
): AsyncIterable<D[]> {
  let after: string | null = null
  for (;;) {
    const next = { after, limit: BATCH }
    const documents: D[] = await ctx.db.transaction(async (tx) => {
      const rows = await read(tx, next)
      await write(postgresSearch(tx, ctx.now), rows)
      return rows
    })
    yield documents
    const last = documents.at(-1)
    if (!last || documents.length < BATCH) return
    after = last.id
  }
}

/** Rows of the projection whose thing is gone or not to be found any more. */
async function removeStrays(ctx: Ctx): Promise<void> {
  await ctx.db
    .delete(positionSearch)
    .where(
      sql`not exists (select 1 from ${positions} where ${positions.id} = ${positionSearch.positionId} and ${positions.state} = 'published')`,
    )
  await ctx.db
    .delete(newcomerSearch)
    .where(
      sql`not exists (select 1 from ${newcomers} where ${newcomers.id} = ${newcomerSearch.newcomerId} and ${newcomers.availability} <> 'withdrawn')`,
    )
}
