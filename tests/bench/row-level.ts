/** `npm run bench:row-level`: what row level security costs three pages of a coach, against a Postgres of TEST_DATABASE_URL or DATABASE_URL. */
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { boundDb } from '#db/bound.ts'
import { type Db, openDatabase } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { WEB } from '#db/row-level/roles.ts'
import { fillSize } from '#db/seed/fill-sizes.ts'
import { caseloadOf, quietInCaseload } from '#server/newcomers/reads-caseload.ts'
import { placementTasksOf } from '#server/placements/reads-tasks.ts'
import { type Actor, dayOf } from '#server/platform/context.ts'
import { proposalsForCoach } from '#server/proposals/reads.ts'
import { waitingForCoach } from '#server/proposals/reads-list.ts'
import { loadStarter } from '#server/reference/load-starter.ts'

const ROUNDS = Number(process.env['ROUNDS'] ?? 300)
const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL']
if (!given) throw new Error('Set TEST_DATABASE_URL or DATABASE_URL.')
const name = `bench_${randomUUID().replaceAll('-', '')}`
const admin = postgres(given, { max: 1, onnotice: () => {} })
await admin.unsafe(`create database ${name}`)
const url = Object.assign(new URL(given), { pathname: `/${name}` }).href
const now = new Date()

/** The middle of the times, in milliseconds, with the one that nine in ten stay under. */
async function timed(run: () => Promise<unknown>): Promise<[number, number]> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS + 20; round += 1) {
    const from = performance.now()
    await run()
    if (round >= 20) times.push(performance.now() - from)
  }
  times.sort((one, other) => one - other)
  return [times[Math.floor(times.length / 2)] ?? 0, times[Math.floor(times.length * 0.9)] ?? 0]
}

try {
  await migrate(url)
  const owner = openDatabase(url, { max: 10, statementTimeoutMs: 600_000 })
  const web = openDatabase(url, { max: 10, role: WEB })
  await loadStarter(owner.db)
  await fillSize(owner.sql, { seed: 1, today: dayOf(now), say: () => {}, size: 'town' })
  await owner.sql`analyze`
  const [coach] = await owner.db.execute<{ id: string; code: string; all: number }>(sql`
    select a.id, a.municipality_code as code, count(*)::int as all from accounts a join newcomers n on n.coach_id = a.id
    group by 1, 2 order by 3 desc limit 1`)
  if (!coach) throw new Error('the seed has no coach')
  const actor = {
    role: 'coach',
    accountId: coach.id,
    newcomerId: null,
    employerId: null,
    municipalityCode: coach.code,
    isAdmin: false,
  }
  const ctxOf = (db: Db) => ({ db, actor: actor as Actor, now })
  const bound = () => boundDb(web.db, { ...actor, now })
  const pages: Record<string, (db: Db) => Promise<unknown>> = {
    caseload: (db) => caseloadOf(ctxOf(db)),
    inbox: (db) => Promise.all([proposalsForCoach(ctxOf(db), {}), waitingForCoach(ctxOf(db))]),
    today: (db) => Promise.all([quietInCaseload(ctxOf(db)), placementTasksOf(ctxOf(db))]),
  }
  console.log(
    `caseload of ${coach.all}, ${ROUNDS} rounds, milliseconds\npage      without p50/p90   with p50/p90   more`,
  )
  for (const [page, read] of Object.entries(pages)) {
    const [bare, bareTail] = await timed(() => read(owner.db))
    const [held, heldTail] = await timed(() => read(bound()))
    const part = [bare, bareTail, held, heldTail].map((ms) => ms.toFixed(1).padStart(6))
    console.log(`${page.padEnd(9)} ${part[0]} ${part[1]}    ${part[2]} ${part[3]}    ${(held - bare).toFixed(1)}`)
  }
  await Promise.all([owner.close(), web.close()])
} finally {
  await admin.unsafe(`drop database if exists ${name} with (force)`)
  await admin.end({ timeout: 5 })
}
