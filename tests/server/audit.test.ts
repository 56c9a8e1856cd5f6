import { spawn } from 'node:child_process'
import { asc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { auditEntries, auditHeads } from '#db/schema/audit.ts'
import { auditKeys } from '#server/audit/keys.ts'
import { recordAudit } from '#server/audit/record.ts'
import { sealAudit } from '#server/audit/seal-audit.ts'
import { anchorsNow, verifyAudit, verifyAuditNow } from '#server/audit/verify-audit.ts'
import { changeAvailability } from '#server/newcomers/change-availability.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { declineProposal } from '#server/proposals/decline-proposal.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { untilSomebodyWaits } from '#tests/make/waits.ts'
import { aDatabase } from '#tests/setup/database.ts'

const COACH: Actor = {
  role: 'coach',
  accountId: '10000000-0000-4000-8000-000000000001',
  newcomerId: null,
  employerId: null,
  municipalityCode: 'GM0344',
}
const STREAM = 'municipality:GM0344'
const moment = (second: number) => new Date(Date.UTC(2026, 10, 22, 9, 0, second, 123))

let home: Awaited<ReturnType<typeof aDatabase>>
let writers: Database
beforeAll(async () => {
  home = await aDatabase()
  writers = openDatabase(home.url, { max: 8 })
})
afterAll(async () => {
  await writers?.close()
  await home?.close()
})

/** As somebody who owns the tables can do it: without the triggers. */
const unguarded = (statement: ReturnType<typeof sql>) =>
  home.db.transaction(async (tx) => {
    await tx.execute(sql`alter table audit_entries disable trigger user`)
    await tx.execute(sql`alter table audit_heads disable trigger user`)
    await tx.execute(statement)
    await tx.execute(sql`alter table audit_entries enable trigger user`)
    await tx.execute(sql`alter table audit_heads enable trigger user`)
  })

const look = (second: number, subjectId = `newcomer-${second}`) =>
  recordAudit(home.db, { actor: COACH, now: moment(second) }, [
    { action: 'dossier.viewed', subject: 'newcomer', subjectId, detail: { b: 2, a: 'x' } },
  ])

beforeEach(() => unguarded(sql`truncate audit_entries, audit_heads`))

test('an entry waits, is sealed once, and verifies', async () => {
  for (let second = 1; second <= 5; second++) await look(second)
  expect(await verifyAudit(home.db)).toMatchObject({ entries: 0, waiting: 5, faults: [] })
  expect(await sealAudit(home.db)).toEqual({ sealed: 5, refused: 0 })
  expect(await sealAudit(home.db)).toEqual({ sealed: 0, refused: 0 })
  expect(await verifyAudit(home.db)).toMatchObject({ entries: 5, streams: 1, waiting: 0, faults: [] })
  const rows = await home.db.select().from(auditEntries).orderBy(asc(auditEntries.seq))
  expect(rows.map((row) => [row.seq, row.stream, row.actorRole, row.organisation])).toEqual(
    [1, 2, 3, 4, 5].map((seq) => [seq, STREAM, 'coach', 'GM0344']),
  )
})

test('an entry is kept with its command, and goes with it', async () => {
  const failing = home.db.transaction(async (tx) => {
    await recordAudit(tx, { actor: COACH, now: moment(1) }, [
      { action: 'proposal.accept', subject: 'proposal', subjectId: 'p' },
    ])
    throw new Error('the command failed')
  })
  await expect(failing).rejects.toThrow('the command failed')
  expect(await home.db.select().from(auditEntries)).toEqual([])
})

test('rows cannot be changed, taken away or emptied, sealed or not', async () => {
  const cause = (error: { cause?: { code?: string } }) => error.cause?.code
  const refused = async (statement: ReturnType<typeof sql>) =>
    expect(await home.db.execute(statement).then(() => 'done', cause)).toBe('42501')
  await look(1)
  await refused(sql`update audit_entries set action = 'other'`)
  await refused(sql`update audit_entries set action = 'other', seq = 1, mac = '', seal_key_id = 'x'`)
  await refused(sql`delete from audit_entries`)
  await sealAudit(home.db)
  await refused(sql`update audit_entries set seq = 2`)
  await refused(sql`delete from audit_entries`)
  await refused(sql`truncate audit_entries`)
  await refused(sql`update audit_heads set seq = 0`)
  await refused(sql`delete from audit_heads`)
  await refused(sql`truncate audit_heads`)
  expect(await verifyAudit(home.db)).toMatchObject({ entries: 1, faults: [] })
})

test('8 writers and 4 sealers at once: one chain, no fork, nothing lost', async () => {
  let writing = true
  const writer = async (one: number) => {
    for (let turn = 0; turn < 50; turn++)
      await writers.db.transaction((tx) =>
        recordAudit(tx, { actor: COACH, now: moment(turn % 60) }, [
          { action: 'dossier.viewed', subject: 'newcomer', subjectId: `${one}-${turn}` },
        ]),
      )
  }
  const sealer = async () => {
    while (writing) await sealAudit(writers.db)
  }
  const sealers = Promise.all([1, 2, 3, 4].map(sealer))
  await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(writer))
  writing = false
  await sealers
  await sealAudit(home.db)
  expect(await verifyAudit(home.db)).toMatchObject({ entries: 400, waiting: 0, faults: [] })
  const seqs = await home.db.select({ seq: auditEntries.seq }).from(auditEntries).orderBy(asc(auditEntries.seq))
  expect(seqs.map((row) => row.seq)).toEqual(Array.from({ length: 400 }, (_, at) => at + 1))
})

