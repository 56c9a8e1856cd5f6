import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boundDb } from '#db/bound.ts'
import { type Database, type Db, openDatabase } from '#db/client.ts'
import { POLICIES } from '#db/row-level/policies.ts'
import { WEB } from '#db/row-level/roles.ts'
import { AMERSFOORT, UTRECHT } from '#tests/make/reference.ts'
import { anAccount } from '#tests/make/rooms.ts'
import { claimsOf } from '#tests/make/row-level.ts'
import { aWorld, type World } from '#tests/make/two-worlds.ts'
import { aDatabase } from '#tests/setup/database.ts'

/**
 * Three worlds in one database: here, in another municipality, and next door in the same municipality. Whoever asks for everything gets no row of another
 * world, and can add, change or remove none of it.
 */
let home: Awaited<ReturnType<typeof aDatabase>>
let owner: Database
let web: Database
const worlds: Record<string, { world: World; rows: Map<string, Set<string>> }> = {}
const names = Object.keys(POLICIES)
/** Nobody's: reference, the site's own, and what is only ever added to. */
const common = names.filter((name) => POLICIES[name]?.wide !== undefined || POLICIES[name]?.open !== undefined)
const strict = names.filter((name) => !common.includes(name))

/** Tables that officers of every municipality share, since a group of companies reaches over a border. */
const OFFICERS_ONLY: Record<string, string[]> = { employer_groups: ['officer'], group_requests: ['officer'] }

const rowsOf = async (db: Db, name: string): Promise<Set<string>> =>
  new Set(
    (await db.execute<{ row: string }>(sql.raw(`select md5(t::text) as row from ${name} t`))).map((one) => one.row),
  )

beforeAll(async () => {
  home = await aDatabase()
  owner = openDatabase(home.url, { max: 2, statementTimeoutMs: 60_000 })
  web = openDatabase(home.url, { max: 2, role: WEB })
  // What the words in a row are does not matter here, whose it is does.
  const checks = await owner.sql<{ name: string; relation: string }[]>`
    select conname as name, conrelid::regclass::text as relation from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace`
  for (const one of checks) await owner.sql.unsafe(`alter table ${one.relation} drop constraint ${one.name}`)
  const before = new Map<string, Set<string>>()
  for (const [key, code, postcode] of [
    ['here', UTRECHT, '3511'],
    ['elsewhere', AMERSFOORT, '3811'],
    ['nextDoor', UTRECHT, '3526'],
  ] as const) {
    const world = await aWorld(owner.db, code, postcode)
    const rows = new Map<string, Set<string>>()
    for (const name of names) {
      const all = await rowsOf(owner.db, name)
      rows.set(name, new Set([...all].filter((row) => !before.get(name)?.has(row))))
      before.set(name, all)
    }
    worlds[key] = { world, rows }
  }
}, 60_000)
afterAll(async () => {
  await web.close()
  await owner.close()
  await home.close()
})

const at = (key: string) => worlds[key] as { world: World; rows: Map<string, Set<string>> }
const overlap = (seen: Set<string>, foreign: Set<string> | undefined): number =>
  [...(foreign ?? [])].filter((row) => seen.has(row)).length

test('every strict table but a few that only workers fill has rows of each world', () => {
  const empty = strict.filter((name) => at('elsewhere').rows.get(name)?.size === 0)
  expect(empty.sort()).toEqual(['account_warnings'])
  for (const name of Object.keys(OFFICERS_ONLY)) expect([name, at('elsewhere').rows.get(name)?.size]).toEqual([name, 1])
})

test('without anybody there is no row, of no table, and nothing to write', async () => {
  for (const name of names.filter((one) => POLICIES[one]?.open === undefined))
    expect([name, (await web.sql.unsafe(`select 1 from ${name}`)).length]).toEqual([name, 0])
  for (const name of strict) {
    await expect(web.sql.unsafe(`insert into ${name} default values`), name).rejects.toMatchObject({
      code: expect.stringMatching(/42501|23502/),
    })
    expect([name, (await web.sql.unsafe(`delete from ${name} returning 1`)).length]).toEqual([name, 0])
  }
  await expect(web.sql`truncate notices`).rejects.toMatchObject({ code: '42501' })
  await expect(web.sql`alter table notices disable row level security`).rejects.toMatchObject({ code: '42501' })
  await web.sql
    .begin(async (tx) => {
      await tx`set local row_security = off`
      await expect(tx`select * from notices`).rejects.toMatchObject({ code: '42501' })
    })
    .catch(() => {})
})

/** What somebody of the same municipality may read of the neighbours: names of colleagues, the search of the municipality, and its officers all of it. */
const NEXT_DOOR: Record<string, string[]> = {
  coach: ['accounts', 'newcomer_search'],
  newcomer: [],
  employer: [],
}

