import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { openDatabase } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { WEB } from '#db/row-level/roles.ts'
import { readEnv } from '#server/platform/env.ts'
import { keyOf } from '#server/search/meili-keys.ts'
import { type Query, queriesOf } from '#server/search/meili-query.ts'
import { indexNameOf } from '#server/search/meili-settings.ts'
import type { MeiliSettings } from '#server/search/port.ts'
import { drillReport, meiliVersion, rebuildElsewhere } from '#tests/make/search-drill.ts'
import { quantile } from './bench-database.ts'
import { fillCountry, someCoaches } from './search-country.ts'
import { type Page, pagesOf200 } from './search-pages.ts'

/**
 * How long the pages that search take: the 200 of `search-pages.ts`, the same in every run, on rows of the seed and indexes of `npm run rebuild`.
 * Ours is all that a page reads to show what was found: the rows with the rights of who asks, and what it asks once more when nothing was found, on
 * Meilisearch and on Postgres. The engine alone is asked the first question of that page in one request, without us: once only the hits, once the same
 * filters, counts and number of hits. In turn, so that a busy machine is busy for each; and each page once before anything is counted.
 *   npm run bench:search [-- profiles positions rounds]
 * On the services of this folder or those of DATABASE_URL and MEILI_URL; makes a database and indexes of its own there, and removes both. Ends with 1
 * when in 95 of 100 of all pages ours takes more than 1.5 times the engine with its counts and 10 ms, or when Meilisearch did not answer one. The same
 * bar for each kind of page is told beside it, and decides nothing: fifteen pages have no tail to go by.
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
const owner = openDatabase(address.href, { max: 2, statementTimeoutMs: 600_000, name: 'bench-search-owner' })
/** As the site opens it. */
const site = openDatabase(address.href, { role: WEB, name: 'bench-search' })
const report = drillReport('bench:search')

/** Somebody who knows the engine and not us. */
async function askEngine(index: Page['ask']['index'], queries: Query[]): Promise<void> {
  const answer = await fetch(`${meili.url}/multi-search`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keyOf(meili, `search-${index}`)}`,
      'content-type': 'application/json',
      // A compressed answer of the server takes 40 ms longer (server/search/meili.ts).
      'accept-encoding': 'identity',
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

const seen = { empty: 0, alike: 0, elsewhere: 0 }
const WAYS = {
  'the engine alone, hits only': ({ ask }: Page) => {
    const [first] = queriesOf(indexNameOf(meili.prefix, ask.index), ask, 'all')
    const { facets: _counts, ...hits } = first as Query
    return askEngine(ask.index, [hits])
  },
  'the engine alone, with its counts': ({ ask }: Page) =>
    askEngine(ask.index, queriesOf(indexNameOf(meili.prefix, ask.index), ask, 'all')),
  'ours on Meilisearch': async (page: Page) => {
    const { engine, isFound } = await page.open(meili)
    if (engine === 'postgres') seen.elsewhere++
    if (engine === 'both') seen.alike++
    if (!isFound) seen.empty++
  },
  'ours on Postgres': async (page: Page) => {
    await page.open(null)
  },
}
type Way = keyof typeof WAYS
const [ENGINE, OURS] = ['the engine alone, with its counts', 'ours on Meilisearch'] as const satisfies Way[]
const ways = Object.keys(WAYS) as Way[]
const NOT_ANSWERED = 'pages that Meilisearch did not answer'
const DECIDING = [`${OURS}, p95`, NOT_ANSWERED]

try {
  const filled = await timed(() => fillCountry(owner, profiles, places))
  report.add(`${places} positions and ${profiles} profiles as rows`, filled / 1_000, 's')
  report.add('rebuilt: projection and indexes', (await rebuildElsewhere(address.href, meili)) / 1_000, 's')
  await owner.db.execute(sql`vacuum analyze`)
  const coaches = await someCoaches(owner, 15)
  const sizes = (of: 'caseload' | 'municipality') =>
    quantile(
      coaches.map((one) => one[of]),
      0.5,
    )
  report.add('people of the largest municipality', coaches[0]?.municipality ?? 0, '')
  report.add('people of the municipality of a coach, p50', sizes('municipality'), '')
  report.add('people in the caseload of a coach, p50', sizes('caseload'), '')

  const pages = pagesOf200(site.db, coaches)
  const times: { way: Way; page: Page; ms: number }[] = []
  for (let round = 0; round <= rounds; round++) {
    Object.assign(seen, { empty: 0, alike: 0 })
    for (const [at, page] of pages.entries())
      for (const turn of ways.keys()) {
        const way = ways[(turn + at + round) % ways.length] as Way
        const ms = await timed(() => WAYS[way](page))
        if (round > 0) times.push({ way, page, ms })
      }
  }

  const of = (way: Way, kind?: Page['kind']): number[] =>
    times.flatMap((one) => (one.way === way && (kind === undefined || one.page.kind === kind) ? [one.ms] : []))
  const most = (kind?: Page['kind']): number => 1.5 * quantile(of(ENGINE, kind), 0.95) + 10
  report.add('pages', pages.length, '')
  report.add('pages that show nothing', seen.empty, '')
  report.add('pages with what Postgres found alike', seen.alike, '')
  for (const way of ways) report.times(way, of(way), way === OURS ? most() : null)
  for (const share of [0.5, 0.95])
    report.add(
      `ours on Meilisearch beside the engine with its counts, p${share * 100}`,
      quantile(of(OURS), share) / quantile(of(ENGINE), share),
      'x',
    )
  for (const kind of new Set(pages.map((page) => page.kind)))
    for (const way of ways)
      report.add(`${kind}: ${way}, p95`, quantile(of(way, kind), 0.95), 'ms', way === OURS ? most(kind) : null)
  report.add(NOT_ANSWERED, seen.elsewhere, '', 0)
  report.print({ meilisearch: await meiliVersion(meili), profiles, positions: places, rounds })
  if (report.missed().some(({ what }) => DECIDING.includes(what))) process.exitCode = 1
} finally {
  await removeIndexes()
  await site.close()
  await owner.close()
  await admin.unsafe(`drop database bench_search_${mark} with (force)`)
  await admin.end()
}

async function removeIndexes(): Promise<void> {
  const headers = { authorization: `Bearer ${meili.key}` }
  for (const index of ['positions', 'newcomers'] as const)
    await fetch(`${meili.url}/indexes/${indexNameOf(meili.prefix, index)}`, { method: 'DELETE', headers })
}