describe('tampering is located', () => {
  beforeEach(async () => {
    for (let second = 1; second <= 9; second++) await look(second)
    await sealAudit(home.db)
  })
  const first = async (anchors: Awaited<ReturnType<typeof anchorsNow>> = []) =>
    (await verifyAudit(home.db, { anchors })).faults.map(({ stream, seq, why }) => [stream, seq, why])

  test.each([
    ['what was looked at', sql`update audit_entries set subject_id = 'another' where seq = 4`],
    ['who looked', sql`update audit_entries set actor_id = null where seq = 4`],
    ['when', sql`update audit_entries set at = at + interval '1 millisecond' where seq = 4`],
    ['a detail', sql`update audit_entries set detail = '{"a":"y","b":2}' where seq = 4`],
  ])('edit: %s', async (_what, statement) => {
    await unguarded(statement)
    expect(await first()).toEqual([[STREAM, 4, 'changed']])
  })

  test('delete: the hole, also when the rest is numbered again', async () => {
    await unguarded(sql`delete from audit_entries where seq = 4`)
    expect(await first()).toEqual([[STREAM, 4, 'missing']])
    await unguarded(sql`update audit_entries set seq = seq + 100 where seq > 4`)
    await unguarded(sql`update audit_entries set seq = seq - 101 where seq > 100`)
    expect(await first()).toEqual([[STREAM, 4, 'moved']])
  })

  test('insert: one that no key made, in the chain or waiting for it', async () => {
    const copy = sql`insert into audit_entries (id, stream, seq, at, actor_role, action, subject, subject_id, key_id, entry_mac, seal_key_id, mac)
      select gen_random_uuid(), stream, 10, at, actor_role, action, subject, 'planted', key_id, entry_mac, seal_key_id, mac from audit_entries where seq = 9`
    await unguarded(copy)
    expect(await first()).toEqual([[STREAM, 10, 'changed']])
    await unguarded(sql`update audit_entries set seq = null, mac = null, seal_key_id = null where seq = 10`)
    expect(await sealAudit(home.db)).toEqual({ sealed: 0, refused: 1 })
    expect(await first()).toEqual([[STREAM, null, 'changed']])
  })

  test('reorder: two that changed places', async () => {
    await unguarded(
      sql`update audit_entries set seq = case seq when 4 then 105 when 5 then 104 end where seq in (4, 5)`,
    )
    await unguarded(sql`update audit_entries set seq = seq - 100 where seq > 100`)
    expect(await first()).toEqual([[STREAM, 4, 'moved']])
  })

  test('cut tail: by the head; with the head set back, by the anchor outside', async () => {
    const anchors = await anchorsNow(home.db)
    expect(anchors).toMatchObject([{ stream: STREAM, seq: 9 }])
    await unguarded(sql`delete from audit_entries where seq > 6`)
    expect(await first()).toEqual([[STREAM, 7, 'cut']])
    await unguarded(
      sql`update audit_heads set seq = 6, mac = (select mac from audit_entries where seq = 6 and stream = ${STREAM})`,
    )
    expect(await first()).toEqual([])
    expect(await first(anchors)).toEqual([[STREAM, 7, 'cut']])
  })

  test('in the newest part, when no more is asked for; what is older is said to be left out', async () => {
    const newest = async () => {
      const { entries, passedOver, faults } = await verifyAudit(home.db, { newest: 4 })
      return [entries, passedOver, faults.map(({ seq, why }) => [seq, why])]
    }
    expect(await newest()).toEqual([4, 5, []])
    await unguarded(sql`update audit_entries set subject_id = 'another' where seq = 3`)
    expect(await newest()).toEqual([4, 5, []])
    expect(await first()).toEqual([[STREAM, 3, 'changed']])
    await unguarded(sql`update audit_entries set subject_id = 'another' where seq = 8`)
    expect((await newest())[2]).toEqual([[8, 'changed']])
    await unguarded(sql`delete from audit_entries where seq = 6`)
    expect((await newest())[2]).toEqual([[6, 'missing']])
    await unguarded(sql`delete from audit_entries where seq = 5`)
    expect((await newest())[2]).toEqual([[5, 'missing']])
  })

  test('a chain that is gone altogether, or that went on otherwise after an anchor', async () => {
    const anchors = await anchorsNow(home.db)
    await unguarded(sql`delete from audit_entries where seq = 9`)
    const [last] = await home.db.select().from(auditEntries).where(eq(auditEntries.seq, 8))
    await unguarded(sql`update audit_heads set seq = 8, mac = decode(${last?.mac?.toString('hex') ?? ''}, 'hex')`)
    await look(10)
    await sealAudit(home.db)
    expect(await first()).toEqual([])
    expect(await first(anchors)).toEqual([[STREAM, 9, 'other-chain']])
    await unguarded(sql`truncate audit_entries, audit_heads`)
    expect(await first(anchors)).toEqual([[STREAM, 1, 'cut']])
  })
})

