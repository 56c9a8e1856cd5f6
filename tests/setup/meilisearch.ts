import { randomUUID } from 'node:crypto'
import { requestsTo } from '#tests/make/meili-requests.ts'

const { TEST_MEILI_URL, TEST_MEILI_KEY, MEILI_URL, MEILI_KEY } = process.env

/**
 * The Meilisearch of this test run, or undefined when the machine has none: then ask with `test.skipIf(!meilisearch)`. It may be somebody's: make
 * everything under a prefix of `anIndexPrefix` and end with `forgetPrefix`.
 */
export const meilisearch: { url: string; key: string } | undefined = TEST_MEILI_URL
  ? { url: TEST_MEILI_URL, key: TEST_MEILI_KEY ?? '' }
  : MEILI_URL
    ? { url: MEILI_URL, key: MEILI_KEY ?? '' }
    : undefined

/** A prefix of one's own, so that test files can share one Meilisearch: for MEILI_PREFIX. */
export const anIndexPrefix = (): string => `test-${randomUUID().slice(0, 8)}-`

/**
 * Removes the indexes and keys of a prefix from the Meilisearch of this run, and nothing else.
 *
 * @throws Error for a text that `anIndexPrefix` does not make: it might begin somebody's names
 */
export async function forgetPrefix(prefix: string): Promise<void> {
  if (!/^test-[0-9a-f]{8}-$/.test(prefix)) throw new Error('this is no prefix of a test')
  if (!meilisearch) return
  const { ask, ended } = requestsTo(meilisearch)
  const listed = async (path: string) =>
    ((await ask('GET', `${path}?limit=1000`)).body['results'] ?? []) as { uid: string; name?: string | null }[]
  for (const { uid } of await listed('/indexes'))
    if (uid.startsWith(prefix)) await ended(await ask('DELETE', `/indexes/${uid}`))
  for (const { uid, name } of await listed('/keys'))
    if (name?.startsWith(`Instroom ${prefix}`)) await ask('DELETE', `/keys/${uid}`)
}
