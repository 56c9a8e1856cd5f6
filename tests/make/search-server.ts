import type { MeiliSettings } from '#server/search/port.ts'
import { anIndexPrefix, forgetPrefix, meilisearch } from '#tests/setup/meilisearch.ts'
import { hasMeili, ownMeili } from '#tests/workers/services.ts'

/** A Meilisearch for one test file. */
export type SearchServer = { settings: MeiliSettings; master: string; close(): Promise<void> }

/**
 * The Meilisearch of this run under a prefix of our own, or one that we start ourselves.
 *
 * @returns null, said aloud, when the machine has none
 */
export async function searchServer(): Promise<SearchServer | null> {
  const prefix = anIndexPrefix()
  if (meilisearch)
    return { settings: { ...meilisearch, prefix }, master: meilisearch.key, close: () => forgetPrefix(prefix) }
  if (!hasMeili()) {
    console.info('Skipped: search on a real Meilisearch (no TEST_MEILI_URL or MEILI_URL, no meilisearch on the PATH).')
    return null
  }
  const own = await ownMeili()
  return { settings: { url: own.url, key: own.key, prefix }, master: own.key, close: () => own.close() }
}
