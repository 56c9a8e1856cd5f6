import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { asc, eq } from 'drizzle-orm'
import postgres from 'postgres'
import { type Db, openDatabase } from '#db/client.ts'
import { matchingAreas, matchingRunParts, matchingRuns } from '#db/schema/matching.ts'
import type { Size } from '#db/seed/fill-sizes.ts'
import { WHOLE_AREA } from '#server/matching/rules/area.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { WORKER } from '#server/platform/context.ts'
import { readEnv } from '#server/platform/env.ts'
import { planRun } from '#server/proposals/plan-run.ts'
import { recheckRun } from '#server/proposals/reads-proof.ts'
import { isProved } from '#server/proposals/reads-recheck.ts'
import { printTable } from './bench-database.ts'
import { COUNTRY_DAY, fillCountry } from './matching-country.ts'
import type { FromWorker, Task, Took } from './matching-worker.ts'

/**
 * From rows in Postgres to stored proposals: what the workers do in a night, in processes as they are, without the queue between. A country of the
 * seed, 100,000 people who are available and 5,000 published positions, of which about 0.65 % of the pairs fit. BENCH_SIZE takes a smaller size,
 * BENCH_SCORERS another number of processes that score, BENCH_AGAIN=0 leaves out the second run after the first, which
 * compares as a night does, BENCH_KEEP=1 keeps the database and says its name, BENCH_DATABASE takes one that was kept.
 */
const SIZE = (process.env['BENCH_SIZE'] ?? 'country') as Size
const SCORERS = Number(process.env['BENCH_SCORERS'] ?? 2)
const MOST_SECONDS = 60
/** Of each process, by ourselves: the 600 MB of issue 3 are for arrays to proposals, which `matching-chain.ts` and `matching-gates.ts` hold. */
const MOST_MB = 600

/** A run is for its day only. */
const NOW = new Date(`${COUNTRY_DAY}T09:00:00Z`)

const seconds = (since: number): number => Math.round((performance.now() - since) / 100) / 10
const say = (line: string): void => console.log(line)

/** A worker process that is connected and waits. */
const openWorker = async (url: string) => {
  const child: ChildProcess = fork(path.join(import.meta.dirname, 'matching-worker.ts'), [url, NOW.toISOString()], {
    execArgv: ['--max-old-space-size=400', '--import', 'tsx'],
  })
  const heard = (on: (message: FromWorker) => boolean) =>
    new Promise<FromWorker>((resolve, reject) => {
      child.on('message', (message: FromWorker) => {
        if (message.say === 'failed') reject(new Error(message.why))
        else if (on(message)) resolve(message)
      })
      child.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)))
    })
  await heard((message) => message.say === 'ready')
  return {
    async does(task: Task, onPart: () => void = () => {}): Promise<Took> {
      const done = heard((message) => {
        if (message.say === 'scored') onPart()
        return message.say === 'done'
      })
      child.send(task)
      return ((await done) as FromWorker & { say: 'done' }).took
    },
    leave: () => {
      child.removeAllListeners('exit')
      child.send('go home')
    },
  }
}

/** Seconds of processor that the server used for the connections of this database, where its processes are on this machine; else null. */
const serverCpu = async (sql: postgres.Sql): Promise<number | null> => {
  const rows = await sql<{ pid: number }[]>`select pid from pg_stat_activity where datname = current_database()`
  try {
    const ticks = rows.map(({ pid }) => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      if (!stat.includes('(postgres')) throw new Error('another machine')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return Number(fields[11]) + Number(fields[12])
    })
    return Math.round(ticks.reduce((sum, one) => sum + one, 0) / 10) / 10
  } catch {
    return null
  }
}

const measure = async (url: string) => {
  const { db, sql, close } = openDatabase(url, { max: 3, statementTimeoutMs: 300_000, name: 'bench' })
  const scorers = await Promise.all(Array.from({ length: SCORERS }, () => openWorker(url)))
  const allocator = await openWorker(url)
  const ctx = { db, actor: WORKER, now: NOW }
  const [serverBefore, begun] = [await serverCpu(sql), performance.now()]
  const run = await planRun(ctx, { kind: 'asked' })
  if (!run) throw new Error('The run was not planned.')
  const parts = await db
    .select({ id: matchingRunParts.id })
    .from(matchingRunParts)
    .where(eq(matchingRunParts.runId, run.runId))
    .orderBy(asc(matchingRunParts.number))
  let scored = 0
  const scoring = scorers.map((worker, n) =>
    worker.does({ what: 'score', partIds: parts.filter((_, at) => at % SCORERS === n).map(({ id }) => id) }, () => {
      scored += 1
      say(`scored ${scored} of ${parts.length} parts after ${seconds(begun)} s`)
    }),
  )
  const tookScoring = await Promise.all(scoring)
  const score = seconds(begun)
  const progress = setInterval(async () => {
    const [row] = await db.select().from(matchingRuns).where(eq(matchingRuns.id, run.runId))
    if (row && row.toWrite > 0) say(`wrote ${row.written} of ${row.toWrite} after ${seconds(begun)} s`)
  }, 3_000)
  const tookAllocating = await allocator
    .does({ what: 'allocate', runId: run.runId })
    .finally(() => clearInterval(progress))
  const whole = seconds(begun)
  const [row] = await db.select().from(matchingRuns).where(eq(matchingRuns.id, run.runId))
  const serverAfter = await serverCpu(sql)
  const [stored] = await sql<{ open: number; covered: number }[]>`
    select count(*)::int as open, count(distinct newcomer_id)::int as covered from proposals where state = 'proposed'`
  const proof = await recheckRun(db, run.runId)
  const again = process.env['BENCH_AGAIN'] === '0' ? null : await runAgain(db, scorers, allocator)
  for (const worker of [...scorers, allocator]) worker.leave()
  await close()
  return {
    size: SIZE,
    newcomers: row?.numbers?.newcomers ?? 0,
    positions: row?.numbers?.positions ?? 0,
    pairs: row?.numbers?.eligiblePairs ?? 0,
    proposals: stored?.open ?? 0,
    covered: stored?.covered ?? 0,
    coverable: row?.numbers?.coverable ?? 0,
    seconds: { score, whole },
    again,
    stages: row?.numbers?.milliseconds ?? {},
    processes: { score: tookScoring, allocate: tookAllocating },
    serverCpuSeconds:
      serverBefore === null || serverAfter === null ? null : Math.round(10 * (serverAfter - serverBefore)) / 10,
    ratio: row?.certificate?.ratio ?? 0,
    isProvenAgain: proof !== null && isProved(proof),
    hashes: { input: row?.inputHash?.slice(0, 12), output: row?.outputHash?.slice(0, 12) },
  }
}

