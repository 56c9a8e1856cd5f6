import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { and, eq, inArray, is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as run } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { accounts } from '#db/schema/accounts.ts'
import { consents } from '#db/schema/proposals.ts'
import { may } from '#server/access/may.ts'
import { changeMember } from '#server/accounts/change-member.ts'
import { finishLogin } from '#server/accounts/finish-login.ts'
import { accountOfSession } from '#server/accounts/reads.ts'
import { startLogin } from '#server/accounts/start-login.ts'
import { suspendAccount } from '#server/accounts/suspend-account.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { caseloadOf, identityOf } from '#server/newcomers/reads.ts'
import { dbOfDoor } from '#server/platform/bound-db.ts'
import { type Actor, operatorNamed, WORKER, workerNamed } from '#server/platform/context.ts'
import { groupBy } from '#server/platform/group-by.ts'
import type { Mail } from '#server/platform/mail.ts'
import { resealFields } from '#server/privacy/reseal-fields.ts'
import { keepMissingCards } from '#server/proposals/keep-missing-cards.ts'
import { cardStandingOf } from '#server/proposals/reads-cards.ts'
import { revealedCandidate } from '#server/proposals/reads-revealed.ts'
import { aProposal, aReadyNewcomer } from '#tests/make/proposals.ts'
import { anAccount, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase, serverUrl } from '#tests/setup/database.ts'

/** The last migration of the release before contact data were sealed. */
const BEFORE = '0019_refused_and_asked_again'
const MAIL = { coach: 'coach.kanarie@x.example', boss: 'boss.kanarie@x.example', own: 'samira.kanarie@x.example' }
const PHONE = '0687654399'
const OLDER_TEXT = 'consent-2026-11'
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
/** What the seal takes out of the plain columns. */
const SEALED = new Set(['accounts.email', 'newcomer_identities.email', 'newcomer_identities.phone'])

const name = `test_upgrade_${randomUUID().replaceAll('-', '')}`
const folder = mkdtempSync(join(tmpdir(), 'instroom-upgrade-'))
let home: Awaited<ReturnType<typeof aDatabase>>
let old: Database
const onServer = async (statement: string) => {
  const server = postgres(serverUrl(), { max: 1, onnotice: () => {} })
  await server.unsafe(statement).finally(() => server.end())
}
beforeAll(async () => {
  home = await aDatabase()
  await onServer(`create database ${name}`)
  old = openDatabase(serverUrl(name), { max: 2, statementTimeoutMs: 60_000 })
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await old?.close()
  await onServer(`drop database if exists ${name} with (force)`)
  await home?.close()
})

/** The schema as it was: the migrations up to and with that one. */
async function migrateUntil(last: string): Promise<void> {
  cpSync(join(process.cwd(), 'db/migrations'), folder, { recursive: true })
  const path = join(folder, 'meta/_journal.json')
  const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: { tag: string }[] }
  const entries = journal.entries.slice(0, journal.entries.findIndex((one) => one.tag === last) + 1)
  expect(entries.at(-1)?.tag).toBe(last)
  writeFileSync(path, JSON.stringify({ ...journal, entries }))
  await run(drizzle(old.sql), { migrationsFolder: folder })
}

/** Of each table the columns that somebody writes, with their types. */
type Columns = Map<string, { name: string; type: string }[]>
async function columnsNow(): Promise<Columns> {
  const rows = await old.sql<{ table: string; columns: { name: string; type: string }[] }[]>`
    select c.relname as table,
      jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1 order by 1`
  return new Map(rows.map((row) => [row.table, row.columns]))
}

/** What the makers wrote in a database of today, in the columns that there were. */
async function copyFromToday(columns: Columns): Promise<void> {
  const today = openDatabase(home.url, { max: 1 })
  await old.sql.begin(async (tx) => {
    // Not in the order of the references: they are taken off, and checked when they are put back. The owner of a schema may not defer them.
    const references = await tx<{ table: string; name: string; means: string }[]>`
      select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as means
      from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`
    const alter = (of: (one: (typeof references)[number]) => string) =>
      tx.unsafe(references.map((one) => `alter table ${one.table} ${of(one)}`).join(';\n'))
    await alter(({ name }) => `drop constraint "${name}"`)
    for (const [table, all] of columns) {
      const texts = all.map(({ name }) => `"${name}"::text`).join(', ')
      const [found] = await today.sql.unsafe(
        `select coalesce(jsonb_agg(to_jsonb(t)), '[]')::text as rows from (select ${texts} from ${table}) t`,
      )
      const values = all.map(({ name, type }) => `(row ->> '${name}')::${type}`).join(', ')
      await tx.unsafe(
        `insert into ${table} (${listed(all)}) overriding system value select ${values} from jsonb_array_elements($1::text::jsonb) row`,
        [String(found?.['rows'])],
      )
    }
    await alter(({ name, means }) => `add constraint "${name}" ${means}`)
  })
  await today.close()
}
const listed = (columns: readonly { name: string }[]) => columns.map(({ name }) => `"${name}"`).join(', ')

