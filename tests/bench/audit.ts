import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { openDatabase } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { recordAudit } from '#server/audit/record.ts'
import { sealAudit } from '#server/audit/seal-audit.ts'
import { verifyAudit } from '#server/audit/verify-audit.ts'
import type { Actor } from '#server/platform/context.ts'
import { readEnv } from '#server/platform/env.ts'

const ROWS = Number(process.env['AUDIT_ROWS'] ?? 1_000_000)
const STREAMS = 20
const BATCH = 2_000
const BAR_SECONDS = 60

/**
 * Writes, seals and verifies rows in a database of its own, as the product does it, and one row that was changed has to be found.
 * @throws Error when a bar is missed: 1,000,000 rows verified in at most 60 s (reliability.md, P18)
 */
export async function benchAudit(): Promise<void> {
  const server = readEnv().databaseUrl
  const admin = postgres(server, { max: 1, onnotice: () => {} })
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  await admin.unsafe(`create database ${name}`)
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href
  try {
    await migrate(url)
    const database = openDatabase(url, { max: 4, statementTimeoutMs: 300_000 })
    try {
      await measure(database.db)
    } finally {
      await database.close()
    }
  } finally {
    await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end({ timeout: 5 })
  }
}

async function measure(db: ReturnType<typeof openDatabase>['db']): Promise<void> {
  const actors = Array.from(
    { length: STREAMS },
    (_, at): Actor => ({
      role: 'coach',
      accountId: randomUUID(),
      newcomerId: null,
      employerId: null,
      municipalityCode: `GM${String(at).padStart(4, '0')}`,
    }),
  )
  const timed = async (work: () => Promise<void>) => {
    const began = performance.now()
    await work()
    return (performance.now() - began) / 1000
  }
  const start = Date.UTC(2026, 0, 1)
  const wrote = await timed(async () => {
    for (let from = 0; from < ROWS; from += BATCH) {
      const actor = actors[(from / BATCH) % STREAMS] ?? null
      const entries = Array.from({ length: Math.min(BATCH, ROWS - from) }, () => ({
        action: 'dossier.viewed',
        subject: 'newcomer' as const,
        subjectId: randomUUID(),
        detail: { page: 'profile' },
      }))
      await recordAudit(db, { actor, now: new Date(start + from) }, entries)
    }
  })
  const sealed = await timed(async () => void (await sealAudit(db)))
  let found = await verifyAudit(db)
  const verified = await timed(async () => {
    found = await verifyAudit(db)
  })
  const memory = Math.round(process.memoryUsage().rss / 1e6)
  const middle = Math.floor(ROWS / STREAMS / 2)
  await db.execute(sql`alter table audit_entries disable trigger user`)
  await db.execute(
    sql`update audit_entries set subject_id = 'another' where stream = 'municipality:GM0007' and seq = ${middle}`,
  )
  const after = await verifyAudit(db)
  const located = after.faults.length === 1 && after.faults[0]?.seq === middle && after.faults[0].why === 'changed'
  const round = (seconds: number) => Math.round(seconds * 10) / 10
  const answer = {
    rows: found.entries,
    streams: found.streams,
    writeSeconds: round(wrote),
    sealSeconds: round(sealed),
    verifySeconds: round(verified),
    barSeconds: BAR_SECONDS,
    memoryMb: memory,
    tamperedRowLocated: located,
    node: process.version,
  }
  console.log(JSON.stringify(answer))
  if (found.entries !== ROWS || found.faults.length > 0 || found.waiting > 0) throw new Error('The rows do not verify.')
  if (!located) throw new Error('The changed row was not found.')
  if (verified > BAR_SECONDS) throw new Error(`Verifying took ${round(verified)} s, more than ${BAR_SECONDS} s.`)
}
