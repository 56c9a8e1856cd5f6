import type { Sql } from 'postgres'
import { WEB } from './roles.ts'

/** The role would see every row whatever the policies say, or could become one that does: then the process does not serve anybody. */
class Unbound extends Error {
  override name = 'Unbound'
}

/** How long between two looks at a database that is away, in milliseconds. */
const AGAIN_MS = 1_000

/**
 * Ends a start where row level security would not bind: a role that is a superuser, bypasses it or owns a table, or a table on which it is not on.
 *
 * @param sql a connection that took on the role of the process
 * @param options `login`: whether the user that logged in is looked at as well, who is one statement away from the role. On a machine for real people it may
 *   not own the tables nor become who does; a demo runs all as one user
 * @throws Unbound; what the database throws when it cannot be reached
 */
export async function refuseUnbound(sql: Sql, { login }: { login: boolean }): Promise<void> {
  const [found] = await sql<
    { role: string; user: string; bypasses: boolean; owns: boolean; leads: boolean; open: string | null }[]
  >`
    select current_user as role, session_user as user,
      (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as bypasses,
      exists(select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
        and pg_get_userbyid(relowner) = current_user) as owns,
      (select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = session_user)
        or exists(select from pg_roles where rolbypassrls and pg_has_role(session_user, oid, 'member'))
        or exists(select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
          and pg_has_role(session_user, relowner, 'member')) as leads,
      (select min(relname::text) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and not relrowsecurity) as open`
  if (found?.bypasses) throw new Unbound(`The role ${found.role} bypasses row level security: it may be no superuser.`)
  if (found?.owns) throw new Unbound(`The role ${found.role} owns tables: the owner is for migrations and tools.`)
  if (login && found?.leads)
    throw new Unbound(
      `The site logs in to the database as ${found.user}, who owns the tables or may become who does: one statement would give everything back. Make a login of its own, \`create role web login password '...' in role ${WEB}\`, and put it into the DATABASE_URL of the site alone (WEB_DATABASE_URL for npm start and compose).`,
    )
  if (found?.open) throw new Unbound(`Table ${found.open} has no row level security: run the migrations first.`)
}

/**
 * The same, also where the database is away at the start: it is asked again until it is there.
 *
 * @param away told once, with the code of what it threw
 * @returns when the database was asked and binds
 * @throws Unbound
 */
export async function refuseUnboundOnceThere(
  sql: Sql,
  options: { login: boolean },
  away: (code: string) => void,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await refuseUnbound(sql, options)
    } catch (error) {
      if (error instanceof Unbound) throw error
      if (tries === 1) away((error as { code?: string }).code ?? (error as Error).name)
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }
}
