import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WORKER } from '#server/platform/context.ts'
import { meiliOf } from '#server/search/choose.ts'
import { differences, projectionMarks, sameMark } from '#server/search/differences.ts'
import { indexPositions } from '#server/search/index-positions.ts'
import { mendIndex } from '#server/search/mend-index.ts'
import type { MeiliSettings } from '#server/search/port.ts'
import { searchPositions } from '#server/search/reads.ts'
import { aPosition, ctxOf } from '#tests/make/rooms.ts'
import { freePort, type Home, hasMeili, ownDatabase, until } from '#tests/workers/services.ts'

/** Contract 23 to 25 of search.md, section 12: killed in the middle of work, and what the server writes down of people. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })
const KEY = 'only-for-these-tests-0123456789'
const folder = mkdtempSync(join(tmpdir(), 'instroom-outage-'))
const logFile = join(folder, 'log')
let home: Home
let settings: MeiliSettings
let child: ReturnType<typeof spawn> | null = null
const ctx = () => ctxOf(home.db, WORKER)

beforeAll(async () => {
  home = await ownDatabase()
  settings = { url: `http://127.0.0.1:${await freePort()}`, key: KEY, prefix: 'outage_' }
})
afterAll(async () => {
  await stop('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
  await home.close()
})

/** As `npm start` and compose run it: production, INFO. */
async function start(): Promise<void> {
  const address = settings.url.replace('http://', '')
  const args = ['--http-addr', address, '--env', 'production', '--no-analytics', '--log-level', 'INFO']
  const paths = ['db', 'dump', 'snapshot'].flatMap((one) => [
    one === 'db' ? '--db-path' : `--${one}-dir`,
    join(folder, one),
  ])
  const script = `exec meilisearch ${[...args, ...paths].map((one) => `'${one}'`).join(' ')} >> '${logFile}' 2>&1`
  child = spawn('sh', ['-c', script], {
    stdio: 'ignore',
    env: { ...process.env, MEILI_MASTER_KEY: KEY, MEILI_MAX_INDEXING_MEMORY: '512MiB' },
  })
  await until('Meilisearch answers', async () => (await fetch(`${settings.url}/health`).catch(() => null))?.ok === true)
}
async function stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const running = child
  child = null
  if (!running || running.exitCode !== null) return
  const gone = new Promise((resolve) => running.once('exit', resolve))
  running.kill(signal)
  await gone
}

test.skipIf(!hasMeili())(
  'killed while it is written to, again and again: nothing is lost and nothing is too much',
  async () => {
    await start()
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
      await new Promise((resolve) => setTimeout(resolve, 100 + round * 150))
      await stop('SIGKILL')
      const began = Date.now()
      expect((await searchPositions(home.db, settings, { q: 'plek' })).engine).toBe('postgres')
      expect(Date.now() - began).toBeLessThan(3_000)
      await writing
      await start()
      await mendIndex(ctx(), settings)
    }
    const marks = await meiliOf(settings).marks('positions')
    const right = await projectionMarks(home.db, 'positions')
    expect(differences(right, marks ?? new Map(), sameMark)).toEqual({ extra: [], missing: [], other: [] })
    expect(right.size).toBe(ids.filter((_, at) => at % 7 !== 3).length)
    expect((await searchPositions(home.db, settings, { q: 'ronde' })).engine).toBe('meilisearch')
  },
)

test.skipIf(!hasMeili())('its log holds no word that a person typed, no filter, no document and no key', async () => {
  if (!child) await start()
  await mendIndex(ctx(), settings)
  const marked = await aPosition(home.db, { title: 'Zeldzaamwoord in de titel' })
  await indexPositions(ctx(), { positionIds: [marked.positionId] }, settings)
  const query = {
    q: 'geheimwoord',
    sector: 'bakery',
    near: { lat: 52.12345, lon: 5.54321, km: 7 },
    counted: true,
  } as const
  expect((await searchPositions(home.db, settings, query)).engine).toBe('meilisearch')
  await searchPositions(home.db, settings, { q: '"quoted -minus' })
  const log = readFileSync(logFile, 'utf8')
  expect(log).toContain('/multi-search')
  for (const secret of ['geheimwoord', 'zeldzaamwoord', 'Zeldzaamwoord', 'bakery', '52.123', 'quoted', KEY])
    expect(log, secret).not.toContain(secret)
})
if (!hasMeili()) console.info('Skipped: killing Meilisearch and reading its log (no meilisearch on the PATH).')
