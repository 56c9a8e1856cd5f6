import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { openDatabase } from '#db/client.ts'
import { type Profile, profileOf } from '#server/newcomers/reads.ts'
import { updateProfile } from '#server/newcomers/update-profile.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { readEnv } from '#server/platform/env.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { benchDatabase, printTable, program, quantile, rootFolder } from './bench-database.ts'

/**
 * From a changed profile to a new proposal in the database: the coach saves when somebody can work and how far they travel, which was not known
 * before; the relay adds jobs, a worker matches, the row is in `proposals`. What the screen needs to show it is not in the figure. On each queue backend that this machine has, with real worker processes. `npm run bench:pipeline`; BENCH_SIZE and BENCH_SAMPLES change it.
 */
const SIZE = process.env['BENCH_SIZE'] ?? 'region'
const SAMPLES = Number(process.env['BENCH_SAMPLES'] ?? 100)
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
  await planRun({ db, actor: WORKER, now: new Date() }, { kind: 'night' })
  await sql`update matching_runs set state = 'done'`
  await sql`update outbox_events set relayed_at = now() where relayed_at is null`
  const backends = [...(env.redisUrl ? (['redis'] as const) : []), 'postgres' as const]
  const rows: { backend: string; samples: number; missed: number; p50Ms: number; p95Ms: number; p99Ms: number }[] = []
  for (const backend of backends) rows.push(await measure(backend))
  printTable(
    ['queue, to the row in the database', 'samples', 'missed', 'p50 ms', 'p95 ms', 'p99 ms'],
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
      const took = await sample(coach, person.id).catch((error: unknown) => {
        console.error(`missed: ${error instanceof Error ? error.message : error}`)
        return null
      })
      if (took === null) missed++
      else times.push(took)
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

/** Milliseconds from the save to the new row; null when there was nothing to see. */
async function sample(coach: Actor, newcomerId: string): Promise<number | null> {
  const known = await profileOf(db, newcomerId)
  // Nothing is proposed to somebody who can be nowhere at no time; who keeps a proposal all the same is no sample.
  if (!known || !(await savePractical(coach, known, { slots: [], maxTravelMinutes: 0 }))) return null
  const isEmpty = await until(async () => (await open(newcomerId)) === 0, 10_000)
  const before = performance.now()
  if (!(await savePractical(coach, known, {})) || !isEmpty) return null
  return (await until(async () => (await open(newcomerId)) > 0, 10_000)) ? performance.now() - before : null
}

/** The coach saves the page about when and where, as it was known but for these fields. @returns whether it was saved */
async function savePractical(
  coach: Actor,
  known: Profile,
  change: Partial<Pick<Profile, 'slots' | 'maxTravelMinutes'>>,
) {
  const [row] = await sql<{ version: number }[]>`select version from newcomers where id = ${known.id}`
  const saved = await updateProfile(
    { db, actor: coach, now: new Date() },
    {
      section: 'practical',
      newcomerId: known.id,
      version: row?.version ?? 0,
      slots: known.slots,
      hoursMin: known.hoursMin,
      hoursMax: known.hoursMax,
      travelMeans: known.travelMeans,
      maxTravelMinutes: known.maxTravelMinutes,
      availableFrom: known.availableFrom,
      workRight: known.workRight,
      workRightFrom: known.workRightFrom,
      workRightUntil: known.workRightUntil,
      workRightCheckedOn: known.workRightCheckedOn,
      ...change,
    },
  )
  return saved.ok
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
