import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { keyOf, setUpKeys } from '#server/search/meili-keys.ts'
import { queriesOf } from '#server/search/meili-query.ts'
import { positionAsk } from '#server/search/rules-position-query.ts'
import { requestsTo } from '#tests/make/meili-requests.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'

/** Contract 22 of search.md, section 12: what a rebuild rests on when the new index takes the place of the live one. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
let server: SearchServer | null = null
let names = 0
const SETTINGS = { filterableAttributes: ['kind'], rankingRules: ['words', 'tie:asc'] }
const DOCUMENTS = 200

beforeAll(async () => {
  server = await searchServer()
})
afterAll(() => server?.close())

const settings = () => ({ ...(server?.settings ?? { url: '', key: '', prefix: '' }), key: server?.master ?? '' })
const master = () => requestsTo(settings())
const documentsOf = (kind: string) =>
  Array.from({ length: DOCUMENTS }, (_, id) => ({ id: `${kind}${id}`, kind, tie: id }))
const anIndexOf = (kind: string): Promise<string> =>
  master().anIndex(`${settings().prefix}positions_swap${names++}`, SETTINGS, documentsOf(kind))
const pair = (one: string, other: string) => [{ indexes: [one, other], rename: false }]

/** How many documents of each kind a search sees, and the page it gets. */
async function seen(uid: string): Promise<{ status: number; kinds: unknown; hits: number }> {
  const { status, body } = await master().ask('POST', `/indexes/${uid}/search`, {
    page: 1,
    hitsPerPage: 20,
    facets: ['kind'],
  })
  const { kind } = (body['facetDistribution'] ?? {}) as Record<string, unknown>
  return { status, kinds: kind, hits: (body['hits'] as unknown[] | undefined)?.length ?? 0 }
}

/** What fails is told where it is awaited, not before. */
const said = <R>(run: Promise<R>): Promise<R> => {
  run.catch(() => {})
  return run
}

/** Readers begin so many questions a second, whatever becomes of those before. */
const RATE = 200

test('22: who searches 200 times a second sees the old or the new content, never both, nothing or an error', {
  retry: 1,
}, async ({ skip }) => {
  skip(!server, 'no Meilisearch')
  const [live, next] = [await anIndexOf('old'), await anIndexOf('new')]
  const { done } = master()
  const asked: ReturnType<typeof seen>[] = []
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1_000
  let isOver = false
  const reading = (async () => {
    while (!isOver) {
      await wait(2)
      // As many as are due by the clock: a moment in which this process was not called is made up for.
      while (asked.length <= seconds() * RATE) asked.push(said(seen(live)))
    }
  })()
  // An odd number of times, and over two seconds.
  for (let n = 0; n < 7 || n % 2 === 0 || seconds() < 2; n++) {
    await done('POST', '/swap-indexes', pair(live, next))
    await wait(60)
  }
  isOver = true
  await reading
  expect(asked.length / seconds()).toBeGreaterThanOrEqual(RATE * 0.95)
  const answers = await Promise.all(asked)
  const whole = ['old', 'new'].map((kind) => ({ status: 200, kinds: { [kind]: DOCUMENTS }, hits: 20 }))
  for (const one of answers) expect(whole).toContainEqual(one)
  for (const one of whole) expect(answers).toContainEqual(one)
})

test('22: what was sent before the swap is in the old content, what was sent after it in the new', async ({ skip }) => {
  skip(!server, 'no Meilisearch')
  const [live, next] = [await anIndexOf('old'), await anIndexOf('new')]
  const { ask, ended } = master()
  // In this order in one queue; none is waited for.
  const before = await ask('POST', `/indexes/${live}/documents`, [{ id: 'before', kind: 'before', tie: 1 }])
  const swap = await ask('POST', '/swap-indexes', pair(live, next))
  const after = await ask('POST', `/indexes/${live}/documents`, [{ id: 'after', kind: 'after', tie: 1 }])
  for (const one of [before, swap, after]) expect((await ended(one))['status']).toBe('succeeded')
  expect((await seen(live)).kinds).toEqual({ new: DOCUMENTS, after: 1 })
  expect((await seen(next)).kinds).toEqual({ old: DOCUMENTS, before: 1 })
  // The history is renamed with it, so a task is found by its number and never by the name of its index.
  const tasks = (await ask('GET', `/tasks?indexUids=${live}&limit=100`)).body['results'] as { uid: number }[]
  expect(tasks.map((task) => task.uid)).not.toContain(before.body['taskUid'])
  expect(tasks.map((task) => task.uid)).toContain(after.body['taskUid'])
})

