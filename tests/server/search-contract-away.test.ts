import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WORKER } from '#server/platform/context.ts'
import { meiliSearch } from '#server/search/meili.ts'
import { keyOf } from '#server/search/meili-keys.ts'
import { mendIndex } from '#server/search/mend-index.ts'
import { searchPositions } from '#server/search/reads.ts'
import { positionAsk } from '#server/search/rules-position-query.ts'
import { aWayTo, WAYS, type Way } from '#tests/make/meili-proxy.ts'
import { requestsTo } from '#tests/make/meili-requests.ts'
import { aPosition, ctxOf } from '#tests/make/rooms.ts'
import { inTime, LIMIT, MARGIN } from '#tests/make/search-limit.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'
import { type Home, ownDatabase, until } from '#tests/workers/services.ts'

/** Contract 24 of search.md, section 12: a way to a real server that fails, and a server that lost its keys. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
let home: Home
let server: SearchServer | null
const BACK_WITHIN = 10_000

beforeAll(async () => {
  home = await ownDatabase()
  server = await searchServer()
  for (const title of ['Brood bakken', 'Taart bakken']) await aPosition(home.db, { title })
  if (server) await mendIndex(ctxOf(home.db, WORKER), server.settings)
})
afterAll(async () => {
  await server?.close()
  await home.close()
})

type Found = Awaited<ReturnType<typeof searchPositions>>
const right = ({ engine, ids }: Found) => [engine, ids.length]

test('24: stopped, hanging, cut off, HTML with 502 or 200, JSON of something else: Postgres within 1.5 s, and back after a rest', {
  retry: 1,
}, async ({ skip }) => {
  const real = server?.settings ?? skip('no Meilisearch')
  const failures: [string, Way | null][] = [['stopped', null], ...Object.entries(WAYS)]
  const all = await Promise.all(failures.map(async ([name, way]) => ({ name, way, to: await aWayTo(real) })))
  const search = (one: (typeof all)[number]) => searchPositions(home.db, one.to.settings, { q: 'bakken' })
  for (const one of all) {
    expect(right(await search(one)), one.name).toEqual(['meilisearch', 2])
    if (one.way) one.to.be(one.way)
    else await one.to.stop()
    expect(right(await inTime(() => search(one))), one.name).toEqual(['postgres', 2])
    // It is left alone now: no other search finds out once more.
    const { length } = one.to.asked
    expect(right(await search(one)), one.name).toEqual(['postgres', 2])
    expect(one.to.asked, one.name).toHaveLength(length)
  }
  for (const one of all) {
    one.to.be('through')
    if (!one.way) await one.to.start()
  }
  const away = new Set(all)
  const areBack = async () => {
    for (const one of away) if ((await search(one)).engine === 'meilisearch') away.delete(one)
    return away.size === 0
  }
  // One that was slow once more on a busy machine rests once more.
  await until('every one is back', areBack, BACK_WITHIN * 3, 200)
  for (const one of all) await one.to.stop()
})

describe('a server that lost the keys of searches', { retry: 1 }, () => {
  const ask = positionAsk({ q: 'bakken' })
  const searchKey = () => keyOf(server?.settings ?? { url: '', key: '', prefix: '' }, 'search-positions')
  const within = <R>(run: Promise<R>) =>
    Promise.race([run, new Promise<'late'>((resolve) => setTimeout(resolve, LIMIT + MARGIN, 'late'))])

  /** A way to the server, a client on it, and then the keys are lost. */
  async function afterTheLoss(knewThem: boolean) {
    if (!server) return null
    const { settings, master } = server
    const to = await aWayTo(settings)
    const search = meiliSearch(to.settings)
    await meiliSearch(settings).prepare()
    if (knewThem) await search.prepare()
    expect((await requestsTo({ url: settings.url, key: master }).ask('DELETE', `/keys/${searchKey()}`)).status).toBe(
      204,
    )
    to.asked.length = 0
    return { to, search, keysUsed: () => to.asked.filter(({ what }) => what.includes('search')).map(({ key }) => key) }
  }

  test.for([
    ['knew them', true],
    ['has just begun', false],
  ] as const)(
    'a process that %s answers at once, also while every question about keys hangs',
    async ([_who, knewThem], { skip }) => {
      const { to, search, keysUsed } = (await afterTheLoss(knewThem)) ?? skip('no Meilisearch')
      to.be(WAYS.hangs, '/keys')
      expect(await within(search.search(ask))).toMatchObject({ total: 2 })
      expect(keysUsed()).toEqual([searchKey(), server?.master])
      // One set-up for all who miss it, and nobody waits for it.
      expect(await within(Promise.all([1, 2, 3].map(() => search.search(ask))))).toHaveLength(3)
      expect(to.asked.filter(({ what }) => what.startsWith('GET /keys'))).toHaveLength(1)
      await to.stop()
      to.be('through', '/keys')
      await to.start()
      await until('the key of searches is there again', async () => {
        to.asked.length = 0
        // One of the connections that were cut may be taken once more.
        await search.search(ask).catch(() => {})
        return keysUsed().join() === searchKey()
      })
      await to.stop()
    },
  )

  test('and is slow as well: one limit holds over both keys', async ({ skip }) => {
    const { to, search } = (await afterTheLoss(true)) ?? skip('no Meilisearch')
    // Either is in time, both are not.
    to.be({ afterMs: 800 }, '/multi-search')
    const outcome = search.search(ask).then(
      () => 'found',
      () => 'given up',
    )
    expect(await within(outcome)).toBe('given up')
    expect(to.asked.map(({ what }) => what)).toEqual(['POST /multi-search', 'POST /multi-search'])
    await to.stop()
  })
})
