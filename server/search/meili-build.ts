import type { EnqueuedTask, Meilisearch, RecordAny } from 'meilisearch'
import { marksOf } from './meili-marks.ts'
import { INDEX_SETTINGS } from './meili-settings.ts'
import { settled } from './meili-task.ts'
import type { Build, Stored } from './port.ts'
import type { IndexName } from './rules-filter.ts'

/** A full build may take minutes on two cores. */
const BUILD_MS = 600_000
/** Tasks of documents that may wait at the server at a time: what is written to the live index waits behind them. */
const AHEAD = 2
/** Documents of one task, some megabytes: the server works as long after a task of five hundred as after one of thousands. */
const AT_ONCE = 2_500

/**
 * Builds an index beside the live one and puts it in its place in one move, so that no search meets an empty or a half index
 * (reliability.md, P9). Settings come before the first document, and are read back (fault 30).
 *
 * @param client with the rights of a build; a swap is only seen by a key of every index
 * @param live the name of the live index
 */
export async function meiliBuild(client: Meilisearch, live: string, index: IndexName): Promise<Build> {
  const fresh = `${live}_b${Date.now().toString(36)}`
  await settled(client, await client.createIndex(fresh, { primaryKey: 'id' }), BUILD_MS)
  await settled(client, await client.index(fresh).updateSettings(INDEX_SETTINGS[index]), BUILD_MS)
  const waiting: EnqueuedTask[] = []
  const wait = async (most: number): Promise<void> => {
    while (waiting.length > most) {
      const first = waiting.shift()
      if (first) await settled(client, first, BUILD_MS)
    }
  }
  const held: Stored[] = []
  const send = async (): Promise<void> => {
    if (held.length === 0) return
    const documents = held.splice(0)
    waiting.push(await client.index<RecordAny>(fresh).addDocuments(documents, { primaryKey: 'id' }))
    await wait(AHEAD - 1)
  }
  const settle = async (): Promise<void> => {
    await send()
    await wait(0)
  }
  return {
    async put(documents) {
      held.push(...documents)
      if (held.length >= AT_ONCE) await send()
    },
    async drop(ids) {
      // What was put before is dropped as well.
      await send()
      if (ids.length > 0) waiting.push(await client.index(fresh).deleteDocuments([...ids]))
      await wait(AHEAD - 1)
    },
    settle,
    async marks() {
      await settle()
      return (await marksOf(client, fresh)) ?? new Map()
    },
    async goLive() {
      await settle()
      const exists = (await namesOf(client)).includes(live)
      const swap = await client.swapIndexes([{ indexes: [fresh, live], rename: !exists }])
      await settled(client, swap, BUILD_MS)
      await removeLeftOvers(client, live, true)
    },
  }
}

/**
 * Removes builds that were not finished, of any settings; found by our own names, never by another pattern. Only while nobody builds.
 *
 * @param alsoLive with the indexes of the same content that went live with other settings
 */
export async function removeLeftOvers(client: Meilisearch, live: string, alsoLive: boolean): Promise<void> {
  const stem = live.replace(/[0-9a-f]{8}$/, '')
  const ours = new RegExp(
    `^${stem.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[0-9a-f]{8}(_b[0-9a-z]+)${alsoLive ? '?' : ''}$`,
  )
  for (const name of await namesOf(client))
    if (name !== live && ours.test(name)) await settled(client, await client.deleteIndex(name), BUILD_MS)
}

async function namesOf(client: Meilisearch): Promise<string[]> {
  const { results } = await client.getRawIndexes({ limit: 1_000 })
  return results.map((index) => index.uid)
}
