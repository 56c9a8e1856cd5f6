/** More rounds than this means that the row changes faster than the index can follow; the next event then takes over. */
const ROUNDS = 5

/**
 * Sends documents and reads the rows again afterwards: when they changed meanwhile, sends again. Meilisearch keeps the last one sent and knows
 * no versions, so this is what keeps a slow writer from leaving an old document behind, without a lock while the server works.
 *
 * @param ids everything this writer looks after; an id without a document is dropped
 * @param read the documents as the rows are now
 */
export async function writeUntilSame<D extends { id: string }>(
  ids: readonly string[],
  read: () => Promise<D[]>,
  index: { put(documents: D[]): Promise<void>; drop(ids: string[]): Promise<void> },
): Promise<void> {
  let documents = await read()
  let open = ids
  for (let round = 0; round < ROUNDS && open.length > 0; round++) {
    const now = new Map(documents.map((one) => [one.id, one]))
    // Together, since each may wait at the server behind the tasks of a build; no id is in both.
    const written = await Promise.allSettled([
      index.put(open.flatMap((id) => now.get(id) ?? [])),
      index.drop(open.filter((id) => !now.has(id))),
    ])
    for (const one of written) if (one.status === 'rejected') throw one.reason
    const before = new Map(documents.map((one) => [one.id, JSON.stringify(one)]))
    documents = await read()
    const after = new Map(documents.map((one) => [one.id, JSON.stringify(one)]))
    open = ids.filter((id) => before.get(id) !== after.get(id))
  }
}
