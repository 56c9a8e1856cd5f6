import type { Ctx } from '#server/platform/context.ts'
import { inParts } from '#server/platform/group-by.ts'
import { log } from '#server/platform/log.ts'
import { isRejected, meiliOf } from './choose.ts'
import { differences, idsOf, projectionMarks, rowVersions, sameMark } from './differences.ts'
import { documentsOf, indexDocuments } from './index-documents.ts'
import { codeOf } from './meili-keys.ts'
import type { MeiliSettings } from './port.ts'
import type { IndexName } from './rules-filter.ts'

const BATCH = 300
const READ = 500

export type Compared = { deep: boolean }

/**
 * Compares the rows, the projection in Postgres and Meilisearch with each other, and indexes again what differs: by id and version, and the
 * copy of Meilisearch by a hash of everything that is stored as well. A document that the server refuses is told and holds up no other.
 *
 * @param meili where Meilisearch is, or null to compare the projection in Postgres only
 * @param how `deep` makes every document anew, which also finds what changed without a new version (another name of an employer, another policy)
 * @returns how many documents differed
 */
export async function compareIndex(
  ctx: Ctx,
  meili: MeiliSettings | null,
  how: Compared = { deep: false },
): Promise<number> {
  let all = 0
  for (const index of ['positions', 'newcomers'] as const) {
    const ids = [
      ...new Set([...(await behindRows(ctx, index, how)), ...(meili ? await behindCopy(ctx, index, meili) : [])]),
    ]
    for (const part of inParts(ids, BATCH))
      await indexDocuments(ctx, index, part, meili).catch((error) => {
        if (!isRejected(error)) throw error
        // Its own job is tried again and then dead, with the reason; every other document is brought in line meanwhile.
        log.error({ index, code: codeOf(error) }, 'search: a document was refused')
      })
    all += ids.length
  }
  return all
}

/** Where the projection in Postgres is not what the rows say. */
async function behindRows(ctx: Ctx, index: IndexName, { deep }: Compared): Promise<string[]> {
  const projection = await projectionMarks(ctx.db, index)
  const versions = await rowVersions(ctx.db, index)
  const ids = idsOf(differences(versions, projection, (version, mark) => version === mark.version))
  if (!deep) return ids
  const known = new Set(ids)
  let after: string | null = null
  for (;;) {
    const documents: Awaited<ReturnType<typeof documentsOf>> = await documentsOf(index, ctx.db, { after, limit: READ })
    for (const one of documents) if (!known.has(one.id) && projection.get(one.id)?.hash !== one.h) ids.push(one.id)
    const last = documents.at(-1)
    if (!last || documents.length < READ) return ids
    after = last.id
  }
}

/** Where Meilisearch is not what the projection says. */
async function behindCopy(ctx: Ctx, index: IndexName, meili: MeiliSettings): Promise<string[]> {
  const copy = await meiliOf(meili).marks(index)
  if (!copy) return []
  const found = differences(await projectionMarks(ctx.db, index), copy, sameMark)
  const counts = { extra: found.extra.length, missing: found.missing.length, other: found.other.length }
  if (counts.extra + counts.missing + counts.other > 0) log.warn({ index, ...counts }, 'search: the copy differed')
  return idsOf(found)
}
