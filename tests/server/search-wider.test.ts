import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { meiliOf } from '#server/search/choose.ts'
import { postgresSearch } from '#server/search/postgres.ts'
import { searchPositions, searchWider } from '#server/search/reads.ts'
import type { PositionQuery } from '#server/search/rules-position-query.ts'
import { NOW } from '#tests/make/rooms.ts'
import { someStoredPosition } from '#tests/make/search-documents.ts'
import { type SearchServer, searchServer } from '#tests/make/search-server.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

/** What somebody is told to leave out who found nothing: the number beside it is what the page then shows, whichever engine answers. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
const TERMS = ['bakker', 'bakkerij', 'kok', 'kapper', 'verpleegkundige'].map((nl, at) => ({
  isco: ['7512', '7512', '5120', '5141', '2221'][at] ?? '',
  labels: { nl, en: `worker ${at}`, ar: 'عامل' },
  searchText: nl,
}))
let home: Home
let server: SearchServer | null

beforeAll(async () => {
  home = await ownDatabase()
  server = await searchServer()
  const documents = Array.from({ length: 400 }, (_, at) => someStoredPosition(at, TERMS))
  await postgresSearch(home.db, NOW).put('positions', documents)
  if (!server) return
  const build = await meiliOf(server.settings).build('positions')
  await build.put(documents)
  await build.goLive()
})
afterAll(async () => {
  await server?.close()
  await home.close()
})

const ASKED: PositionQuery[] = ['kok', 'bakkr', 'bakkerijj', 'kapper kok', 'kapper vliegtuig', 'xqzv', ''].flatMap(
  (q) => [
    { q, sector: 'bakery', municipality: 'GM9999', hours: 'full', paid: true },
    { q, sector: 'hospitality', near: { lat: 51.3, lon: 4, km: 5 }, dutch: { reading: 'none', speaking: 'none' } },
    { q, municipality: 'GM0003', guided: true, start: 'soon' },
  ],
)

test.each(['Postgres', 'Meilisearch'])('leaving one thing out gives as many as was said, on %s', async (engine) => {
  if (engine === 'Meilisearch' && !server) return console.info('Skipped: what to leave out on Meilisearch (no server).')
  const meili = engine === 'Meilisearch' ? (server?.settings ?? null) : null
  const totalOf = async (query: PositionQuery) => (await searchPositions(home.db, meili, query)).total
  let checked = 0
  for (const asked of ASKED) {
    if ((await totalOf(asked)) > 0) continue
    for (const [part, count] of Object.entries(await searchWider(home.db, meili, asked))) {
      if (count === 0) continue
      const { reading, speaking } = asked.dutch ?? {}
      const rest: PositionQuery =
        part === 'reading' || part === 'speaking'
          ? {
              ...asked,
              dutch: part === 'reading' ? { ...(speaking && { speaking }) } : { ...(reading && { reading }) },
            }
          : {
              ...asked,
              [part === 'guidance' ? 'guided' : part]: part === 'q' ? '' : part === 'guidance' ? false : null,
            }
      expect([asked, part, count]).toEqual([asked, part, await totalOf(rest)])
      checked++
    }
  }
  expect(checked).toBeGreaterThan(8)
})
