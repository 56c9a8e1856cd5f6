import type { EnqueuedTask, Meilisearch, RecordAny, Settings } from 'meilisearch'
import { settled } from './meili-task.ts'

/** A full build may take minutes on two cores. */
const BUILD_MS = 600_000
/** Tasks of documents that may wait at the server at a time. */
const AHEAD = 3

/**
 * Builds an index beside the live one and puts it in its place in one move, so that no search meets an empty or a half index
 * (reliability.md, P9). Settings come before the first document (fault 30). What was left over by a build that died is removed.
 *
 * @param build the live name, its settings, and where progress is told
 * @returns a function that takes the documents in batches and gives their number
 */
export function buildIndex(
  client: Meilisearch,
  build: { live: string; settings: Settings; progress(line: string): void },
): (batches: AsyncIterable<RecordAny[]>) => Promise<number> {
  return async (batches) => {
    const fresh = `${build.live}_b${Date.now().toString(36)}`
    await settled(client, await client.createIndex(fresh, { primaryKey: 'id' }), BUILD_MS)
    await settled(client, await client.index(fresh).updateSettings(build.settings), BUILD_MS)
    let count = 0
    const waiting: EnqueuedTask[] = []
    for await (const batch of batches) {
      if (batch.length === 0) continue
      waiting.push(await client.index(fresh).addDocuments(batch, { primaryKey: 'id' }))
      count += batch.length
      const first = waiting.length >= AHEAD ? waiting.shift() : undefined
      if (first) await settled(client, first, BUILD_MS)
      build.progress(`search in Meilisearch: ${count} documents in ${fresh}`)
    }
    for (const task of waiting) await settled(client, task, BUILD_MS)
    const { numberOfDocuments } = await client.index(fresh).getStats()
    if (numberOfDocuments !== count) throw new Error(`${fresh} has ${numberOfDocuments} documents, not ${count}`)
    await putLive(client, build.live, fresh)
    await removeLeftOvers(client, build.live)
    return count
  }
}

async function putLive(client: Meilisearch, live: string, fresh: string): Promise<void> {
  const exists = (await namesOf(client)).includes(live)
  const swap = await client.swapIndexes([{ indexes: [fresh, live], rename: !exists }])
  await settled(client, swap, BUILD_MS)
}

/** Indexes of the same content with other settings, and builds that were not finished. */
async function removeLeftOvers(client: Meilisearch, live: string): Promise<void> {
  const stem = live.replace(/[0-9a-f]{8}$/, '')
  const ours = new RegExp(`^${stem.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[0-9a-f]{8}(_b[0-9a-z]+)?$`)
  for (const name of await namesOf(client))
    if (name !== live && ours.test(name)) await settled(client, await client.deleteIndex(name), BUILD_MS)
}

async function namesOf(client: Meilisearch): Promise<string[]> {
  const { results } = await client.getRawIndexes({ limit: 1_000 })
  return results.map((index) => index.uid)
}
