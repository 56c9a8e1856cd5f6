import { createHash } from 'node:crypto'
import type { Sql } from 'postgres'
import { DEFINERS, functionStatements } from './functions.ts'
import { guardStatements, UNREAD } from './guards.ts'
import { POLICIES, policyStatements } from './policies.ts'
import { APP_ROLES, statementsFor, WEB } from './roles.ts'
import { workerRightsStatements } from './worker-rights.ts'

/** The user of DATABASE_URL may not make the roles, or may not act as them. */
class RolesMissing extends Error {
  override name = 'RolesMissing'
  constructor(login: string) {
    super(
      `The database has no roles for the site yet, and its user ${login} may not make them. Ask an administrator of the database to run once:\n  ${statementsFor(login).join('\n  ')}\nand start again.`,
    )
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
/** Somebody else made it in this moment: roles belong to the server, and several databases may be migrated at once. */
const MADE_MEANWHILE = ['42710', '23505', 'XX000']

/**
 * Makes the roles of the web process and the workers where the server has none, and lets the owner act as them.
 * @throws RolesMissing with the statements that an administrator has to run
 */
async function makeRoles(sql: Sql): Promise<string> {
  const [me] = await sql<{ login: string; version: number }[]>`
    select current_user as login, current_setting('server_version_num')::int as version`
  const login = me?.login ?? ''
  for (const role of APP_ROLES) {
    try {
      const [known] = await sql`select from pg_roles where rolname = ${role}`
      if (!known)
        await sql
          .unsafe(`create role ${role} nologin nosuperuser nobypassrls nocreatedb nocreaterole noinherit`)
          .catch((error) => {
            if (!MADE_MEANWHILE.includes(String(codeOf(error)))) throw error
          })
      const means = (me?.version ?? 0) >= 160_000 ? 'SET' : 'MEMBER'
      const [may] = await sql<{ act: boolean }[]>`select pg_has_role(current_user, ${role}, ${means}) as act`
      if (may?.act) continue
      // From 16 on a member need not take over the rights: the owner only changes into the role.
      const how = means === 'SET' ? ' with inherit false, set true' : ''
      await sql.unsafe(`grant ${role} to "${login}"${how}`).catch((error) => {
        if (!MADE_MEANWHILE.includes(String(codeOf(error)))) throw error
      })
    } catch (error) {
      if (codeOf(error) === '42501') throw new RolesMissing(login)
      throw error
    }
  }
  return login
}

/**
 * Brings roles, rights and policies to what `row-level/` says, in transactions of one table each so that nobody waits long; what is as it should be already
 * is not touched. A table without an entry gets row level security and no policy of the web process: no row, until somebody says whose they are.
 *
 * @param sql a connection of the owner of the schema, after the migrations
 */
export async function applyPolicies(sql: Sql): Promise<void> {
  const owner = await makeRoles(sql)
  const rights = [
    ...APP_ROLES.flatMap((role) => [
      `grant usage on schema public to ${role}`,
      `grant select, insert, update, delete on all tables in schema public to ${role}`,
      `grant usage on all sequences in schema public to ${role}`,
    ]),
    ...workerRightsStatements(),
    ...functionStatements(WEB),
    ...(await unreadStatements(sql)),
  ]
  await sql.begin((tx) => tx.unsafe(rights.join(';\n')))
  const tables = await sql<{ name: string; known: string | null }[]>`
    select c.relname as name, obj_description(p.oid, 'pg_policy') as known
    from pg_class c left join pg_policy p on p.polrelid = c.oid and p.polname = 'by_owner'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    order by 1`
  for (const { name, known } of tables) {
    const statements = [...policyStatements(name, POLICIES[name] ?? {}, owner), ...guardStatements(name)]
    const stamp = createHash('sha256').update(statements.join('\n')).digest('hex')
    if (stamp === known) continue
    await sql.begin(async (tx) => {
      const old = await tx<{ name: string }[]>`
        select polname as name from pg_policy where polrelid = ${`public.${name}`}::regclass`
      const drops = old.map((policy) => `drop policy "${policy.name}" on ${name}`)
      const mark = `comment on policy by_owner on ${name} is '${stamp}'`
      await tx.unsafe([...drops, ...statements, mark].join(';\n'))
    })
  }
  // What no policy asks any more goes, when none does.
  const gone = await sql<{ name: string }[]>`
    select oid::regprocedure::text as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
    and proname like 'app%' and proname not in ${sql(DEFINERS.map((one) => one.name))}`
  for (const { name } of gone) await sql.unsafe(`drop function ${name}`)
}

/** A right to a whole table is taken back and given again without these columns. */
async function unreadStatements(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string; column: string }[]>`
    select table_name as name, column_name as column from information_schema.columns
    where table_schema = 'public' and table_name in ${sql(Object.keys(UNREAD))} order by ordinal_position`
  return Object.entries(UNREAD).flatMap(([table, unread]) => {
    const read = rows.filter((row) => row.name === table && !unread.includes(row.column))
    return [
      `revoke select on ${table} from ${WEB}`,
      `grant select (${read.map((row) => `"${row.column}"`).join(', ')}) on ${table} to ${WEB}`,
    ]
  })
}
