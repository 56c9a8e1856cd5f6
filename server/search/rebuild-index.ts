import { sql } from 'drizzle-orm'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { newcomerSearch, positionSearch } from '#db/schema/search.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { inParts } from '#server/platform/group-by.ts'
import { meiliOf } from './choose.ts'
import { differences, idsOf, projectionMarks, sameMark } from './differences.ts'
import { documentsOf, indexDocuments } from './index-documents.ts'
import type { Build, MeiliSettings, Stored } from './port.ts'
import { postgresSearch } from './postgres.ts'
import type { IndexName } from './rules-filter.ts'
import { underBuildLock, underWriterLock } from './writer.ts'

const BATCH = 500
const AGAIN = 300
/** Of a new index, what may differ when it goes live, since rows change while we look: so many, or this share where that is more. It is sent again at once. */
const MAY_DIFFER = { documents: 20, share: 0.01 } as const

/** Meilisearch was not filled. `cause` says why. */
export class CopyNotRebuilt extends Error {
  override name = 'CopyNotRebuilt'
}

/**
 * Makes the search indexes anew from the rows, while people search and write: Postgres in place, Meilisearch beside the live index and then
 * swapped. What was written meanwhile is brought into the new index twice: most of it beforehand, the last of it while writers wait for the
 * swap, so that no write is lost and no search ever meets an old state. Running it twice changes nothing.
 *
 * @param meili where Meilisearch is, or null
 * @param progress gets one line per batch
 * @param alone Postgres is made anew also when Meilisearch cannot be filled
 * @returns how many documents each index has
 * @throws CopyNotRebuilt when Meilisearch could not be filled (Postgres was, for both, when it may be `alone`); Error when somebody else is rebuilding
 */
export async function rebuildIndex(
  ctx: Ctx,
  meili: MeiliSettings | null,
  progress: (line: string) => void = () => {},
  { alone }: { alone: boolean } = { alone: false },
): Promise<{ positions: number; newcomers: number }> {
  requireMay(ctx.actor, 'search.write-index')
  const counts = { positions: 0, newcomers: 0 }
  const failed: unknown[] = []
  const done = await underBuildLock(ctx.db, async () => {
    for (const index of ['positions', 'newcomers'] as const)
      counts[index] = await rebuildOne(ctx, index, meili, progress, alone).catch((error: unknown) => {
        if (!(error instanceof CopyNotRebuilt) || !alone) throw error
        failed.push(error)
        return 0
      })
    return true
  })
  if (!done) throw new Error('Search is being rebuilt already.')
  if (failed.length > 0) throw failed[0]
  return counts
}

async function rebuildOne(
  ctx: Ctx,
  index: IndexName,
  meili: MeiliSettings | null,
  progress: (line: string) => void,
  alone: boolean,
): Promise<number> {
  const begun = meili ? await begin(meili, index) : null
  if (begun instanceof CopyNotRebuilt && !alone) throw begun
  let failed = begun instanceof CopyNotRebuilt ? begun : null
  const build = begun instanceof CopyNotRebuilt ? null : begun
  let count = 0
  for await (const documents of inBatches(ctx, index)) {
    if (build && !failed)
      await build.put(documents).catch((cause: unknown) => {
        failed = notRebuilt(cause)
        if (!alone) throw failed
      })
    count += documents.length
    progress(`search: ${count} ${index}`)
  }
  await removeStrays(ctx)
  if (failed) throw failed
  if (!build || !meili) return count
  const { left, size } = await goLive(ctx, index, build).catch((cause: unknown) => {
    throw notRebuilt(cause)
  })
  for (const ids of inParts(left, AGAIN)) await indexDocuments(ctx, index, ids, meili)
  return size
}

/** Catches up, and once more while writers wait for the swap. @returns the documents that differ all the same, since rows changed meanwhile */
async function goLive(ctx: Ctx, index: IndexName, build: Build): Promise<{ left: string[]; size: number }> {
  await catchUp(ctx, index, build)
  return underWriterLock(ctx.db, index, async () => {
    await catchUp(ctx, index, build)
    const marks = await build.marks()
    const left = idsOf(differences(await projectionMarks(ctx.db, index), marks, sameMark))
    if (left.length > Math.max(MAY_DIFFER.documents, marks.size * MAY_DIFFER.share))
      throw new Error(`${left.length} of ${marks.size} documents of the new index of ${index} are not right`)
    await build.goLive()
    return { left, size: marks.size }
  })
}

const notRebuilt = (cause: unknown): CopyNotRebuilt => new CopyNotRebuilt('Meilisearch could not be filled.', { cause })

/** The new index, or why there is none: Postgres is made anew all the same. */
const begin = (meili: MeiliSettings, index: IndexName): Promise<Build | CopyNotRebuilt> =>
  meiliOf(meili)
    .prepare()
    // One that failed or was killed leaves a copy of everybody, which no later change reaches, nor an erasure.
    .then(() => meiliOf(meili).clear())
    .then(() => meiliOf(meili).build(index))
    .catch(notRebuilt)

/** Brings what differs from the projection into the index that is being built, from the rows as they are now. */
async function catchUp(ctx: Ctx, index: IndexName, build: Build): Promise<void> {
  const found = idsOf(differences(await projectionMarks(ctx.db, index), await build.marks(), sameMark))
  for (const ids of inParts(found, AGAIN)) {
    const documents = await documentsOf(index, ctx.db, { ids })
    const present = new Set(documents.map((one) => one.id))
    await build.put(documents)
    await build.drop(ids.filter((id) => !present.has(id)))
  }
  await build.settle()
}

/** Reads, writes the projection in Postgres under the lock of that read, and hands the documents on. */
async function* inBatches(ctx: Ctx, index: IndexName): AsyncIterable<Stored[]> {
  let after: string | null = null
  for (;;) {
    const next = { after, limit: BATCH, locked: true }
    const documents: Stored[] = await ctx.db.transaction(async (tx) => {
      const rows = await documentsOf(index, tx, next)
      await postgresSearch(tx, ctx.now).put(index, rows)
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