test('a new key goes on with the chain; without the old one its entries cannot be verified', async () => {
  const [old, fresh] = ['an-old-secret-of-at-least-32-characters', 'a-new-secret-of-at-least-32-characters']
  const before = process.env['AUDIT_KEYS']
  try {
    process.env['AUDIT_KEYS'] = old
    await look(1)
    await sealAudit(home.db)
    process.env['AUDIT_KEYS'] = `${fresh},${old}`
    await look(2)
    await sealAudit(home.db)
    expect(await verifyAudit(home.db)).toMatchObject({ entries: 2, faults: [] })
    const onlyNew = auditKeys({ AUDIT_KEYS: fresh })
    expect((await verifyAudit(home.db, { keys: onlyNew })).faults).toMatchObject([{ seq: 1, why: 'key-unknown' }])
    expect(() => auditKeys({ AUDIT_KEYS: 'short' })).toThrow('at least 32')
  } finally {
    if (before === undefined) delete process.env['AUDIT_KEYS']
    else process.env['AUDIT_KEYS'] = before
  }
})

test('what a worker does is no decision of a person', async () => {
  const worker: Actor = WORKER
  await recordAudit(home.db, { actor: worker, now: moment(1) }, [
    { action: 'proposal.expire', subject: 'proposal', subjectId: 'p' },
  ])
  expect(await home.db.select().from(auditEntries)).toEqual([])
  expect(await home.db.select().from(auditHeads)).toEqual([])
})

test('a decision of a person is written down with it, whoever made it', async () => {
  const { proposalId, newcomer, coach } = await aProposal(home.db, { state: 'proposed' })
  const ctx = { db: home.db, actor: coach, now: new Date('2026-11-22T10:00:00Z') }
  await shortlistProposal(ctx, { proposalId, version: 1 })
  await declineProposal({ ...ctx, actor: newcomer.actor }, { proposalId, choice: 'no' })
  await changeAvailability({ ...ctx, actor: newcomer.actor }, { newcomerId: newcomer.newcomerId, step: 'pause' })
  const rows = await home.db.select().from(auditEntries)
  expect(rows.map((row) => `${row.actorRole} ${row.action} ${row.subjectId}`).sort()).toEqual(
    [
      `coach proposal.shortlist ${proposalId}`,
      `newcomer proposal.decline ${proposalId}`,
      `newcomer newcomer.pause ${newcomer.newcomerId}`,
    ].sort(),
  )
})

/** What `npm run audit -- --verify` says, and its exit code. */
function theCommand(): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/audit.ts', '--verify'], {
    env: { ...process.env, DATABASE_URL: home.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      said += part
    })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })))
}

test('what is sealed while the chains are verified is no fault', async () => {
  const verify = async () => ({ code: (await verifyAuditNow(home.db)).faults.length, said: '' })
  for (const [second, run] of [verify, theCommand].entries()) {
    await look(2 * second + 1)
    await sealAudit(home.db)
    await look(2 * second + 2)
    let running: ReturnType<typeof theCommand> | undefined
    await writers.db.transaction(async (tx) => {
      // The heads are read, the entries not yet: that is when the worker seals.
      await tx.execute(sql`lock table audit_entries in access exclusive mode`)
      running = run()
      await untilSomebodyWaits(home.db)
      expect(await sealAudit(tx)).toEqual({ sealed: 1, refused: 0 })
    })
    expect(await running).toMatchObject({ code: 0 })
  }
})