/** Every row of every table of then, but what is sealed or made anew (the projections of search). */
async function rowsOf(columns: Columns): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const [table, all] of columns) {
    if (table.endsWith('_search')) continue
    const kept = all.filter(({ name }) => !SEALED.has(`${table}.${name}`))
    const rows = await old.sql.unsafe(`select to_jsonb(t)::text as row from (select ${listed(kept)} from ${table}) t`)
    if (rows.length > 0) found[table] = rows.map((one) => one['row'] as string).sort()
  }
  return found
}

async function dumped(): Promise<string> {
  let all = ''
  for (const table of (await columnsNow()).keys())
    all += JSON.stringify(await old.sql.unsafe(`select t::text as row from ${table} t`))
  return all
}

const key = accountsKey('a secret of thirty-two characters and more')
/** Signs in by a mailed code, as somebody at the door. */
async function signedInAs(email: string) {
  const mails: Mail[] = []
  const mailer = { send: async (mail: Mail) => void mails.push(mail) }
  const db = dbOfDoor(old.db, NOW)
  const linkOf = (token: string) => `https://instroom.example/${token}`
  const { bind } = await startLogin({ db, now: NOW }, { email, ip: '192.0.2.7', key, mailer, linkOf })
  for (let turn = 0; turn < 100 && mails.length === 0; turn += 1) await new Promise((next) => setTimeout(next, 20))
  const code = /\d{6}/.exec(mails[0]?.text ?? '')?.[0] ?? ''
  const answer = await finishLogin({ db, now: NOW }, { bind, code, key, old: null })
  return answer.ok ? accountOfSession(db, answer.token, NOW) : null
}

/** People who were suspended before it was kept by whom: the audit knows, or does not. The last who did is in the name. */
async function shutBefore(admin: Actor) {
  const member = async () =>
    (await anAccount(home.db, { role: 'employer', employerId: admin.employerId, isAdmin: false })).accountId ?? ''
  const at = (hour: number) => new Date(NOW.getTime() + hour * 3_600_000)
  const operator = (accountId: string, hour: number, state: 'active' | 'suspended' = 'suspended') =>
    suspendAccount({ db: home.db, actor: operatorNamed('ticket-7'), now: at(hour) }, { accountId, state })
  const firm = (accountId: string, hour: number) =>
    changeMember(ctxOf(home.db, admin, at(hour)), { accountId, step: 'suspend', reason: 'misuse' })
  const one = { operator: await member(), firm: await member(), operatorLast: await member(), firmLast: await member() }
  await operator(one.operator, 1)
  await firm(one.firm, 1)
  await firm(one.operatorLast, 1)
  await operator(one.operatorLast, 2)
  await operator(one.firmLast, 1)
  await operator(one.firmLast, 2, 'active')
  await firm(one.firmLast, 3)
  const unknown = await member()
  await home.db.update(accounts).set({ state: 'suspended' }).where(eq(accounts.id, unknown))
  return { ...one, unknown }
}

async function lockedOf(ids: readonly string[]): Promise<string[]> {
  const rows = await old.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(inArray(accounts.id, [...ids]), eq(accounts.lockedByOperator, true)))
  return rows.map(({ id }) => id).sort()
}

