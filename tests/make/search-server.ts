import type { MeiliSettings } from '#server/search/port.ts'
import { meilisearch } from '#tests/setup/meilisearch.ts'
import { hasMeili, ownMeili } from '#tests/workers/services.ts'

/** A Meilisearch for one test file. */
export type SearchServer = { settings: MeiliSettings; master: string; close(): Promise<void> }

/**
 * The Meilisearch of this run under a prefix of our own, or one that we start ourselves.
 *
 * @returns null, said aloud, when the machine has none
 */
export async function searchServer(): Promise<SearchServer | null> {
  const prefix = `c${crypto.randomUUID().slice(0, 8)}_`
  if (meilisearch)
    return {
      settings: { url: meilisearch.url, key: meilisearch.key, prefix },
      master: meilisearch.key,
      async close() {
        await removeIndexes(prefix)
      },
    }
  if (!hasMeili()) {
    console.info('Skipped: search on a real Meilisearch (no TEST_MEILI_URL, no meilisearch on the PATH).')
    return null
  }
  const own = await ownMeili()
  return { settings: { url: own.url, key: own.key, prefix }, master: own.key, close: () => own.close() }
}

async function removeIndexes(prefix: string): Promise<void> {
  if (!meilisearch) return
  const headers = { authorization: `Bearer ${meilisearch.key}` }
  const answer = await fetch(`${meilisearch.url}/indexes?limit=1000`, { headers })
  const { results } = (await answer.json()) as { results: { uid: string }[] }
  for (const { uid } of results)
    if (uid.startsWith(prefix)) await fetch(`${meilisearch.url}/indexes/${uid}`, { method: 'DELETE', headers })
}