type Worker = Awaited<ReturnType<typeof openWorker>>

/** A second run on what the first left, with the comparison that a night begins with: how long each took, in seconds, and what differed. */
const runAgain = async (db: Db, scorers: readonly Worker[], allocator: Worker) => {
  await db
    .insert(matchingAreas)
    .values({ area: WHOLE_AREA, day: COUNTRY_DAY, policyVersion: MATCHING_POLICY.version })
    .onConflictDoNothing()
  const run = await planRun({ db, actor: WORKER, now: new Date(NOW.getTime() + 60_000) }, { kind: 'asked' })
  if (!run) throw new Error('The second run was not planned.')
  const parts = await db.select().from(matchingRunParts).where(eq(matchingRunParts.runId, run.runId))
  await Promise.all(
    scorers.map((worker, n) =>
      worker.does({ what: 'score', partIds: parts.filter((_, at) => at % SCORERS === n).map(({ id }) => id) }),
    ),
  )
  const begun = performance.now()
  const { residentMb } = await allocator.does({ what: 'allocate', runId: run.runId })
  const took = seconds(begun)
  const [row] = await db.select().from(matchingRuns).where(eq(matchingRuns.id, run.runId))
  const stages = row?.numbers?.milliseconds ?? {}
  const compare = Math.round((stages['compare'] ?? 0) / 100) / 10
  say(
    `a second run: ${took} s from scored to stored, of which ${compare} s compare (nobody waits for that), ${row?.differing} differ`,
  )
  return { took, compare, residentMb, differing: row?.differing ?? null, made: row?.made, stages }
}

/** Prints the figures and says whether the bars of issue 3 are met. One run: it takes as long as it takes. */
export const benchStore = async (): Promise<boolean> => {
  const serverUrl = readEnv().databaseUrl
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} })
  const name = process.env['BENCH_DATABASE'] ?? `bench_${randomUUID().replaceAll('-', '')}`
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
  try {
    if (process.env['BENCH_DATABASE'] === undefined) {
      await admin.unsafe(`create database ${name}`)
      await fillCountry(url, SIZE, say)
    } else await emptied(url)
    return shown(await measure(url))
  } finally {
    if (process.env['BENCH_KEEP'] === '1' || process.env['BENCH_DATABASE'] !== undefined)
      say(`the database ${name} stays`)
    else await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end({ timeout: 5 })
  }
}

/** What a run before this one left. */
const emptied = async (url: string): Promise<void> => {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  await sql`truncate proposals, matching_runs, matching_areas, outbox_events cascade`
  await sql.end()
}

const shown = (found: Awaited<ReturnType<typeof measure>>): boolean => {
  const { processes, seconds: took } = found
  const all = [...processes.score, processes.allocate]
  console.log('')
  printTable(
    ['process', 'cpu s', 'most resident MB', 'heap and arrays MB at its end'],
    all.map((one, n) => [
      n < processes.score.length ? `score ${n + 1}` : 'allocate and write',
      one.cpuSeconds,
      one.residentMb,
      one.heapMb,
    ]),
  )
  const cpu = all.reduce((sum, one) => sum + one.cpuSeconds, 0)
  say(
    `${found.size}: ${found.newcomers} x ${found.positions}, ${found.pairs} pairs (${((100 * found.pairs) / (found.newcomers * found.positions)).toFixed(2)} %), ${found.proposals} proposals; scored after ${took.score} s, stored after ${took.whole} s; ${cpu.toFixed(1)} s of processor, the server ${found.serverCpuSeconds ?? '?'} s`,
  )
  console.log(JSON.stringify({ bench: 'matching-store', node: process.version, runs: 1, ...found }))
  const density = found.pairs / (found.newcomers * found.positions)
  const bars = [
    ['half a percent of the pairs or more pass, so that there is work', density >= 0.005 && found.proposals > 0],
    [`from rows to stored proposals <= ${MOST_SECONDS} s`, took.whole <= MOST_SECONDS],
    [`resident <= ${MOST_MB} MB in each process (ours)`, all.every((one) => one.residentMb <= MOST_MB)],
    ['certified >= 0.9999', found.ratio >= 0.9999],
    ['proved again from stored rows alone', found.isProvenAgain],
    ['covered >= 0.999 of the most that can be', found.covered >= 0.999 * found.coverable],
    ...(found.again
      ? ([
          [
            `a second run: the comparison (${found.again.compare} s) counts no pair that differs`,
            found.again.differing === 0,
          ],
        ] as const)
      : []),
  ] as const
  for (const [bar, isMet] of bars) console.log(`${isMet ? 'met    ' : 'NOT MET'} ${bar}`)
  return bars.every(([, isMet]) => isMet)
}
