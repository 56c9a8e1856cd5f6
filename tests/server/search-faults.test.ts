import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { WORKER } from '#server/platform/context.ts'
import { isBehind, meiliOf } from '#server/search/choose.ts'
import { indexPositions } from '#server/search/index-positions.ts'
import { indexNameOf } from '#server/search/meili-settings.ts'
import { mendIndex } from '#server/search/mend-index.ts'
import type { MeiliSettings } from '#server/search/port.ts'
import { searchNewcomers, searchPositions } from '#server/search/reads.ts'
import { CopyNotRebuilt, rebuildIndex } from '#server/search/rebuild-index.ts'
import { meiliFilterOf } from '#server/search/rules-filter.ts'
import { requestsTo } from '#tests/make/meili-requests.ts'
import { aNewcomer, aPosition, ctxOf } from '#tests/make/rooms.ts'
import { inTime } from '#tests/make/search-limit.ts'
import { type Home, hasMeili, ownDatabase, ownMeili } from '#tests/workers/services.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })
let home: Home
let positionId: string
const ctx = () => ctxOf(home.db, WORKER)

beforeAll(async () => {
  home = await ownDatabase()
  positionId = (await aPosition(home.db, { title: 'Werken in de bakkerij' })).positionId
  await rebuildIndex(ctx(), null)
})
afterAll(() => home.close())

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A server that stands where Meilisearch should. */
async function impostor(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const settings: MeiliSettings = { url: `http://127.0.0.1:${port}`, key: 'k', prefix: '' }
  return { settings, asked }
}
const json = (response: ServerResponse, status: number, body: object) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

test.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
  [
    'an HTML 502 of a proxy',
    (_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>no</h1>'),
  ],
  [
    'an HTML 200 of a proxy',
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>hi</h1>'),
  ],
  ['no answer at all', () => {}],
  ['a closed connection', (request) => request.socket.destroy()],
  ['too many searches', (_, response) => json(response, 503, { message: 'x', code: 'too_many_search_requests' })],
  ['a wrong key', (_, response) => json(response, 403, { message: 'x', code: 'invalid_api_key' })],
  ['no index', (_, response) => json(response, 404, { message: 'x', code: 'index_not_found' })],
])('%s gives the answer of Postgres, and ten seconds of rest', async (_what, answer) => {
  const { settings, asked } = await impostor(answer)
  const found = await inTime(() => searchPositions(home.db, settings, { q: 'bakkerij' }))
  expect([found.engine, found.ids]).toEqual(['postgres', [positionId]])
  const questions = asked.length
  await searchPositions(home.db, settings, { q: 'bakkerij' })
  expect(asked.length).toBe(questions)
})

test('a server that is right but slow is given up on for the whole question, however many requests that needs', async () => {
  const { settings, asked } = await impostor((_, response) => {
    // Nothing has all the words, so that it is asked once more.
    const hits = asked.length > 1 ? [{ id: positionId }] : []
    const results = [{ hits, facetDistribution: { kind: { job: hits.length } } }]
    setTimeout(() => json(response, 200, { results }), 800)
  })
  const found = await inTime(() => searchPositions(home.db, settings, { q: 'werken bakkerij' }))
  expect([found.engine, found.ids]).toEqual(['postgres', [positionId]])
  expect(asked).toEqual(['POST /multi-search', 'POST /multi-search'])
  expect((await searchPositions(home.db, settings, { q: 'bakkerij' })).engine).toBe('postgres')
  expect(asked).toHaveLength(2)
})

test('a search is one POST whose address holds nothing that was typed', async () => {
  const { settings, asked } = await impostor((_, response) => json(response, 500, { message: 'x', code: 'internal' }))
  await searchPositions(home.db, settings, { q: 'geheim woord' })
  expect(asked).toEqual(['POST /multi-search'])
})

test('a task that fails after 202 is thrown, so that the job is tried again and then seen', async () => {
  const { settings } = await impostor((request, response) => {
    if (request.url?.startsWith('/keys')) return json(response, 403, { message: 'x', code: 'invalid_api_key' })
    if (request.url?.startsWith('/indexes/') && request.method === 'GET') return json(response, 200, { uid: 'x' })
    return request.method === 'GET'
      ? json(response, 200, {
          uid: 7,
          type: 'documentAdditionOrUpdate',
          status: 'failed',
          error: { message: 'quotes a document', code: 'invalid_document_fields', type: 'invalid_request' },
        })
      : json(response, 202, { taskUid: 7, indexUid: 'x', status: 'enqueued', type: 'documentAdditionOrUpdate' })
  })
  await expect(indexPositions(ctx(), { positionIds: [positionId] }, settings)).rejects.toThrow(
    'Meilisearch task 7 (documentAdditionOrUpdate) failed: invalid_document_fields',
  )
})

test('a document that the server refuses holds up no other when differences are mended', async () => {
  const { newcomerId } = await aNewcomer(home.db)
  const stored = new Set<string>()
  const refused = new Set<number>()
  let tasks = 0
  const { settings } = await impostor(async (request, response) => {
    if (request.url?.startsWith('/keys')) return json(response, 403, { message: 'x', code: 'invalid_api_key' })
    if (request.url?.startsWith('/health')) return json(response, 200, { status: 'available' })
    const task = Number(/^\/tasks\/(\d+)/.exec(request.url ?? '')?.[1] ?? 0)
    const error = { message: 'quotes a document', code: 'invalid_document_geo_field', type: 'invalid_request' }
    if (task && refused.has(task)) return json(response, 200, { uid: task, type: 'x', status: 'failed', error })
    if (task) return json(response, 200, { uid: task, status: 'succeeded', details: { indexedDocuments: 1 } })
    if (request.method === 'GET') return json(response, 200, { uid: 'x', results: [] })
    const documents = JSON.parse(await text(request)) as { id?: string }[]
    if (!Array.isArray(documents)) return json(response, 200, { results: [] })
    const ids = documents.flatMap((one) => one.id ?? [])
    tasks++
    if (ids.includes(positionId)) refused.add(tasks)
    else for (const id of ids) stored.add(id)
    json(response, 202, { taskUid: tasks, indexUid: 'x', status: 'enqueued', type: 'documentAdditionOrUpdate' })
  })
  expect(await mendIndex(ctx(), settings)).toBeGreaterThan(1)
  expect([stored.has(newcomerId), stored.has(positionId), refused.size]).toEqual([true, false, 1])
  // And it is looked for again with the others of the next hour, not every ten seconds.
  expect(isBehind(settings)).toBe(false)
})

