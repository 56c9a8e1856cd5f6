import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { applyPolicies } from '#db/row-level/apply.ts'
import { DEFINERS } from '#db/row-level/functions.ts'
import { POLICIES } from '#db/row-level/policies.ts'
import { PURPOSES } from '#db/row-level/purposes.ts'
import { refuseUnbound } from '#db/row-level/refuse-unbound.ts'
import { APP_ROLES, WEB, WORKERS } from '#db/row-level/roles.ts'
import { WORKER_RIGHTS } from '#db/row-level/worker-rights.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let owner: Database
let web: Database
beforeAll(async () => {
  home = await aDatabase()
  owner = openDatabase(home.url, { max: 2, statementTimeoutMs: 60_000 })
  web = openDatabase(home.url, { max: 1, role: WEB })
})
afterAll(async () => {
  await web.close()
  await owner.close()
  await home.close()
})

const tables = () => owner.sql<{ name: string; forced: boolean; policies: number }[]>`
  select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
    (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`

test('every table says who may see which rows, in db/row-level/policies-people.ts or policies-work.ts', async () => {
  const found = await tables()
  expect(found.map((one) => one.name)).toEqual(Object.keys(POLICIES).sort())
  expect(found.filter((one) => !one.forced || one.policies < 2).map((one) => one.name)).toEqual([])
})

test('a purpose names tables that there are', async () => {
  const known = new Set(Object.keys(POLICIES))
  const named = Object.values<{ reads?: readonly string[]; writes?: readonly string[]; holds?: readonly string[] }>(
    PURPOSES,
  )
    .flatMap(({ reads = [], writes = [], holds = [] }) => [...reads, ...writes, ...holds])
    .filter((table) => !known.has(table))
  expect(named).toEqual([])
})

test('no role of the site owns, bypasses, logs in or may make anything', async () => {
  const roles = await owner.sql`select rolname from pg_roles where rolname in ${owner.sql([...APP_ROLES])}
    and not (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole or rolcreatedb or rolinherit)`
  expect(roles.map((row) => row['rolname']).sort()).toEqual([...APP_ROLES])
  const owned = await owner.sql`select relname from pg_class c join pg_roles r on r.oid = c.relowner
    where r.rolname in ${owner.sql([...APP_ROLES])}`
  expect(owned).toHaveLength(0)
  await expect(refuseUnbound(web.sql, { login: false })).resolves.toBeUndefined()
  const [table] = await web.sql<{ may: boolean }[]>`select has_schema_privilege('public', 'create') as may`
  expect(table?.may).toBe(false)
})

test('the start is refused to who owns the tables, or where row level security is off', async () => {
  await expect(refuseUnbound(owner.sql, { login: false })).rejects.toThrow(/owns tables|bypasses/)
  await owner.sql`alter table places disable row level security`
  await expect(refuseUnbound(web.sql, { login: false })).rejects.toThrow('Table places has no row level security')
  await owner.sql`alter table places enable row level security`
})

test('views answer as who asks, and only the listed functions answer as the owner, with a fixed path', async () => {
  const views =
    await owner.sql`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
    and not coalesce(reloptions @> array['security_invoker=true'], false)`
  expect(views).toHaveLength(0)
  const definers = await owner.sql<{ name: string; config: string[] | null }[]>`
    select p.proname as name, p.proconfig as config from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prosecdef order by 1`
  expect(definers.map((one) => one.name)).toEqual(DEFINERS.map((one) => one.name).sort())
  expect(definers.filter((one) => !String(one.config).includes('search_path=public, pg_temp'))).toEqual([])
})

test('the workers make nothing that proves who somebody is, and read no digest, secret or key of it', async () => {
  const proves = Object.keys(WORKER_RIGHTS)
  const columns = async (verb: string, of = owner.sql`table_name in ${owner.sql(proves)}`) => {
    const rows = await owner.sql<{ name: string }[]>`
      select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'public' and table_name in (select tablename from pg_tables where schemaname = 'public') and ${of}
        and has_column_privilege(${WORKERS}, table_name::regclass, column_name, ${verb})`
    return rows.map((row) => row.name).sort()
  }
  expect(await columns('insert')).toEqual([])
  expect(await columns('update')).toEqual([
    'access_cards.revoked_at',
    'login_challenges.used_at',
    'sessions.revoked_at',
    'totp_keys.secret',
  ])
  // Ids, whose it is, moments and kinds; of what is secret only the sealed half of an app, for the change of keys.
  const plain = /\.(id|key|account_id|made_by|\w+_at|idle_minutes|amr)$/
  expect((await columns('select')).filter((name) => !plain.test(name))).toEqual(['totp_keys.secret'])
  // Bytes that they do read: sealed contact data with what finds it, seals of the audit, and the rounds of the engine. Something else is said here first.
  const known = /^(audit_\w+\.\w*mac|matching_run(s|_parts)\.\w+|totp_keys\.secret|\w+\.\w+_(sealed|index))$/
  const bytes = await columns('select', owner.sql`data_type = 'bytea'`)
  expect(bytes.filter((name) => !known.test(name))).toEqual([])

  const [one] = await owner.sql<{ id: string }[]>`insert into accounts (id, role, display_name, created_at)
    values (gen_random_uuid(), 'platform', 'x', now()) returning id`
  await owner.sql`insert into sessions (token_hash, id, account_id, created_at, seen_at, idle_minutes, absolute_at)
    values ('\\x00', gen_random_uuid(), ${one?.id ?? ''}, now(), now(), 30, now())`
  const workers = openDatabase(home.url, { max: 1, role: WORKERS })
  const refused = [
    'select token_hash from sessions',
    'select * from passkeys',
    'update sessions set aal = 2',
    // What ended stays so.
    'update sessions set revoked_at = null',
  ]
  for (const ask of refused) await expect(workers.sql.unsafe(ask), ask).rejects.toMatchObject({ code: '42501' })
  expect(await workers.sql`update sessions set revoked_at = now() returning id`).toHaveLength(1)
  await workers.close()
})

test('what the database has is what the files say, and a change by hand is put right at the next migration', async () => {
  const policies = () => owner.sql`select tablename, policyname, cmd, roles::text, qual, with_check from pg_policies
    where schemaname = 'public' order by 1, 2`
  const before = await policies()
  expect(before.length).toBeGreaterThan(200)
  await owner.sql`drop policy by_owner on newcomers`
  await owner.sql`drop policy may_read on newcomers`
  await owner.sql`create policy may_read on newcomers for select to instroom_web using (true)`
  await applyPolicies(owner.sql)
  expect(await policies()).toEqual(before)
  await applyPolicies(owner.sql)
  expect(await policies()).toEqual(before)
})
