import { Meilisearch, type RecordAny } from 'meilisearch'
import { log } from '#server/platform/log.ts'
import { meiliBuild, removeLeftOvers } from './meili-build.ts'
import { codeOf, isRefused, keyOf, type Purpose, setUpKeys } from './meili-keys.ts'
import { marksOf } from './meili-marks.ts'
import { type Answer, answersIn, foundIn, type Query, queriesOf } from './meili-query.ts'
import { indexNameOf } from './meili-settings.ts'
import { isRefusal, settled } from './meili-task.ts'
import type { CopyPort, MeiliSettings, Stored } from './port.ts'
import { wordsOf } from './rules.ts'
import type { Ask, Found } from './rules-ask.ts'
import type { IndexName } from './rules-filter.ts'

/** A search that takes longer than this, with every request that it needs, goes to Postgres. */
const SEARCH_MS = 1_500
/** A write may carry thousands of documents. */
const WRITE_MS = 15_000

/**
 * Asks for answers as they are. 1.50 sends a compressed one in parts and waits between them until the client has said that it got the first, which
 * costs every answer of more than a kilobyte 40 ms (Nagle's algorithm and delayed acknowledgement); measured on the server.
 */
const UNCOMPRESSED = { 'accept-encoding': 'identity' }

/** Opens a client with a time-out for each request, which it ignores for a call with a signal of its own (search.md, finding 10a). */
const openMeili = (url: string, key: string, timeout: number): Meilisearch =>
  new Meilisearch({ host: url, ...(key ? { apiKey: key } : {}), timeout, requestInit: { headers: UNCOMPRESSED } })

/**
 * Search on Meilisearch. Every write waits for its task and throws when the task failed, since 202 only means "read".
 *
 * @param settings address, key (the master key, or one that may do everything), and the prefix that keeps several houses on one server apart
 */
export function meiliSearch(settings: MeiliSettings): CopyPort {
  const clients = new Map<string, Meilisearch>()
  const clientOf = (key: string, timeout: number): Meilisearch => {
    const known = clients.get(`${timeout} ${key}`) ?? openMeili(settings.url, key, timeout)
    clients.set(`${timeout} ${key}`, known)
    return known
  }
  /** False when the given key is no master key, null while nobody knows. */
  let ours: boolean | null = null
  let settingUp: Promise<boolean> | null = null
  /** One set-up of the keys for everybody who needs it meanwhile. */
  const setUp = (): Promise<boolean> => {
    settingUp ??= setUpKeys(settings, WRITE_MS)
      .then((isOurs) => {
        ours = isOurs
        if (!isOurs && settings.key !== '') log.warn('search: the given key makes no keys, and is used for everything')
        return isOurs
      })
      .finally(() => {
        settingUp = null
      })
    return settingUp
  }
  const prepared = async (): Promise<boolean> => ours ?? setUp()
  /** With the key of its purpose; once more from the set-up of the keys when the server lost them meanwhile. */
  const withKey = async <R>(
    purpose: Purpose,
    run: (client: Meilisearch, isOurs: boolean) => Promise<R>,
  ): Promise<R> => {
    const runAs = (isOurs: boolean) => run(clientOf(isOurs ? keyOf(settings, purpose) : settings.key, WRITE_MS), isOurs)
    const isOurs = await prepared()
    try {
      return await runAs(isOurs)
    } catch (error) {
      if (!isOurs || !isRefused(error)) throw error
      return runAs(await setUp())
    }
  }
  /** With the key of the purpose, and where the server does not know it with the one that was given: no search waits for a set-up of keys. */
  const searching = async <R>(index: IndexName, run: (client: Meilisearch) => Promise<R>): Promise<R> => {
    if (ours !== false) {
      try {
        return await run(clientOf(keyOf(settings, `search-${index}`), SEARCH_MS))
      } catch (error) {
        if (settings.key === '' || !isRefused(error)) throw error
      }
    }
    const answer = await run(clientOf(settings.key, SEARCH_MS))
    // It takes this key and not the one of the purpose, so that was lost; the next search has it again.
    if (ours !== false)
      setUp().catch((error) =>
        log.warn({ code: codeOf(error) }, 'search: the keys cannot be made, so each search asks twice'),
      )
    return answer
  }
  const nameOf = (index: IndexName): string => indexNameOf(settings.prefix, index)

  return {
    async search(ask) {
      const limit = AbortSignal.timeout(SEARCH_MS)
      return searching(ask.index, (client) => searchWith(client, nameOf(ask.index), ask, limit))
    },
    put: (index, documents) =>
      withKey('write', async (client, isOurs) => {
        // A key that may do everything would make a missing index without our settings.
        if (!isOurs && documents.length > 0) await client.getRawIndex(nameOf(index))
        await putAll(client, nameOf(index), documents)
      }),
    drop: (index, ids) =>
      withKey('write', async (client) => {
        if (ids.length > 0) await settled(client, await client.index(nameOf(index)).deleteDocuments([...ids]))
      }),
    async health() {
      const answer = await clientOf('', SEARCH_MS).health()
      if (answer?.status !== 'available') throw new Error('Meilisearch is not available')
    },
    prepare: async () => void (await prepared()),
    build: (index) => withKey('build', (client) => meiliBuild(client, nameOf(index), index)),
    clear: () =>
      withKey('build', async (client) => {
        for (const index of ['positions', 'newcomers'] as const) await removeLeftOvers(client, nameOf(index), false)
      }),
    marks: (index) => withKey('compare', (client) => marksOf(client, nameOf(index))),
  }
}