test('a write while Meilisearch is away keeps Postgres right and marks the index as behind', async () => {
  const settings: MeiliSettings = { url: 'http://127.0.0.1:9', key: '', prefix: '' }
  const fresh = await aPosition(home.db, { title: 'Nieuw aan de oven' })
  await indexPositions(ctx(), { positionIds: [fresh.positionId] }, settings)
  expect((await searchNewcomers(home.db, settings, { municipality: 'GM0344' })).engine).toBe('postgres')
  expect((await searchPositions(home.db, settings, { q: 'oven nieuw' })).ids).toEqual([fresh.positionId])
  expect(isBehind(settings)).toBe(true)
})

test('a rebuild without Meilisearch makes Postgres anew all the same, and says so', async () => {
  const settings: MeiliSettings = { url: 'http://127.0.0.1:9', key: '', prefix: 'r' }
  const { newcomerId } = await aNewcomer(home.db)
  const { positionId: fresh } = await aPosition(home.db, { title: 'Helpen in de kantine' })
  await expect(rebuildIndex(ctx(), settings, undefined, { alone: true })).rejects.toThrow(CopyNotRebuilt)
  expect((await searchPositions(home.db, null, { q: 'kantine' })).ids).toEqual([fresh])
  expect((await searchNewcomers(home.db, null, { municipality: 'GM0344', perPage: 100 })).ids).toContain(newcomerId)
})

test('writers that waited for one that met a server which is away do not each find that out', async () => {
  const { settings, asked } = await impostor((request, response) => {
    if (request.url?.startsWith('/keys')) return json(response, 403, { message: 'x', code: 'invalid_api_key' })
    setTimeout(() => request.socket.destroy(), 200)
  })
  await Promise.all([1, 2, 3, 4].map(() => indexPositions(ctx(), { positionIds: [positionId] }, settings)))
  expect(asked.filter((one) => one.includes('/indexes/'))).toHaveLength(1)
  expect(isBehind(settings)).toBe(true)
})

test('a filter cannot be written with anything but codes', () => {
  const filter = (value: string) => meiliFilterOf('positions', { is: 'sector', value })
  expect(filter('care')).toBe('sector = "care"')
  for (const wild of ['x" OR sector EXISTS', "a' OR 1=1", 'a]', 'x'.repeat(500), '', 'a b'])
    expect(() => filter(wild)).toThrow(RangeError)
  for (const field of ['v', 'title', '_geo', '__proto__', 'sector = care OR sector'])
    expect(() => meiliFilterOf('positions', { is: field, value: 'care' })).toThrow(RangeError)
  const near = (lat: number, km: number) => meiliFilterOf('positions', { near: { lat, lon: 4, km } })
  for (const [lat, km] of [
    [Number.NaN, 1],
    [91, 1],
    [52, Number.POSITIVE_INFINITY],
    [52, -1],
  ] as const)
    expect(() => near(lat, km)).toThrow(RangeError)
  expect(() => meiliFilterOf('newcomers', { near: { lat: 52, lon: 5, km: 1 } })).toThrow(RangeError)
})

test.skipIf(!hasMeili())(
  'Meilisearch killed, emptied and back: searches go on, and the sets are equal again',
  async () => {
    const server = await ownMeili()
    closing.push(() => void server.close())
    const settings: MeiliSettings = { url: server.url, key: server.key, prefix: 'faults_' }
    // A build that was killed, and another house on the same server.
    const { anIndex, ask } = requestsTo(settings)
    const [left, other] = [`${indexNameOf('faults_', 'newcomers')}_b1`, `other_${indexNameOf('', 'newcomers')}_b1`]
    for (const uid of [left, other]) await anIndex(uid, {}, [{ id: 'somebody' }])
    expect(await mendIndex(ctx(), settings)).toBeGreaterThan(0)
    expect((await searchPositions(home.db, settings, { q: 'bakkerij' })).engine).toBe('meilisearch')
    expect([(await ask('GET', `/indexes/${left}`)).status, (await ask('GET', `/indexes/${other}`)).status]).toEqual([
      404, 200,
    ])
    await server.kill()
    const during = await aPosition(home.db, { title: 'Tijdens de storing' })
    await indexPositions(ctx(), { positionIds: [during.positionId] }, settings)
    const found = await searchPositions(home.db, settings, { q: 'storing' })
    expect([found.engine, found.ids]).toEqual(['postgres', [during.positionId]])
    await server.start()
    expect(isBehind(settings)).toBe(true)
    expect(await mendIndex(ctx(), settings)).toBe(1)
    expect(isBehind(settings)).toBe(false)
    const after = await searchPositions(home.db, settings, { q: 'storing' })
    expect([after.engine, after.ids]).toEqual(['meilisearch', [during.positionId]])
    expect((await meiliOf(settings).marks('positions'))?.size).toBe(4)
    await server.close()
  },
)
if (!hasMeili()) console.info('Skipped: killing Meilisearch (no meilisearch on the PATH).')
