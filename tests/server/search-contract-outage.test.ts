import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { occupations } from '#db/schema/reference.ts'
import { SECTORS } from '#db/values/reference.ts'
import { WORKER } from '#server/platform/context.ts'
import { loadStarter } from '#server/reference/load-starter.ts'
import { meiliOf } from '#server/search/choose.ts'
import { differences, projectionMarks, sameMark } from '#server/search/differences.ts'
import { documentsOf } from '#server/search/index-documents.ts'
import { indexPositions } from '#server/search/index-positions.ts'
import { keyOf } from '#server/search/meili-keys.ts'
import { indexNameOf } from '#server/search/meili-settings.ts'
import { mendIndex } from '#server/search/mend-index.ts'
import { searchNewcomers, searchPositions } from '#server/search/reads.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { foldText } from '#server/search/rules.ts'
import type { PositionQuery } from '#server/search/rules-position-query.ts'
import { GOLDEN } from '#tests/make/golden-queries.ts'
import { aMeiliProcess } from '#tests/make/meili-process.ts'
import { requestsTo } from '#tests/make/meili-requests.ts'
import { UTRECHT } from '#tests/make/reference.ts'
import { aNewcomer, aPosition, ctxOf } from '#tests/make/rooms.ts'
import { inTime } from '#tests/make/search-limit.ts'
import { type Home, hasMeili, ownDatabase } from '#tests/workers/services.ts'

/** Contract 23 to 25 of search.md, section 12: killed in the middle of work, and what the server writes down of people. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })
let home: Home
let server: Awaited<ReturnType<typeof aMeiliProcess>>
const ctx = () => ctxOf(home.db, WORKER)

beforeAll(async () => {
  if (!hasMeili()) return
  home = await ownDatabase()
  server = await aMeiliProcess({ isLogged: true })
  await server.start()
})
afterAll(async () => {
  await server?.close()
  await home?.close()
})

/** Words of at least four letters, as they stand and folded: what people write and what a log could give away. */
const wordsIn = (text: string): string[] =>
  [text, foldText(text)].flatMap((one) => one.match(/[\p{L}\p{M}]{4,}/gu) ?? [])
const LEVEL = { skill: 'speaking', level: 'A2', by: '2027-03' } as const

test.skipIf(!hasMeili())(
  '25: its log holds no word of a question, a filter or a document, no place and no key',
  async () => {
    const { settings } = server
    const everything = async (questions: readonly string[], filters: Pick<PositionQuery, 'sector' | 'near'>[]) => {
      await rebuildIndex(ctx(), settings)
      await mendIndex(ctx(), settings, { deep: true })
      for (const q of questions) {
        const found = await searchPositions(home.db, settings, { q, counted: true })
        expect(found.engine, q).toBe('meilisearch')
        await searchNewcomers(home.db, settings, {
          q,
          municipality: UTRECHT,
          ...(q && { worked: 'bakery', dutch: LEVEL }),
        })
      }
      for (const filter of filters) await searchPositions(home.db, settings, { ...filter, counted: true })
      // Tasks that fail, and a question that is refused: texts of errors are written down too.
      const { ask, ended } = requestsTo({ url: settings.url, key: keyOf(settings, 'write') })
      const [document] = await documentsOf('positions', home.db, { after: null, limit: 1 })
      await ended(await ask('POST', `/indexes/${indexNameOf('', 'positions')}_none/documents`, [document ?? {}]))
      await ask('POST', `/indexes/${indexNameOf('', 'newcomers')}/search`, { q: questions[0] })
    }
    await everything([''], [])
    const itsOwn = new Set(wordsIn(server.log()))

    await loadStarter(home.db)
    for (const { uri } of await home.db.select({ uri: occupations.uri }).from(occupations))
      await aPosition(home.db, { title: 'Zeldzaamwoord in de titel', occupationUri: uri })
    const { newcomerId } = await aNewcomer(home.db, {})
    const documents = [
      ...(await documentsOf('positions', home.db, { after: null, limit: 1_000 })),
      ...(await documentsOf('newcomers', home.db, { ids: [newcomerId] })),
    ]
    const near = { lat: 52.12345, lon: 5.54321, km: 7 }
    const questions = [
      'geheimwoord',
      '"quoted -minus',
      ...Object.values(GOLDEN).flatMap((list) => list.map(([q]) => q)),
    ]
    await everything(questions, [...SECTORS.map((sector) => ({ sector })), { near }])
    const log = server.log()
    expect(log).toContain('/multi-search')
    const used = new Set([...questions, ...SECTORS, UTRECHT, JSON.stringify(documents)].flatMap(wordsIn))
    // Of two thousand words a few are names of fields and of our indexes.
    expect(used.size).toBeGreaterThan(500)
    const given = [...new Set(wordsIn(log))].filter((word) => used.has(word) && !itsOwn.has(word))
    expect(given).toEqual([])
    for (const secret of [
      settings.key,
      keyOf(settings, 'write'),
      '52.12345',
      '5.54321',
      newcomerId,
      ...documents.map(({ id }) => id),
    ])
      expect(log.includes(secret), secret).toBe(false)
  },
)
test.skipIf(!hasMeili())(
  '23: killed while it is written to, again and again: nothing is lost and nothing is too much',
  async () => {
    const { settings } = server
    const ids: string[] = []
    for (let n = 0; n < 60; n++) ids.push((await aPosition(home.db, { title: `Plek nummer ${n}` })).positionId)
    await mendIndex(ctx(), settings)
    for (let round = 0; round < 4; round++) {
      const writing = (async () => {
        for (const [at, id] of ids.entries()) {
          if (at % 7 === round)
            await home.sql`update positions set state = 'paused', version = version + 1 where id = ${id}`
          else
            await home.sql`update positions set title = ${`Ronde ${round}`}, state = 'published', version = version + 1 where id = ${id}`
          if (at % 10 === 9) await indexPositions(ctx(), { positionIds: ids.slice(at - 9, at + 1) }, settings)
        }
      })()
      // Told where it is awaited.
      writing.catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 100 + round * 150))
      await server.kill()
      expect((await inTime(() => searchPositions(home.db, settings, { q: 'plek' }))).engine).toBe('postgres')
      await writing
      await server.start()
      await mendIndex(ctx(), settings)
    }
    const marks = await meiliOf(settings).marks('positions')
    const right = await projectionMarks(home.db, 'positions')
    expect(differences(right, marks ?? new Map(), sameMark)).toEqual({ extra: [], missing: [], other: [] })
    expect(ids.filter((id) => right.has(id))).toEqual(ids.filter((_, at) => at % 7 !== 3))
    expect((await searchPositions(home.db, settings, { q: 'ronde' })).engine).toBe('meilisearch')
  },
)

if (!hasMeili()) console.info('Skipped: killing Meilisearch and reading its log (no meilisearch on the PATH).')
