import type { Sql } from 'postgres'

/** The role would see every row whatever the policies say: then the process does not start. */
class Unbound extends Error {
  override name = 'Unbound'
}

/**
 * Ends a start where row level security would not bind: a role that is a superuser, bypasses it or owns a table, or a table on which it is not on.
 *
 * @param sql a connection that took on the role of the process
 * @throws Unbound; what the database throws when it cannot be reached
 */
export async function refuseUnbound(sql: Sql): Promise<void> {
  const [found] = await sql<{ role: string; bypasses: boolean; owns: boolean; open: string | null }[]>`
    select current_user as role,
      (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as bypasses,
      exists(select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
        and pg_get_userbyid(relowner) = current_user) as owns,
      (select min(relname::text) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and not relrowsecurity) as open`
  if (found?.bypasses) throw new Unbound(`The role ${found.role} bypasses row level security: it may be no superuser.`)
  if (found?.owns) throw new Unbound(`The role ${found.role} owns tables: the owner is for migrations and tools.`)
  if (found?.open) throw new Unbound(`Table ${found.open} has no row level security: run the migrations first.`)
}
