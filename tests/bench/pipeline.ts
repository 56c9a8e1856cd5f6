import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { openDatabase } from '#db/client.ts'
import { changeAvailability } from '#server/newcomers/change-availability.ts'
import { markDone } from '#server/outbox/effects.ts'
import { type Actor, dayOf, WORKER } from '#server/platform/context.ts'
import { readEnv } from '#server/platform/env.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { benchDatabase, printTable, program, quantile, rootFolder } from './bench-database.ts'

/**
 * From a changed profile to a visible proposal: the coach's command commits, the relay adds jobs, a worker matches, the proposal is there.
 * On each queue backend that this machine has, with real worker processes. `npm run bench:pipeline`; BENCH_SIZE and BENCH_SAMPLES change it.
 */
const SIZE = process.env['BENCH_SIZE'] ?? 'region'
const SAMPLES = Number(process.env['BENCH_SAMPLES'] ?? 60)
const env = readEnv()

await program(['bin/build.mjs'])
const bench = await benchDatabase(env.databaseUrl, SIZE)
const { db, sql, close } = openDatabase(bench.url, { max: 4, statementTimeoutMs: 600_000, name: 'bench' })
try {
  const started = performance.now()
  const made = await proposeMatches({ db, actor: WORKER, now: new Date() }, { all: true })
  console.log(`Everybody at once: ${made.proposed} proposals in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  await sql`analyze`
  // The nightly run for everybody is not what is measured here.
  await markDone(db, [`day:${dayOf(new Date())}`], 'match-all', new Date())
  await sql`update outbox_events set relayed_at = now() where relayed_at is null`
  const backends = [...(env.redisUrl ? (['redis'] as const) : []), 'postgres' as const]
  const rows: { backend: string; samples: number; missed: number; p50Ms: number; p95Ms: number; p99Ms: number }[] = []
  for (const backend of backends) rows.push(await measure(backend))
  printTable(
    ['queue', 'samples', 'missed', 'p50 ms', 'p95 ms', 'p99 ms'],
    rows.map((row) => [row.backend, row.samples, row.missed, row.p50Ms, row.p95Ms, row.p99Ms]),
  )
  console.log(JSON.stringify({ bench: 'pipeline', node: process.version, size: SIZE, rows }))
} finally {
  await close()
  await bench.drop()
}

async function measure(backend: 'redis' | 'postgres') {
  const workers = startWorkers(backend)
  try {
    await wait(4000)
    const people = await sql<{ id: string; coach_id: string; municipality_code: string }[]>`
      select n.id, n.coach_id, n.municipality_code from newcomers n
      where n.availability = 'available' and exists (select 1 from proposals p where p.newcomer_id = n.id and p.state = 'proposed')
      order by n.id limit ${SAMPLES}`
    const times: number[] = []
    let missed = 0
    for (const person of people) {
      const coach: Actor = {
        role: 'coach',
        accountId: person.coach_id,
        newcomerId: null,
        employerId: null,
        municipalityCode: person.municipality_code,
      }
      await changeAvailability({ db, actor: coach, now: new Date() }, { newcomerId: person.id, step: 'pause' })
      await until(async () => (await open(person.id)) === 0, 10_000)
      const before = performance.now()
      await changeAvailability({ db, actor: coach, now: new Date() }, { newcomerId: person.id, step: 'resume' })
      if (await until(async () => (await open(person.id)) > 0, 10_000)) times.push(performance.now() - before)
      else missed++
    }
    return {
      backend,
      samples: times.length,
      missed,
      p50Ms: quantile(times, 0.5),
      p95Ms: quantile(times, 0.95),
      p99Ms: quantile(times, 0.99),
    }
  } finally {
    workers.kill('SIGTERM')
    await wait(1500)
  }
}

async function open(newcomerId: string): Promise<number> {
  const [row] = await sql<
    { n: number }[]
  >`select count(*)::int as n from proposals where newcomer_id = ${newcomerId} and state = 'proposed'`
  return row?.n ?? 0
}

async function until(holds: () => Promise<boolean>, within: number): Promise<boolean> {
  for (const end = performance.now() + within; performance.now() < end; await wait(4)) if (await holds()) return true
  return false
}

function startWorkers(backend: 'redis' | 'postgres'): ChildProcess {
  return spawn(process.execPath, ['build/workers.js'], {
    cwd: rootFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: bench.url,
      QUEUE_BACKEND: backend,
      REDIS_URL: backend === 'redis' ? env.redisUrl : '',
      QUEUE_PREFIX: `bench-${process.pid}-${backend}`,
      MEILI_URL: '',
      INSTROOM_MODE: 'demo',
      DEMO: '1',
      PUBLIC_ORIGIN: 'http://localhost:3000',
      SESSION_SECRET: 'only-for-benchmarks-only-for-benchmarks',
      LOG_LEVEL: 'error',
    },
  })
}
