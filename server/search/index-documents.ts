import type { Reader } from '#db/client.ts'
import type { Ctx } from '#server/platform/context.ts'
import { writeMeili } from './choose.ts'
import { newcomerDocumentsOf } from './newcomer-documents.ts'
import type { MeiliSettings, Stored } from './port.ts'
import { type Choice, positionDocumentsOf } from './position-documents.ts'
import { postgresSearch } from './postgres.ts'
import type { IndexName } from './rules-filter.ts'
import { writeUntilSame } from './write-until-same.ts'
import { underWriterLock } from './writer.ts'

/** The documents of an index, read from the rows as they are now. */
export const documentsOf = (index: IndexName, tx: Reader, choice: Choice): Promise<Stored[]> =>
  index === 'positions' ? positionDocumentsOf(tx, choice) : newcomerDocumentsOf(tx, choice)

/**
 * Brings both engines in line with these rows as they are now: what can be found is written, anything else is removed. Running it twice, late
 * or in another order gives the same (reliability.md, P8).
 *
 * @param ids of rows that may have changed, at most a few hundred
 * @param meili where Meilisearch is, or null
 * @throws MeiliTaskFailed when the server took a document and then refused it: the job is tried again, and then dead with that reason
 */
export async function indexDocuments(
  ctx: Ctx,
  index: IndexName,
  given: readonly string[],
  meili: MeiliSettings | null,
): Promise<void> {
  const ids = [...new Set(given)].sort()
  await ctx.db.transaction(async (tx) => {
    const documents = await documentsOf(index, tx, { ids, locked: true })
    const present = new Set(documents.map((one) => one.id))
    const port = postgresSearch(tx, ctx.now)
    await port.put(index, documents)
    await port.drop(
      index,
      ids.filter((id) => !present.has(id)),
    )
  })
  if (!meili) return
  await writeMeili(meili, (port) =>
    underWriterLock(ctx.db, index, (tx) =>
      writeUntilSame(ids, () => documentsOf(index, tx, { ids }), {
        put: (documents) => port.put(index, documents),
        drop: (gone) => port.drop(index, gone),
      }),
    ),
  )
}
