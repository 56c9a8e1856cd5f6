import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import autocannon from 'autocannon'
import { openDatabase } from '#db/client.ts'
import { WORKER } from '#server/platform/context.ts'
import { readEnv } from '#server/platform/env.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { benchDatabase, printTable, program, quantile, rootFolder } from './bench-database.ts'
import { deskCookie, freePort } from './desks.ts'

/**
 * Requests a second and p50/p99 of five typical pages at region size, beside a bare Remix route and a bare node server, interleaved in one
 * run: on a shared machine only the ratios mean something. `npm run bench:web`; BENCH_SIZE, BENCH_ROUNDS and BENCH_SECONDS change the run.
 */
const SIZE = process.env['BENCH_SIZE'] ?? 'region'
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3)
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 5)
const CONNECTIONS = 10

await program(['bin/build.mjs'])
const bench = await benchDatabase(readEnv().databaseUrl, SIZE)
const children: ChildProcess[] = []
const launch = (args: string[], env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, args, {
    cwd: rootFolder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  children.push(child)
}
try {
  const { db, sql, close } = openDatabase(bench.url, { max: 4, statementTimeoutMs: 600_000, name: 'bench' })
  console.log('Proposing for everybody ...')
  const made = await proposeMatches({ db, actor: WORKER, now: new Date() }, { all: true })
  await sql`analyze`
  const [web, node, remix] = [await freePort(), await freePort(), await freePort()]
  const origin = `http://localhost:${web}`
  launch(['build/web.js'], {
    NODE_ENV: 'production',
    INSTROOM_MODE: 'demo',
    DEMO: '1',
    DATABASE_URL: bench.url,
    QUEUE_BACKEND: 'postgres',
    REDIS_URL: '',
    MEILI_URL: '',
    PORT: String(web),
    HOST: '127.0.0.1',
    PUBLIC_ORIGIN: origin,
    SESSION_SECRET: 'only-for-benchmarks-only-for-benchmarks',
    LOG_LEVEL: 'error',
    QUOTA_FACTOR: '1000',
  })
  launch(['--import', 'tsx', 'tests/bench/bare-servers.tsx', 'node', String(node)])
  launch(['--import', 'tsx', 'tests/bench/bare-servers.tsx', 'remix', String(remix)], { NODE_ENV: 'production' })
  for (const url of [`http://127.0.0.1:${web}/livez`, `http://127.0.0.1:${node}/`, `http://127.0.0.1:${remix}/hello`])
    await answers(url)

  const [coach, employer] = [await deskCookie(sql, origin, 'coach'), await deskCookie(sql, origin, 'employer')]
  const [place] = await sql<
    { code: string }[]
  >`select code from positions where state = 'published' order by id limit 1`
  const pages = [
    { name: 'bare node http', url: `http://127.0.0.1:${node}/`, cookie: '' },
    { name: 'bare Remix route', url: `http://127.0.0.1:${remix}/hello`, cookie: '' },
    { name: 'home /nl', url: `${origin}/nl`, cookie: '' },
    { name: 'results /nl/plekken', url: `${origin}/nl/plekken?sector=care`, cookie: '' },
    { name: 'trajectory', url: `${origin}/nl/plekken/${place?.code}`, cookie: '' },
    { name: 'coach inbox', url: `${origin}/coach/voorstellen`, cookie: coach },
    { name: 'employer positions', url: `${origin}/werkgever`, cookie: employer },
  ]
  for (const page of pages) {
    const response = await fetch(page.url, { headers: { cookie: page.cookie }, redirect: 'manual' })
    if (response.status !== 200) throw new Error(`${page.name} answers ${response.status}`)
  }
  const samples = new Map<string, { rate: number; p50: number; p99: number; bytes: number }[]>()
  for (let round = 0; round <= ROUNDS; round++)
    for (const page of pages) {
      const result = await autocannon({
        url: page.url,
        connections: CONNECTIONS,
        duration: round === 0 ? 2 : SECONDS,
        headers: page.cookie ? { cookie: page.cookie } : {},
      })
      if (result.non2xx > 0 || result.errors > 0)
        throw new Error(`${page.name}: ${result.non2xx} answers were not 2xx, ${result.errors} errors`)
      if (round === 0) continue // warm up
      const list = samples.get(page.name) ?? []
      list.push({
        rate: result.requests.average,
        p50: result.latency.p50,
        p99: result.latency.p99,
        bytes: result.throughput.average / Math.max(1, result.requests.average),
      })
      samples.set(page.name, list)
    }
  const middle = (name: string, key: 'rate' | 'p50' | 'p99' | 'bytes') =>
    quantile(
      (samples.get(name) ?? []).map((one) => one[key]),
      0.5,
    )
  const bare = middle('bare Remix route', 'rate')
  const rows = pages.map(({ name }) => ({
    page: name,
    requestsPerSecond: middle(name, 'rate'),
    p50Ms: middle(name, 'p50'),
    p99Ms: middle(name, 'p99'),
    bytes: middle(name, 'bytes'),
    ofBareRemix: middle(name, 'rate') / bare,
  }))
  console.log(
    `\nNode ${process.version}, size ${SIZE}, ${made.proposed} proposals, ${CONNECTIONS} connections, median of ${ROUNDS} rounds of ${SECONDS} s`,
  )
  printTable(
    ['page', 'req/s', 'p50 ms', 'p99 ms', 'bytes', 'of bare Remix'],
    rows.map((row) => [
      row.page,
      row.requestsPerSecond,
      row.p50Ms,
      row.p99Ms,
      row.bytes,
      `${(row.ofBareRemix * 100).toFixed(0)} %`,
    ]),
  )
  console.log(
    JSON.stringify({ bench: 'web', node: process.version, size: SIZE, rounds: ROUNDS, seconds: SECONDS, rows }),
  )
  await close()
} finally {
  for (const child of children) child.kill('SIGTERM')
  await wait(500)
  await bench.drop()
}

async function answers(url: string): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; await wait(100)) {
    try {
      if ((await fetch(url)).ok) return
    } catch {}
  }
  throw new Error(`${url} does not answer`)
}