test('a database of the release before is migrated and sealed, and nothing of it is lost', {
  timeout: 60_000,
}, async () => {
  const made = await aProposal(home.db, {
    state: 'consented',
    fields: ['phone', 'email'],
    newcomer: await aReadyNewcomer(home.db, {
      identity: { familyName: 'Kanariegeel', email: MAIL.own, phone: PHONE },
    }),
  })
  const waiting = await aProposal(home.db, { state: 'shortlisted', card: null })
  const { employer } = made.position
  for (const [actor, email] of [
    [made.coach, MAIL.coach],
    [employer, MAIL.boss],
    [made.newcomer.actor, MAIL.own],
  ] as const)
    await home.db
      .update(accounts)
      .set({ email })
      .where(eq(accounts.id, actor.accountId ?? ''))
  await home.db.update(consents).set({ textVersion: OLDER_TEXT })
  const shut = await shutBefore(employer)

  await migrateUntil(BEFORE)
  const columns = await columnsNow()
  expect(columns.get('accounts')?.map((one) => one.name)).not.toContain('email_sealed')
  await copyFromToday(columns)
  const before = await rowsOf(columns)
  expect(Object.keys(before)).toEqual(expect.arrayContaining(['accounts', 'consents', 'employers', 'proposals']))
  expect(await dumped()).toContain(MAIL.coach)

  await migrate(serverUrl(name))
  expect(await lockedOf(Object.values(shut))).toEqual([shut.operator, shut.operatorLast, shut.unknown].sort())
  const worker = ctxOf(old.db, WORKER)
  const done = await resealFields(worker, { dry: false })
  expect(done.flatMap(({ field, sealed }) => (sealed > 0 ? [`${field} ${sealed}`] : []))).toEqual([
    'accounts.email 3',
    'newcomer_identities.email 1',
    'newcomer_identities.phone 2',
  ])
  expect(await rowsOf(columns)).toEqual(before)
  const all = await dumped()
  for (const plain of [...Object.values(MAIL), PHONE, '0612345678']) {
    expect(all).not.toContain(plain)
    expect(all).not.toContain(Buffer.from(plain).toString('hex'))
  }

  expect(await signedInAs(MAIL.coach)).toMatchObject({ accountId: made.coach.accountId, role: 'coach' })
  expect(await signedInAs(MAIL.own)).toMatchObject({ accountId: made.newcomer.actor.accountId, role: 'newcomer' })
  const boss = await signedInAs(MAIL.boss)
  expect(boss).toMatchObject({ accountId: employer.accountId, employerId: employer.employerId, isAdmin: true })
  expect(may({ ...employer, isAdmin: boss?.isAdmin === true } as typeof employer, 'position.publish')).toBe(true)

  const found = await caseloadOf(ctxOf(old.db, made.coach), { q: 'kanariegeel' })
  expect(found.rows.map(({ id }) => id)).toEqual([made.newcomer.newcomerId])
  expect(await identityOf(old.db, made.newcomer.newcomerId)).toMatchObject({ email: MAIL.own, phone: PHONE })
  // The yes of then gives what was ticked then; the card of whoever waits is made, once.
  expect(await revealedCandidate(ctxOf(old.db, employer), made.proposalId)).toMatchObject({
    fields: ['given-name', 'phone', 'email'],
    phone: PHONE,
    workHistory: null,
  })
  const coach = ctxOf(old.db, waiting.coach)
  expect(await cardStandingOf(coach, waiting.proposalId)).toBeNull()
  const sweep = () => keepMissingCards(ctxOf(old.db, workerNamed('keep-cards')))
  expect(await sweep()).toEqual({ shown: 0, held: 1, failed: 0 })
  expect(await sweep()).toEqual({ shown: 0, held: 0, failed: 0 })
  expect(await cardStandingOf(coach, waiting.proposalId)).toMatchObject({ outcome: 'held', reason: null })
  expect((await resealFields(worker, { dry: true })).every(({ left }) => left === 0)).toBe(true)
})

test('what the migrations made is what the code reads: every table, each column with its type, and nothing else', async () => {
  await migrate(serverUrl(name))
  const rows = await old.sql<{ table: string; column: string }[]>`
    select c.relname as table, concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end) as column
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1, 2`
  const made = Object.fromEntries(
    [...groupBy(rows, (row) => row.table)].map(([table, its]) => [table, its.map((one) => one.column).sort()]),
  )
  const modules = Object.values(import.meta.glob<Record<string, unknown>>('../../db/schema/*.ts', { eager: true }))
  const tables = modules.flatMap((one) => Object.values(one)).filter((one): one is PgTable => is(one, PgTable))
  const read = tables.map((table) => {
    const { name, columns } = getTableConfig(table)
    const of = (column: (typeof columns)[number]) =>
      [
        snake(column.name),
        column.getSQLType().replace('bigserial', 'bigint').replace(', ', ','),
        column.notNull ? 'not null' : [],
      ]
        .flat()
        .join(' ')
    return [name, columns.map(of).sort()]
  })
  expect(Object.fromEntries(read)).toEqual(made)
  for (const table of tables) await old.db.select().from(table).limit(5)
})
