import { availableParallelism } from 'node:os'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { WORKER } from '#server/platform/context.ts'
import { keyOf } from '#server/search/meili-keys.ts'
import { indexNameOf } from '#server/search/meili-settings.ts'
import { mendIndex } from '#server/search/mend-index.ts'
import { searchPositions } from '#server/search/reads.ts'
import { aMeiliProcess } from '#tests/make/meili-process.ts'
import { type Answered, requestsTo } from '#tests/make/meili-requests.ts'
import { aPosition, ctxOf } from '#tests/make/rooms.ts'
import { inTime } from '#tests/make/search-limit.ts'
import { type Home, hasMeili, ownDatabase, until } from '#tests/workers/services.ts'

/** Contract 1, 6 and 24 of search.md, section 12, on a server that is ours alone: its keys, too many searches at a time, no answer at all. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })
let home: Home
let server: Awaited<ReturnType<typeof aMeiliProcess>>
const NAME = indexNameOf('', 'positions')
/** The rest after a failure is eight seconds; the promise is ten (reliability.md, P10), and the rest is time for a busy machine. */
const BACK_WITHIN = 10_000

beforeAll(async () => {
  if (!hasMeili()) return
  home = await ownDatabase()
  server = await aMeiliProcess({
    flags: ['--experimental-search-queue-size', '1', '--experimental-nb-searches-per-core', '1'],
  })
  await server.start()
  for (const title of ['Brood bakken', 'Taart bakken']) await aPosition(home.db, { title })
  await mendIndex(ctxOf(home.db, WORKER), server.settings)
})
afterAll(async () => {
  await server?.close()
  await home?.close()
})

const search = () => searchPositions(home.db, server.settings, { q: 'bakken' })
const back = () => until('search is back', async () => (await search()).engine === 'meilisearch', BACK_WITHIN * 3, 100)
beforeEach(async () => {
  if (hasMeili()) await back()
})

test.skipIf(!hasMeili())(
  '1: the keys that a new server comes with are gone, and stay away after a restart',
  async () => {
    const { ask } = requestsTo(server.settings)
    const named = async () =>
      ((await ask('GET', '/keys?limit=100')).body['results'] as { name: string }[]).map((key) => key.name).sort()
    const ours = ['build', 'compare', 'search-newcomers', 'search-positions', 'write'].map((one) => `Instroom ${one}`)
    expect(await named()).toEqual(ours)
    await server.kill()
    await server.start()
    expect(await named()).toEqual(ours)
  },
)

test.skipIf(!hasMeili())(
  '19: since 1.50 the total of the server is cut off at the last hit only in its older way of searching; ours never is',
  async () => {
    const { ask, anIndex } = requestsTo(server.settings)
    const documents = Array.from({ length: 30 }, (_, id) => ({ id, title: 'kok', kind: id % 2 === 0 ? 'a' : 'b' }))
    const uid = await anIndex('trial', { filterableAttributes: ['kind'], pagination: { maxTotalHits: 5 } }, documents)
    const trial = async (legacySearch: boolean) => {
      await ask('PATCH', '/experimental-features', { legacySearch })
      const query = { indexUid: uid, q: 'kok', page: 1, hitsPerPage: 20, facets: ['kind'] }
      const { body } = await ask('POST', '/multi-search', { queries: [query] })
      const [one] = body['results'] as { hits: unknown[]; totalHits: number; facetDistribution: { kind: object } }[]
      return [one?.hits.length, one?.totalHits, one?.facetDistribution.kind]
    }
    expect(await trial(true)).toEqual([5, 5, { a: 15, b: 15 }])
    expect(await trial(false)).toEqual([5, 30, { a: 15, b: 15 }])
  },
)

test.skipIf(!hasMeili())(
  '24: more searches than it takes are refused with a time to come back, and Postgres answers',
  { retry: 1 },
  async () => {
    const { ask } = requestsTo(server.settings)
    const heavy = {
      queries: Array.from({ length: 60 }, () => ({ indexUid: NAME, q: 'bakken brood', page: 1, hitsPerPage: 20 })),
    }
    const key = keyOf(server.settings, 'search-positions')
    const answered: Answered[] = []
    let isOver = false
    const crowd = Promise.all(
      Array.from({ length: availableParallelism() * 2 + 20 }, async () => {
        while (!isOver) answered.push(await ask('POST', '/multi-search', heavy, key))
      }),
    )
    // Told where it is awaited.
    crowd.catch(() => {})
    try {
      await until(
        'Postgres answers',
        async () => {
          const { engine, ids } = await inTime(search)
          expect(ids).toHaveLength(2)
          return engine === 'postgres'
        },
        30_000,
        5,
      )
    } finally {
      isOver = true
      await crowd
    }
    const refused = answered.filter((one) => one.status !== 200)
    expect(refused.length).toBeGreaterThan(0)
    for (const one of refused)
      expect([one.status, one.body['code'], one.headers.get('retry-after')]).toEqual([
        503,
        'too_many_search_requests',
        '10',
      ])
    await back()
  },
)

test.skipIf(!hasMeili())(
  '24: a server that hangs costs one search a moment and the others nothing; it is back within ten seconds',
  { retry: 1 },
  async () => {
    server.hang()
    try {
      const first = await inTime(search)
      expect([first.engine, first.ids.length]).toEqual(['postgres', 2])
      for (const { engine } of await inTime(() => Promise.all(Array.from({ length: 5 }, search))))
        expect(engine).toBe('postgres')
    } finally {
      server.goOn()
    }
    const returned = Date.now()
    await back()
    expect(Date.now() - returned).toBeLessThan(BACK_WITHIN)
  },
)

test.skipIf(!hasMeili())(
  '25: what a search gives has no word of the server in it, whatever the server said',
  async () => {
    const shape = Object.keys(await search()).sort()
    await server.kill()
    const away = await search()
    expect(Object.keys(away).sort()).toEqual(shape)
    expect(JSON.stringify(away)).not.toMatch(/meili|index_uid|error|127\.0\.0\.1/i)
    await server.start()
  },
)
if (!hasMeili()) console.info('Skipped: an overloaded and a hanging Meilisearch (no meilisearch on the PATH).')
