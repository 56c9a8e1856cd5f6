import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WORKER } from '#server/platform/context.ts'
import { inParts } from '#server/platform/group-by.ts'
import { isBehind, meiliOf } from '#server/search/choose.ts'
import { differences, projectionMarks, sameMark } from '#server/search/differences.ts'
import { documentsOf } from '#server/search/index-documents.ts'
import { indexPositions } from '#server/search/index-positions.ts'
import { meiliSearch } from '#server/search/meili.ts'
import { keyOf, setUpKeys } from '#server/search/meili-keys.ts'
import { indexNameOf } from '#server/search/meili-settings.ts'
import { mendIndex } from '#server/search/mend-index.ts'
import { searchPositions } from '#server/search/reads.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { positionAsk } from '#server/search/rules-position-query.ts'
import { aPosition, ctxOf } from '#tests/make/rooms.ts'
import { someStoredPosition } from '#tests/make/search-documents.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

/** Contract 1, 3 to 6, 20 and 21 of search.md, section 12: what we rely on in the server itself. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
let home: Home
let server: SearchServer | null
const ctx = () => ctxOf(home.db, WORKER)

beforeAll(async () => {
  home = await ownDatabase()
  server = await searchServer()
  for (const title of ['Brood bakken', 'Taart bakken', 'Deeg kneden']) await aPosition(home.db, { title })
  if (server) await mendIndex(ctx(), server.settings)
})
afterAll(async () => {
  await server?.close()
  await home.close()
})

const TERMS = [{ isco: '5120', labels: { nl: 'kok', en: 'cook', ar: 'طباخ' }, searchText: 'kok cook طباخ' }]

/** One request to the server with a key; the body as JSON. */
async function ask(key: string, method: string, path: string, body?: unknown) {
  const response = await fetch(`${server?.settings.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text ? JSON.parse(text) : null) as Record<string, unknown> }
}
async function taskOf(key: string, enqueued: Record<string, unknown>) {
  for (;;) {
    const { body } = await ask(key, 'GET', `/tasks/${enqueued['taskUid']}`)
    if (body['status'] === 'succeeded' || body['status'] === 'failed') return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
const settings = () => server?.settings ?? { url: '', key: '', prefix: '' }
const nameOf = (index: 'positions' | 'newcomers') => indexNameOf(settings().prefix, index)

describe('a real Meilisearch', () => {
  test('1: is a version that we know, with no experiment switched on', async ({ skip }) => {
    skip(!server, 'no Meilisearch')
    const { body } = await ask(settings().key, 'GET', '/version')
    const [major = 0, minor = 0, patch = 0] = String(body['pkgVersion']).split('.').map(Number)
    const pinned = /getmeili\/meilisearch:v([\d.]+)/.exec(readFileSync('compose.yaml', 'utf8'))?.[1]
    const isPinned = body['pkgVersion'] === pinned
    console.info(
      `Meilisearch ${body['pkgVersion']} (${body['commitSha']})${isPinned ? '' : `; compose.yaml has ${pinned}`}`,
    )
    expect(pinned).toBeDefined()
    expect([major, minor * 1_000 + patch >= 48_002]).toEqual([1, true])
    const features = (await ask(settings().key, 'GET', '/experimental-features')).body
    expect(Object.values(features).filter((one) => one === true)).toEqual([])
  })

  test('4: a key has the rights of its purpose and no other', async ({ skip }) => {
    skip(!server, 'no Meilisearch')
    const [positions, newcomers] = [nameOf('positions'), nameOf('newcomers')]
    const search = keyOf(settings(), 'search-positions')
    expect((await ask(search, 'POST', `/indexes/${positions}/search`, { q: '' })).status).toBe(200)
    for (const [method, path] of [
      ['POST', `/indexes/${newcomers}/search`],
      ['GET', `/indexes/${positions}/documents`],
      ['GET', `/indexes/${positions}/settings`],
      ['POST', `/indexes/${positions}/documents`],
      ['GET', '/keys'],
      ['GET', '/tasks'],
    ] as const)
      expect((await ask(search, method, path, method === 'POST' ? {} : undefined)).status, path).toBe(403)
    const write = keyOf(settings(), 'write')
    expect((await ask(write, 'POST', `/indexes/${positions}/search`, { q: '' })).status).toBe(403)
    expect((await ask(write, 'DELETE', `/indexes/${positions}`)).status).toBe(403)
    const compare = keyOf(settings(), 'compare')
    expect((await ask(compare, 'POST', `/indexes/${positions}/documents`, [])).status).toBe(403)
  })

  test('4, 5: answers hold ids only, while who compares reads version and hash', async ({ skip }) => {
    skip(!server, 'no Meilisearch')
    const found = await ask(keyOf(settings(), 'search-positions'), 'POST', `/indexes/${nameOf('positions')}/search`, {
      q: '',
      attributesToRetrieve: ['*'],
    })
    const hits = found.body['hits'] as object[]
    expect(hits.map((hit) => Object.keys(hit))).toEqual([['id'], ['id'], ['id']])
    const marks = await meiliSearch(settings()).marks('positions')
    const mark = { version: 1, hash: expect.stringMatching(/^[0-9a-f]{8}$/) }
    expect([...(marks?.values() ?? [])]).toEqual([mark, mark, mark])
  })

  test('keys are made once, mended when their rights were changed, and the same after the server lost them', async ({
    skip,
  }) => {
    skip(!server, 'no Meilisearch')
    const before = keyOf(settings(), 'write')
    const named = async () =>
      (
        (await ask(settings().key, 'GET', '/keys?limit=1000')).body['results'] as {
          name: string
          uid: string
          key: string
        }[]
      ).filter((one) => one.name?.startsWith(`Instroom ${settings().prefix}`))
    expect(await named()).toHaveLength(5)
    const lost = (await named()).find((one) => one.key === before)
    await ask(settings().key, 'DELETE', `/keys/${lost?.uid}`)
    expect(await setUpKeys(settings(), 5_000)).toBe(true)
    expect((await named()).some((one) => one.key === before)).toBe(true)
    expect(await setUpKeys({ ...settings(), key: before }, 5_000)).toBe(false)
  })

  test('3: a write to an index that is not there fails, and makes none', async ({ skip }) => {
    skip(!server, 'no Meilisearch')
    const write = keyOf(settings(), 'write')
    const missing = `${settings().prefix}positions_none`
    const { body, status } = await ask(write, 'POST', `/indexes/${missing}/documents`, [{ id: 'x' }])
    expect(status).toBe(202)
    const task = await taskOf(write, body)
    expect([task['status'], (task['error'] as { code: string }).code]).toEqual(['failed', 'index_not_found'])
    expect((await ask(settings().key, 'GET', `/indexes/${missing}`)).status).toBe(404)
  })

  test('6: it knows no locale for Tigrinya, Somali or Dari, and we never send one', async ({ skip }) => {
    skip(!server, 'no Meilisearch')
    for (const locale of ['ti', 'so', 'prs']) {
      const path = `/indexes/${nameOf('positions')}/search`
      const { status, body } = await ask(keyOf(settings(), 'search-positions'), 'POST', path, {
        q: 'x',
        locales: [locale],
      })
      expect([status, body['code']]).toEqual([400, 'invalid_search_locales'])
    }
  })

  test('20: a rebuild gives the same order of answers, whatever order the documents come in', async ({ skip }) => {
    skip(!server, 'no Meilisearch')
    const trial = meiliSearch({ ...settings(), prefix: `${settings().prefix}order-` })
    // Few words and many documents: most are as good as each other.
    const documents = Array.from({ length: 300 }, (_, at) => someStoredPosition(at, TERMS))
    const answers: string[][][] = []
    for (const order of [documents, documents.toReversed(), documents.toSorted((a, b) => (a.h < b.h ? -1 : 1))]) {
      const build = await trial.build('positions')
      // In parts, so that each is a batch of its own.
      for (const part of inParts(order, 70)) {
        await build.put(part)
        await build.settle()
      }
      await build.goLive()
      const asked = ['', 'kok', 'cook', 'leren werken kok', 'kok bakker'].map((q) =>
        trial.search(positionAsk({ q, perPage: 100 })),
      )
      answers.push((await Promise.all(asked)).map((one) => one.ids))
    }
    for (const ids of answers[0] ?? []) expect(ids.length).toBeGreaterThan(50)
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  test('21: a job that comes late does not bring back what is gone', async ({ skip }) => {
    skip(!server, 'no Meilisearch')
    const { positionId } = await aPosition(home.db, { title: 'Nu hier straks weg' })
    const job = () => indexPositions(ctx(), { positionIds: [positionId] }, settings())
    const isThere = async () => (await meiliOf(settings()).marks('positions'))?.has(positionId)
    await job()
    expect(await isThere()).toBe(true)
    await home.sql`update positions set state = 'paused', version = version + 1 where id = ${positionId}`
    await job()
    await job()
    expect(await isThere()).toBe(false)
  })

  test('who searches while it is rebuilt meets no error and no empty page, and no write is lost', async ({ skip }) => {
    skip(!server, 'no Meilisearch')
    let isOver = false
    const seen = { searches: 0, empty: 0, elsewhere: 0 }
    const searching = async () => {
      while (!isOver) {
        const found = await searchPositions(home.db, settings(), { q: 'bakken' })
        seen.searches++
        if (found.total < 2) seen.empty++
        if (found.engine !== 'meilisearch') seen.elsewhere++
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
    const written: string[] = []
    const writing = async () => {
      while (!isOver) {
        const { positionId } = await aPosition(home.db, { title: 'Tijdens het bouwen' })
        await indexPositions(ctx(), { positionIds: [positionId] }, settings())
        written.push(positionId)
      }
    }
    const others = Promise.all([searching(), writing()])
    await rebuildIndex(ctx(), settings())
    await rebuildIndex(ctx(), settings())
    isOver = true
    await others
    expect(seen).toMatchObject({ empty: 0, elsewhere: 0 })
    expect(seen.searches).toBeGreaterThan(10)
    expect(written.length).toBeGreaterThan(0)
    const marks = await meiliOf(settings()).marks('positions')
    const found = differences(await projectionMarks(home.db, 'positions'), marks ?? new Map(), sameMark)
    expect(found).toEqual({ extra: [], missing: [], other: [] })
    expect(written.every((id) => marks?.has(id))).toBe(true)
    expect(isBehind(settings())).toBe(false)
  })

  test('a copy with the right version and another content is found by its hash', async ({ skip }) => {
    skip(!server, 'no Meilisearch')
    await mendIndex(ctx(), settings())
    const [one] = await documentsOf('positions', home.db, { after: null, limit: 1 })
    if (!one) throw new Error('no document')
    await meiliOf(settings()).put('positions', [{ ...one, title: 'vervalst', h: '00000000' } as typeof one])
    expect((await searchPositions(home.db, settings(), { q: 'vervalst' })).ids).toEqual([one.id])
    expect(await mendIndex(ctx(), settings())).toBe(1)
    expect((await searchPositions(home.db, settings(), { q: 'vervalst' })).total).toBe(0)
  })

  test('what should not be found is found by comparison and removed at once', async ({ skip }) => {
    skip(!server, 'no Meilisearch')
    await mendIndex(ctx(), settings())
    const marks = await meiliOf(settings()).marks('positions')
    const [victim] = marks?.keys() ?? []
    if (!victim) throw new Error('no document')
    await home.sql`update positions set state = 'paused', version = version + 1 where id = ${victim}`
    expect(await mendIndex(ctx(), settings())).toBe(1)
    expect((await meiliOf(settings()).marks('positions'))?.has(victim)).toBe(false)
    // An employer with another name raises no version of its positions: only the deep comparison sees it.
    await home.sql`update employers set name = 'Andere Naam'`
    expect(await mendIndex(ctx(), settings())).toBe(0)
    expect(await mendIndex(ctx(), settings(), { deep: true })).toBeGreaterThan(0)
    expect((await searchPositions(home.db, settings(), { q: 'andere naam' })).total).toBe((marks?.size ?? 0) - 1)
  })
})

test('nothing that is sent to a browser knows of a key', () => {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name))
  expect(files.length).toBeGreaterThan(100)
  for (const name of files)
    expect(readFileSync(`app/${name}`, 'utf8'), name).not.toMatch(/MEILI_|meili\.key|meili-keys/)
})
