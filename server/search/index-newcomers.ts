import type { Ctx } from '#server/platform/context.ts'
import { writeMeili } from './choose.ts'
import { newcomerDocumentsOf } from './newcomer-documents.ts'
import type { MeiliSettings } from './port.ts'
import { postgresSearch } from './postgres.ts'
import { writeUntilSame } from './write-until-same.ts'

/**
 * Brings the indexes in line with these profiles as they are now; who withdrew or was erased is removed. Running it twice, late or in another
 * order gives the same (reliability.md, P8).
 *
 * @param input ids of newcomers that may have changed, at most a few hundred
 * @param meili where Meilisearch is, or null
 */
export async function indexNewcomers(
  ctx: Ctx,
  input: { newcomerIds: string[] },
  meili: MeiliSettings | null,
): Promise<void> {
  const ids = [...new Set(input.newcomerIds)].sort()
  const read = () => ctx.db.transaction((tx) => newcomerDocumentsOf(tx, { ids }))
  await ctx.db.transaction(async (tx) => {
    const documents = await newcomerDocumentsOf(tx, { ids })
    const present = new Set(documents.map((one) => one.id))
    const index = postgresSearch(tx, ctx.now)
    await index.upsertNewcomers(documents)
    await index.removeNewcomers(ids.filter((id) => !present.has(id)))
  })
  if (!meili) return
  await writeMeili(meili, (port) =>
    writeUntilSame(ids, read, {
      put: (documents) => port.upsertNewcomers(documents),
      drop: (gone) => port.removeNewcomers(gone),
    }),
  )
}
