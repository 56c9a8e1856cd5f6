import type { Ctx } from '#server/platform/context.ts'
import { writeMeili } from './choose.ts'
import type { MeiliSettings } from './port.ts'
import { positionDocumentsOf } from './position-documents.ts'
import { postgresSearch } from './postgres.ts'
import { writeUntilSame } from './write-until-same.ts'

/**
 * Brings the indexes in line with these positions as they are now: published is written, anything else is removed. Running it twice, late or
 * in another order gives the same (reliability.md, P8).
 *
 * @param input ids of positions that may have changed, at most a few hundred
 * @param meili where Meilisearch is, or null
 */
export async function indexPositions(
  ctx: Ctx,
  input: { positionIds: string[] },
  meili: MeiliSettings | null,
): Promise<void> {
  const ids = [...new Set(input.positionIds)].sort()
  const read = () => ctx.db.transaction((tx) => positionDocumentsOf(tx, { ids }))
  await ctx.db.transaction(async (tx) => {
    const documents = await positionDocumentsOf(tx, { ids })
    const present = new Set(documents.map((one) => one.id))
    const index = postgresSearch(tx, ctx.now)
    await index.upsertPositions(documents)
    await index.removePositions(ids.filter((id) => !present.has(id)))
  })
  if (!meili) return
  await writeMeili(meili, (port) =>
    writeUntilSame(ids, read, {
      put: (documents) => port.upsertPositions(documents),
      drop: (gone) => port.removePositions(gone),
    }),
  )
}
