import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { openDatabase } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { occupations } from '#db/schema/reference.ts'
import { readEnv } from '#server/platform/env.ts'
import { loadStarter } from '#server/reference/load-starter.ts'
import { meiliOf } from '#server/search/choose.ts'
import { keyOf } from '#server/search/meili-keys.ts'
import { queriesOf } from '#server/search/meili-query.ts'
import { indexNameOf } from '#server/search/meili-settings.ts'
import type { MeiliSettings, Stored } from '#server/search/port.ts'
import { postgresSearch } from '#server/search/postgres.ts'
import type { IndexName } from '#server/search/rules-filter.ts'
import { someStoredNewcomer, someStoredPosition, type Term } from '#tests/make/search-documents.ts'
import { drillReport, meiliVersion } from '#tests/make/search-drill.ts'
import { quantile } from './bench-database.ts'
import { type Page, pagesOf200 } from './search-pages.ts'

/**
 * How long search takes a page: ours on Meilisearch, the engine alone, and ours on Postgres, for the 200 pages of `search-pages.ts`, the same list in
 * every run. Ours is everything that the page asks of search, also what it asks once more when nothing was found; the engine alone is asked the
 * first question of that page in one request (the same filters, counts and number of hits), without us. Both in turn, so that a busy machine is busy for both.
 *   npm run bench:search [-- profiles positions rounds]
 * On the services of this folder or those of DATABASE_URL and MEILI_URL; makes a database and indexes of its own there, and removes both. Ends
 * with 1 when ours takes more than 1.5 times the engine and 10 ms in 95 of 100 pages, or when a page was not answered by Meilisearch.
 */
const [profiles = 100_000, places = 5_000, rounds = 5] = process.argv.slice(2).map(Number)
const env = readEnv()
if (!env.meili) {
  console.error('There is no Meilisearch: put `meilisearch` on the PATH or set MEILI_URL and MEILI_KEY.')
  process.exit(2)
}
const mark = Date.now().toString(36)
const meili: MeiliSettings = { ...env.meili, prefix: `bench${mark}_` }
const address = Object.assign(new URL(env.databaseUrl), { pathname: `/bench_search_${mark}` })
const admin = postgres(env.databaseUrl, { max: 1, onnotice: () => {} })
await admin.unsafe(`create database bench_search_${mark}`)
await migrate(address.href)
const database = openDatabase(address.href, { max: 4, statementTimeoutMs: 600_000, name: 'bench-search' })
const { db } = database
const report = drillReport('bench:search')

async function fill(index: IndexName, count: number, make: (at: number) => Stored): Promise<void> {
  const build = await meiliOf(meili).build(index)
  const fallback = postgresSearch(db, new Date())
  for (let at = 0; at < count; at += 2_000) {
    const documents = Array.from({ length: Math.min(2_000, count - at) }, (_, next) => make(at + next))
    await Promise.all([build.put(documents), fallback.put(index, documents)])
  }
  await build.goLive()
}

/** The first question of a page, asked by somebody who knows the engine and not us. */
async function askEngine(page: Page): Promise<void> {
  const queries = queriesOf(indexNameOf(meili.prefix, page.ask.index), page.ask, 'all')
  const answer = await fetch(`${meili.url}/multi-search`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keyOf(meili, `search-${page.ask.index}`)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ queries }),
  })
  if (!answer.ok) throw new Error(`the engine answered ${answer.status}`)
  await answer.json()
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return performance.now() - began
}

try {
  await loadStarter(db)
  const terms: Term[] = (await db.select().from(occupations)).map(({ isco, labels, searchText }) => ({
    isco,
    labels,
    searchText,
  }))
  await meiliOf(meili).prepare()
  const filled = await timed(async () => {
    await fill('positions', places, (at) => someStoredPosition(at, terms))
    await fill('newcomers', profiles, (at) => someStoredNewcomer(at, terms))
    await db.execute(sql`vacuum analyze position_search`)
    await db.execute(sql`vacuum analyze newcomer_search`)
  })
  report.add(`filled with ${places} positions and ${profiles} profiles`, filled / 1_000, 's')
  const pages = pagesOf200(db)
  const kinds = [...new Set(pages.map((page) => page.kind))]
  const times = {
    ours: new Map<string, number[]>(),
    engine: new Map<string, number[]>(),
    fallback: new Map<string, number[]>(),
  }
  let elsewhere = 0
  const measure = async (who: keyof typeof times, page: Page, run: () => Promise<unknown>): Promise<void> => {
    times[who].set(page.kind, [...(times[who].get(page.kind) ?? []), await timed(run)])
  }
  const ours = async (page: Page): Promise<void> => {
    if ((await page.open(meili)) !== 'meilisearch') elsewhere++
  }
  for (const page of pages) for (const run of [askEngine, ours]) await run(page)
  for (let round = 0; round < rounds; round++)
    for (const page of pages) {
      const both = [() => measure('engine', page, () => askEngine(page)), () => measure('ours', page, () => ours(page))]
      for (const one of round % 2 === 0 ? both : both.reverse()) await one()
    }
  for (const page of pages) await measure('fallback', page, () => page.open(null))

  const all = (who: keyof typeof times): number[] => [...times[who].values()].flat()
  const most = 1.5 * quantile(all('engine'), 0.95) + 10
  report.add('pages', pages.length, '')
  report.add('rounds', rounds, '')
  report.times('the engine alone', all('engine'))
  report.times('ours on Meilisearch', all('ours'), most)
  report.times('ours on Postgres', all('fallback'))
  for (const kind of kinds) {
    report.add(`${kind}: the engine alone, p95`, quantile(times.engine.get(kind) ?? [], 0.95), 'ms')
    report.add(`${kind}: ours on Meilisearch, p95`, quantile(times.ours.get(kind) ?? [], 0.95), 'ms')
    report.add(`${kind}: ours on Postgres, p95`, quantile(times.fallback.get(kind) ?? [], 0.95), 'ms')
  }
  report.add('pages that Meilisearch did not answer', elsewhere, '', 0)
  report.print({ meilisearch: await meiliVersion(meili), profiles, positions: places, rounds })
  if (report.missed().length > 0) process.exitCode = 1
} finally {
  await removeIndexes()
  await database.close()
  await admin.unsafe(`drop database bench_search_${mark} with (force)`)
  await admin.end()
}

async function removeIndexes(): Promise<void> {
  const headers = { authorization: `Bearer ${meili.key}` }
  for (const index of ['positions', 'newcomers'] as const)
    await fetch(`${meili.url}/indexes/${indexNameOf(meili.prefix, index)}`, { method: 'DELETE', headers })
}
