/**
 * `npm run bench:sealing`: how long it takes to seal 100,000 plain addresses, and to turn them to a new key while four people at once find accounts by
 * address and write new addresses. Against a Postgres of TEST_DATABASE_URL or DATABASE_URL, in a database of its own. Ends with 1 when a look-up
 * misses an account or a value is left.
 */
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import postgres from 'postgres'
import { openDatabase } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { accounts } from '#db/schema/accounts.ts'
import { isAddress, keptAddress } from '#server/platform/addresses.ts'
import { WORKER } from '#server/platform/context.ts'
import { resealFields } from '#server/privacy/reseal-fields.ts'
import { printTable, quantile } from './bench-database.ts'

const ROWS = Number(process.env['ROWS'] ?? 100_000)
const PEOPLE = 4
const [OLD, NEW] = ['5e', '6f'].map((byte, at) => `${at + 1}:${byte.repeat(32)}`)
const keysAre = (...keys: (string | undefined)[]) => {
  process.env['SEAL_KEYS'] = keys.join(',')
}

const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL']
if (!given) throw new Error('Set TEST_DATABASE_URL or DATABASE_URL.')
const name = `bench_${randomUUID().replaceAll('-', '')}`
const admin = postgres(given, { max: 1, onnotice: () => {} })
await admin.unsafe(`create database ${name}`)
const url = Object.assign(new URL(given), { pathname: `/${name}` }).href
const addressAt = (n: number) => `bench${n}@voorbeeld.nl`

try {
  keysAre(OLD)
  await migrate(url)
  const { db, sql, close } = openDatabase(url, { max: PEOPLE + 2, statementTimeoutMs: 600_000 })
  await sql`
    insert into accounts (id, role, display_name, email, employer_id, created_at)
    select gen_random_uuid(), 'employer', 'Bench', 'bench' || n || '@voorbeeld.nl', gen_random_uuid(), now()
    from generate_series(0, ${ROWS - 1}) n`
  await sql`analyze accounts`
  const reseal = () => resealFields({ db, actor: WORKER, now: new Date() }, { dry: false })
  const timed = async () => {
    const from = performance.now()
    const done = await reseal()
    const ms = performance.now() - from
    const [of = { sealed: 0, left: 0 }] = done.filter(({ field }) => field === 'accounts.email')
    return { ms, sealed: of.sealed, left: done.reduce((sum, { left }) => sum + left, 0) }
  }
  const first = await timed()

  // The rotation, with people at work.
  keysAre(NEW, OLD)
  let isOver = false
  let missed = 0
  const waits: number[] = []
  const person = async (seed: number) => {
    for (let n = seed; !isOver; n = (n + 7_919) % ROWS) {
      const from = performance.now()
      const [found] = await db
        .select({ id: accounts.id })
        .from(accounts)
        .where(isAddress(addressAt(n)))
      if (found)
        await db
          .update(accounts)
          .set(keptAddress(found.id, addressAt(n)))
          .where(eq(accounts.id, found.id))
      else missed += 1
      waits.push(performance.now() - from)
    }
  }
  const people = Array.from({ length: PEOPLE }, (_, at) => person(at * 1_000))
  const second = await timed()
  isOver = true
  await Promise.all(people)
  // The old key may go: nothing stands under it.
  keysAre(NEW)
  const [old] = await sql<{ rows: number }[]>`
    select count(*)::int as rows from accounts where email_sealed is not null and get_byte(email_sealed, 1) = 1`

  const row = (what: string, { ms, sealed, left }: typeof first) => [what, sealed, left, (ms / 1_000).toFixed(1)]
  printTable(['what', 'values', 'left', 'seconds'], [row('sealed', first), row('turned to a new key', second)])
  const p = (share: number) => Number(quantile(waits, share).toFixed(2))
  const beside = { turns: waits.length, missed, p50: p(0.5), p99: p(0.99) }
  console.log(
    `Beside it ${PEOPLE} people: ${beside.turns} turns, ${missed} missed, p50 ${beside.p50} ms, p99 ${beside.p99} ms.`,
  )
  console.log(JSON.stringify({ rows: ROWS, sealed: first, turned: second, beside, underOld: old?.rows }))
  if (missed > 0 || first.left + second.left > 0 || old?.rows !== 0 || first.sealed !== ROWS) process.exitCode = 1
  await close()
} finally {
  await admin.unsafe(`drop database if exists ${name} with (force)`)
  await admin.end({ timeout: 5 })
}