const roles = ['newcomer', 'coach', 'employer', 'municipality', 'officer'] as const
describe.each(roles)('a %s who asks for everything', (role) => {
  const mine = () => boundDb(owner.db, claimsOf(at('here').world.actors[role]))

  test('gets no row of another municipality', async () => {
    for (const name of strict) {
      const seen = await rowsOf(mine(), name)
      expect([name, overlap(seen, at('elsewhere').rows.get(name))]).toEqual([name, 0])
    }
  })

  test.runIf(role in NEXT_DOOR)('gets none of somebody else next door', async () => {
    for (const name of strict.filter((one) => !NEXT_DOOR[role]?.includes(one))) {
      const seen = await rowsOf(mine(), name)
      expect([name, overlap(seen, at('nextDoor').rows.get(name))]).toEqual([name, 0])
    }
  })

  test.runIf(role !== 'officer')('gets none of what officers of all municipalities share', async () => {
    for (const name of Object.keys(OFFICERS_ONLY)) {
      const seen = await rowsOf(mine(), name)
      for (const key of ['elsewhere', 'nextDoor'])
        expect([name, overlap(seen, at(key).rows.get(name))]).toEqual([name, 0])
    }
  })

  test('changes and removes nothing of another municipality', async () => {
    const taken: string[] = []
    let tried = 0
    for (const name of names) {
      const [column] = await owner.sql<{ name: string }[]>`
        select a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = ${name}::regclass and i.indisprimary`
      const all = await owner.sql.unsafe(`select ctid::text as at, md5(t::text) as hash from ${name} t`)
      const shared = OFFICERS_ONLY[name]?.includes(role)
      // One row at a time: a delete that stops at a reference of one row says nothing of the others.
      for (const row of all.filter((one) => !shared && at('elsewhere').rows.get(name)?.has(String(one['hash']))))
        for (const [what, statement] of [
          ['changes', `update ${name} set ${column?.name} = ${column?.name} where ctid = '${row['at']}' returning 1`],
          ['removes', `delete from ${name} where ctid = '${row['at']}' returning 1`],
        ] as const) {
          tried += 1
          const outcome = await mine()
            .transaction(async (tx) => {
              const rows = await tx.execute(sql.raw(statement))
              throw new Error(rows.length === 0 ? 'nothing' : 'it went through')
            })
            .catch((error: Error & { cause?: { code?: string } }) => error.cause?.code ?? error.message)
          // Refused by a policy or a right; what a reference refuses was let through by them.
          if (outcome !== 'nothing' && outcome !== '42501') taken.push(`${what} ${name}: ${outcome}`)
        }
    }
    expect(taken).toEqual([])
    expect(tried).toBeGreaterThan(200)
  })

  test('adds nothing in the name of another municipality', async () => {
    // Anybody may add to these: they name nobody who adds.
    const open = ['outbox_events', 'public_reports', 'rate_limits']
    const added: string[] = []
    const made = await owner.sql`select table_name || '.' || column_name as name from information_schema.columns
      where is_generated = 'ALWAYS'`
    const generated = new Set(made.map((one) => String(one['name'])))
    for (const name of strict.filter((one) => !open.includes(one))) {
      const rows = await owner.sql.unsafe(`select to_jsonb(t) as row from ${name} t`)
      const theirs = at('elsewhere').rows.get(name)
      const found = (await owner.sql.unsafe(`select to_jsonb(t) as row, md5(t::text) as hash from ${name} t`)).filter(
        (one) => theirs?.has(String(one['hash'])),
      )
      expect(rows.length).toBeGreaterThanOrEqual(found.length)
      for (const one of found) {
        const outcome = await mine()
          .transaction(async (tx) => {
            const columns = Object.keys(one['row'] as object).filter((key) => !generated.has(`${name}.${key}`))
            await tx.execute(
              sql`insert into ${sql.raw(name)} (${sql.raw(columns.map((key) => `"${key}"`).join(', '))})
                select ${sql.raw(columns.map((key) => `r."${key}"`).join(', '))} from jsonb_populate_record(null::${sql.raw(name)}, ${JSON.stringify(one['row'])}::text::jsonb) r`,
            )
            throw new Error('it went in')
          })
          .catch((error: Error & { cause?: { code?: string } }) => error.cause?.code ?? error.message)
        // A row that is there already is told apart only after the policy let it through.
        if (outcome !== '42501') added.push(`${name}: ${outcome}`)
      }
    }
    expect([...new Set(added)]).toEqual([])
  })
})

test('the platform and the auditor read no person: accounts and queues for the one, the audit for the other', async () => {
  for (const [role, may] of [
    ['platform', ['accounts', 'outbox_events', 'dead_jobs']],
    ['auditor', ['audit_entries', 'audit_heads']],
  ] as const) {
    const account = await anAccount(owner.db, { role, municipalityCode: null })
    const seen: string[] = []
    for (const name of strict) {
      const rows = await rowsOf(boundDb(owner.db, claimsOf(account)), name)
      if (overlap(rows, at('elsewhere').rows.get(name)) > 0) seen.push(name)
    }
    expect(seen.filter((name) => !(may as readonly string[]).includes(name))).toEqual([])
  }
})

test('a visitor and a session before its second step read no person', async () => {
  const { newcomer } = at('here').world.actors
  for (const claims of [
    { ...claimsOf(newcomer), role: 'anyone', accountId: null, newcomerId: null },
    { ...claimsOf(newcomer), role: 'half', newcomerId: null },
  ])
    for (const name of strict) {
      const rows = await rowsOf(boundDb(owner.db, claims), name)
      for (const key of ['elsewhere', 'nextDoor'])
        expect([claims.role, name, overlap(rows, at(key).rows.get(name))]).toEqual([claims.role, name, 0])
    }
})