test('22: a swap with a partner that is not there fails and changes nothing, also for the other pair of the request', async ({
  skip,
}) => {
  skip(!server, 'no Meilisearch')
  const [live, next] = [await anIndexOf('old'), await anIndexOf('new')]
  const { ask, ended } = master()
  const missing = `${settings().prefix}positions_none`
  for (const pairs of [pair(live, missing), [...pair(live, next), ...pair(live.replace(/\d+$/, '9000'), missing)]]) {
    const task = await ended(await ask('POST', '/swap-indexes', pairs))
    expect(task).toMatchObject({ status: 'failed', error: { code: 'index_not_found' } })
    expect((await seen(live)).kinds).toEqual({ old: DOCUMENTS })
    expect((await seen(next)).kinds).toEqual({ new: DOCUMENTS })
    expect((await ask('GET', `/indexes/${missing}`)).status).toBe(404)
  }
  // A name that is free is taken by renaming, and only so: our first build.
  const first = [{ indexes: [next, missing], rename: true }]
  expect((await ended(await ask('POST', '/swap-indexes', first)))['status']).toBe('succeeded')
  expect((await seen(missing)).kinds).toEqual({ new: DOCUMENTS })
  expect((await ask('GET', `/indexes/${next}`)).status).toBe(404)
  const taken = [{ indexes: [missing, live], rename: true }]
  expect((await ended(await ask('POST', '/swap-indexes', taken)))['status']).toBe('failed')
  expect((await seen(live)).kinds).toEqual({ old: DOCUMENTS })
})

test('22: two pairs of one request are one task: who sees the one swapped finds the other swapped too', async ({
  skip,
}) => {
  skip(!server, 'no Meilisearch')
  const [one, oneNext] = [await anIndexOf('a'), await anIndexOf('b')]
  const [two, twoNext] = [await anIndexOf('c'), await anIndexOf('d')]
  const kindOf = async (uid: string) => Object.keys((await seen(uid)).kinds as object).join()
  const read: string[] = []
  let isOver = false
  /** One index and then the other: what was seen first can only be as new or older. */
  const reading = async (first: string, second: string) => {
    while (!isOver) read.push(`${await kindOf(first)} then ${await kindOf(second)}`)
  }
  const readers = [one, one, one]
    .map((first) => reading(first, two))
    .concat([two, two, two].map((first) => reading(first, one)))
  await wait(300)
  await master().done('POST', '/swap-indexes', [...pair(one, oneNext), ...pair(two, twoNext)])
  await wait(300)
  isOver = true
  await Promise.all(readers)
  // Never the new one and then the old other.
  const possible = ['a then c', 'a then d', 'b then d', 'c then a', 'c then b', 'd then b']
  expect(possible).toEqual(expect.arrayContaining([...new Set(read)]))
  expect(read).toEqual(expect.arrayContaining(['a then c', 'b then d', 'c then a', 'd then b']))
})

test('22: a question over two indexes may fall between the two of a swap: ours are over one', () => {
  const ask = positionAsk({ q: 'kok', near: { lat: 52, lon: 5, km: 5 }, sector: 'care', today: 20_790, counted: true })
  expect(new Set(queriesOf('x', ask, 'all').map((query) => query.indexUid))).toEqual(new Set(['x']))
})

test('22: only a key of every index sees a swap end: the key of a build does, the key of a write does not', async ({
  skip,
}) => {
  skip(!server, 'no Meilisearch')
  const [live, next] = [await anIndexOf('old'), await anIndexOf('new')]
  expect(await setUpKeys(settings(), 5_000)).toBe(true)
  const { ask, ended } = master()
  const swap = await ask('POST', '/swap-indexes', pair(live, next), keyOf(settings(), 'build'))
  await ended(swap)
  const path = `/tasks/${swap.body['taskUid']}`
  expect((await ask('GET', path, undefined, keyOf(settings(), 'build'))).body['status']).toBe('succeeded')
  const { status, body } = await ask('GET', path, undefined, keyOf(settings(), 'write'))
  expect([status, body['code']]).toEqual([404, 'task_not_found'])
  expect((await ask('POST', '/swap-indexes', pair(live, next), keyOf(settings(), 'write'))).status).toBe(403)
})
