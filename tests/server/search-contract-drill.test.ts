import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WORKER } from '#server/platform/context.ts'
import { isBehind, meiliOf } from '#server/search/choose.ts'
import { differences, projectionMarks, rowVersions, sameMark } from '#server/search/differences.ts'
import { indexPositions } from '#server/search/index-positions.ts'
import { mendIndex } from '#server/search/mend-index.ts'
import type { MeiliSettings } from '#server/search/port.ts'
import { searchNewcomers, searchPositions } from '#server/search/reads.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { aNewcomer, aPosition, ctxOf } from '#tests/make/rooms.ts'
import { type Home, hasMeili, ownDatabase, ownMeili } from '#tests/workers/services.ts'

/**
 * The drill of P7 to P9 (reliability.md): changes while the server is killed, two writers on the same rows, a rebuild under load. Small here;
 * `npm run drill:search` runs it in the size of the promises and prints the figures.
 */
const isFull = process.env['SEARCH_DRILL'] === 'full'
const SIZE = isFull
  ? { changes: 10_000, kills: 20, rows: 500, updates: 5_000, profiles: 100_000, minutes: 60 }
  : { changes: 200, kills: 2, rows: 40, updates: 60, profiles: 200, minutes: 3 }
vi.setConfig({ testTimeout: SIZE.minutes * 60_000, hookTimeout: 120_000 })

let home: Home
let server: Awaited<ReturnType<typeof ownMeili>> | null = null
let meili: MeiliSettings
let template: { positionId: string; newcomerId: string }
const ctx = () => ctxOf(home.db, WORKER, new Date())
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const isThere = () => {
  if (server) return true
  console.info('Skipped: the drill of search (no meilisearch on the PATH).')
  return false
}

beforeAll(async () => {
  home = await ownDatabase()
  template = {
    positionId: (await aPosition(home.db, { title: 'Plek' })).positionId,
    newcomerId: (await aNewcomer(home.db)).newcomerId,
  }
  if (!hasMeili()) return
  server = await ownMeili()
  meili = { url: server.url, key: server.key, prefix: 'drill_' }
})
afterAll(async () => {
  await server?.close()
  await home.close()
})

/** Copies of one published position. */
async function positionsLikeIt(count: number): Promise<string[]> {
  const rows = await home.sql<{ id: string }[]>`
    insert into positions
    select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'code', 'D' || g || '-' || md5(random()::text)))).*
    from positions p, generate_series(1, ${count}) g where p.id = ${template.positionId} returning id`
  return rows.map((row) => row.id)
}

async function expectEqualSets(): Promise<void> {
  for (const index of ['positions', 'newcomers'] as const) {
    const projection = await projectionMarks(home.db, index)
    const copy = await meiliOf(meili).marks(index)
    expect(differences(projection, copy ?? new Map(), sameMark), index).toEqual({ extra: [], missing: [], other: [] })
    const rows = differences(await rowVersions(home.db, index), projection, (version, mark) => version === mark.version)
    expect(rows, index).toEqual({ extra: [], missing: [], other: [] })
  }
}

test('random changes while the server is killed: equal sets within 30 seconds of quiet', async () => {
  if (!isThere()) return
  const ids = await positionsLikeIt(SIZE.rows)
  await mendIndex(ctx(), meili)
  let isOver = false
  const mending = (async () => {
    while (!isOver) {
      if (isBehind(meili)) await mendIndex(ctx(), meili).catch(() => 0)
      await sleep(500)
    }
  })()
  const killing = (async () => {
    for (let kill = 0; kill < SIZE.kills && !isOver; kill++) {
      await sleep(isFull ? 3_000 : 700)
      await server?.kill()
      await sleep(isFull ? 1_500 : 300)
      await server?.start()
    }
  })()
  for (let done = 0; done < SIZE.changes; ) {
    const batch = Array.from(
      { length: Math.min(50, SIZE.changes - done) },
      () => ids[Math.floor(Math.random() * ids.length)] as string,
    )
    for (const id of batch) {
      const state = Math.random() < 0.2 ? 'paused' : 'published'
      await home.sql`update positions set title = ${`Plek ${done}`}, state = ${state}, version = version + 1 where id = ${id}`
      done++
    }
    await indexPositions(ctx(), { positionIds: batch }, meili)
  }
  await killing
  const quiet = Date.now()
  while (isBehind(meili)) await sleep(200)
  isOver = true
  await mending
  const took = Date.now() - quiet
  console.info(`drill: ${SIZE.changes} changes, ${SIZE.kills} kills, equal ${took} ms after the last`)
  expect(took).toBeLessThan(30_000)
  await expectEqualSets()
})

test('two writers with updates of the same rows in any order leave nothing stale, and say how fresh search is', async () => {
  if (!isThere()) return
  const ids = (await positionsLikeIt(isFull ? 50 : 10)) as string[]
  const fresh: number[] = []
  const writer = async (): Promise<void> => {
    for (let n = 0; n < SIZE.updates / 2; n++) {
      const id = ids[Math.floor(Math.random() * ids.length)] as string
      await home.sql`update positions set title = ${`Versie ${n}`}, version = version + 1 where id = ${id}`
      const began = Date.now()
      await sleep(Math.random() * 20)
      await indexPositions(ctx(), { positionIds: [id] }, meili)
      fresh.push(Date.now() - began)
    }
  }
  await Promise.all([writer(), writer()])
  await expectEqualSets()
  fresh.sort((a, b) => a - b)
  const at = (share: number) => fresh[Math.floor(fresh.length * share)]
  console.info(
    `drill: ${SIZE.updates} updates by two writers, 0 stale; commit to searchable without the queue p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`,
  )
})

test('a rebuild under 50 searches and 20 writes a second: no error, no empty page, no lost write', async () => {
  if (!isThere()) return
  await home.sql`
    insert into newcomers
    select (jsonb_populate_record(n, jsonb_build_object('id', gen_random_uuid()))).*
    from newcomers n, generate_series(1, ${SIZE.profiles}) g where n.id = ${template.newcomerId}`
  await mendIndex(ctx(), meili)
  let isOver = false
  const seen = { searches: 0, empty: 0, elsewhere: 0, written: 0 }
  const searching = async (): Promise<void> => {
    while (!isOver) {
      const found =
        seen.searches % 2 === 0
          ? await searchPositions(home.db, meili, { perPage: 10 })
          : await searchNewcomers(home.db, meili, { municipality: 'GM0344', perPage: 10 })
      seen.searches++
      if (found.ids.length === 0) seen.empty++
      if (found.engine !== 'meilisearch') seen.elsewhere++
      await sleep(20)
    }
  }
  const writing = async (): Promise<void> => {
    while (!isOver) {
      const ids = await positionsLikeIt(5)
      await indexPositions(ctx(), { positionIds: ids }, meili)
      seen.written += ids.length
      await sleep(250)
    }
  }
  const others = Promise.all([searching(), writing()])
  const began = Date.now()
  await rebuildIndex(ctx(), meili)
  const took = Date.now() - began
  isOver = true
  await others
  console.info(`drill: ${SIZE.profiles} profiles rebuilt in ${took} ms under load: ${JSON.stringify(seen)}`)
  expect(seen).toMatchObject({ empty: 0, elsewhere: 0 })
  await expectEqualSets()
})
