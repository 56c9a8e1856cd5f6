import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { openDatabase } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { occupations } from '#db/schema/reference.ts'
import { LEVELS } from '#db/values/language.ts'
import { SECTORS } from '#db/values/reference.ts'
import { loadStarter } from '#server/reference/load-starter.ts'
import { meiliOf } from '#server/search/choose.ts'
import { keyOf } from '#server/search/meili-keys.ts'
import { queriesOf } from '#server/search/meili-query.ts'
import { indexNameOf } from '#server/search/meili-settings.ts'
import type { MeiliSettings, Stored } from '#server/search/port.ts'
import { postgresSearch } from '#server/search/postgres.ts'
import type { Ask } from '#server/search/rules-ask.ts'
import type { IndexName } from '#server/search/rules-filter.ts'
import { newcomerAsk } from '#server/search/rules-newcomer-query.ts'
import { HOURS_BANDS, positionAsk } from '#server/search/rules-position-query.ts'
import { GOLDEN } from '#tests/make/golden-queries.ts'
import { someStoredNewcomer, someStoredPosition, type Term } from '#tests/make/search-documents.ts'

/**
 * How long search takes: ours on Meilisearch, ours on Postgres, and the engine alone with the very same requests.
 *   DATABASE_URL=... MEILI_URL=... MEILI_KEY=... npm run bench:search [profiles] [positions] [rounds]
 * Makes a database of its own on that server and indexes of its own, and removes both.
 */
const [profiles = 100_000, places = 5_000, rounds = 3] = process.argv.slice(2).map(Number)
const server = process.env['DATABASE_URL']
const url = process.env['MEILI_URL']
if (!server || !url) {
  console.error('Set DATABASE_URL and MEILI_URL (and MEILI_KEY): see the head of tests/bench/search.ts.')
  process.exit(2)
}
const mark = Date.now().toString(36)
const meili: MeiliSettings = { url, key: process.env['MEILI_KEY'] ?? '', prefix: `bench${mark}_` }
const address = new URL(server)
address.pathname = `/bench_search_${mark}`
const admin = postgres(server, { max: 1, onnotice: () => {} })
await admin.unsafe(`create database bench_search_${mark}`)
await migrate(address.href)
const database = openDatabase(address.href, { max: 4, statementTimeoutMs: 600_000, name: 'bench-search' })
const { db } = database

/** 120 searches for an occupation, 40 with filters and every count, 40 of coaches. */
function asks(): Ask[] {
  const golden = Object.values(GOLDEN).flatMap((list) => list.map(([q]) => positionAsk({ q })))
  const pick = <T>(values: readonly T[], at: number): T => values[at % values.length] as T
  const filtered = Array.from({ length: 40 }, (_, at) =>
    positionAsk({
      q: at % 3 === 0 ? 'werken' : '',
      sector: at % 2 === 0 ? pick(SECTORS, at) : null,
      near: at % 4 < 2 ? { lat: 52.09, lon: 5.12, km: 25 } : null,
      dutch: { speaking: pick(LEVELS, 3 + (at % 4)) },
      hours: at % 5 === 0 ? pick(HOURS_BANDS, at) : null,
      paid: at % 3 === 1 ? true : null,
      today: 20_790,
      counted: true,
    }),
  )
  const coaches = Array.from({ length: 40 }, (_, at) =>
    newcomerAsk({
      municipality: `GM${String(at * 8).padStart(4, '0')}`,
      caseload: at % 2 === 0 ? String(at) : null,
      q: at % 3 === 0 ? 'kok' : '',
      dutch: { skill: 'speaking', level: 'A2', by: at % 2 === 0 ? '2027-03' : null },
      worked: at % 4 === 0 ? 'care' : null,
    }),
  )
  return [...golden, ...filtered, ...coaches]
}

const percentile = (sorted: number[], share: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1).padStart(8)

async function measured(name: string, list: Ask[], ask: (one: Ask) => Promise<unknown>): Promise<void> {
  for (const one of list.slice(0, 20)) await ask(one)
  const took: number[] = []
  for (let round = 0; round < rounds; round++)
    for (const one of list) {
      const began = performance.now()
      await ask(one)
      took.push(performance.now() - began)
    }
  took.sort((a, b) => a - b)
  console.log(`${name.padEnd(20)}${percentile(took, 0.5)}${percentile(took, 0.95)}${percentile(took, 0.99)}`)
}

async function fill(index: IndexName, count: number, make: (at: number) => Stored): Promise<void> {
  const build = await meiliOf(meili).build(index)
  const fallback = postgresSearch(db, new Date())
  for (let at = 0; at < count; at += 1_000) {
    const documents = Array.from({ length: Math.min(1_000, count - at) }, (_, next) => make(at + next))
    await build.put(documents)
    await fallback.put(index, documents)
  }
  await build.goLive()
}

try {
  await loadStarter(db)
  const terms: Term[] = (await db.select().from(occupations)).map(({ isco, labels, searchText }) => ({
    isco,
    labels,
    searchText,
  }))
  await meiliOf(meili).prepare()
  const began = Date.now()
  await fill('positions', places, (at) => someStoredPosition(at, terms))
  await fill('newcomers', profiles, (at) => someStoredNewcomer(at, terms))
  await db.execute(sql`vacuum analyze position_search`)
  await db.execute(sql`vacuum analyze newcomer_search`)
  const version = (await (
    await fetch(`${url}/version`, { headers: { authorization: `Bearer ${meili.key}` } })
  ).json()) as {
    pkgVersion?: string
  }
  console.log(
    `Meilisearch ${version.pkgVersion}: ${places} positions and ${profiles} profiles filled in ${Math.round((Date.now() - began) / 1000)} s.`,
  )
  const list = asks()
  console.log(`${list.length} queries, ${rounds} rounds, one at a time; ms`)
  console.log(`${''.padEnd(20)}     p50     p95     p99`)
  await measured('ours, Meilisearch', list, (ask) => meiliOf(meili).search(ask))
  await measured('the engine alone', list, async (ask) => {
    const queries = queriesOf(indexNameOf(meili.prefix, ask.index), ask, 'all')
    const answer = await fetch(`${url}/multi-search`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${keyOf(meili, `search-${ask.index}`)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ queries }),
    })
    if (!answer.ok) throw new Error(`the engine answered ${answer.status}`)
    await answer.json()
  })
  await measured('ours, Postgres', list, (ask) => postgresSearch(db, new Date()).search(ask))
} finally {
  await removeIndexes()
  await database.close()
  await admin.unsafe(`drop database bench_search_${mark} with (force)`)
  await admin.end()
}

async function removeIndexes(): Promise<void> {
  const headers = { authorization: `Bearer ${meili.key}` }
  for (const index of ['positions', 'newcomers'] as const)
    await fetch(`${url}/indexes/${indexNameOf(meili.prefix, index)}`, { method: 'DELETE', headers })
}