/**
 * Sends documents and waits for the task. When it failed, each half is sent again, so that one bad document holds up no other.
 *
 * @throws MeiliTaskFailed of the documents that are to blame, after the others are in
 */
async function putAll(client: Meilisearch, index: string, documents: readonly Stored[]): Promise<void> {
  if (documents.length === 0) return
  try {
    const task = await client.index<RecordAny>(index).addDocuments([...documents], { primaryKey: 'id' })
    const done = await settled(client, task)
    const indexed = done.details?.indexedDocuments
    if (indexed !== documents.length) throw new Error(`Meilisearch indexed ${indexed} of ${documents.length} documents`)
  } catch (error) {
    if (!isRefusal(error) || documents.length === 1) throw error
    const middle = Math.ceil(documents.length / 2)
    const halves = [documents.slice(0, middle), documents.slice(middle)]
    const results: PromiseSettledResult<void>[] = []
    for (const half of halves) results.push(...(await Promise.allSettled([putAll(client, index, half)])))
    const failed = results.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
  }
}

/**
 * One request for the hits and every count. Several words may have nothing in common: then the hits come first, and the counts once it is known
 * which words count, so that a page that finds little asks hardly more of the server than one that finds much.
 *
 * @param limit ends all of these requests together: a server that is right but slow must not cost the time of each
 */
async function searchWith(client: Meilisearch, indexUid: string, ask: Ask, limit: AbortSignal): Promise<Found> {
  const answersTo = async (queries: Query[]): Promise<Answer[]> =>
    queries.length === 0 ? [] : answersIn(queries, await client.multiSearch({ queries }, { signal: limit }))
  const strictly = queriesOf(indexUid, ask, 'all')
  if (wordsOf(ask.q).length < 2) return foundIn(ask, await answersTo(strictly))
  const hits = await answersTo(strictly.slice(0, 1))
  if (foundIn(ask, hits).total > 0) return foundIn(ask, [...hits, ...(await answersTo(strictly.slice(1)))])
  // The commonest words are dropped first (search.md, section 5, rule 5). Words that are equally common are dropped together by 1.50,
  // so with two such words nothing is left: then from the end.
  const loose = (['frequency', 'last'] as const).map((strategy) => queriesOf(indexUid, ask, strategy))
  const looseHits = await answersTo(loose.flatMap((queries) => queries.slice(0, 1)))
  const chosen = looseHits.findIndex((one) => foundIn(ask, [one]).total > 0)
  const [first, queries] = chosen < 0 ? [hits, strictly] : [looseHits.slice(chosen, chosen + 1), loose[chosen] ?? []]
  return { ...foundIn(ask, [...first, ...(await answersTo(queries.slice(1)))]), loosely: chosen >= 0 }
}
