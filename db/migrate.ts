import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as run } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { applyPolicies } from './row-level/apply.ts'

/** Two migrators at once: the second waits for the first (advisory lock), and there is never half a schema. */
const MIGRATION_LOCK = 73_11_2026

/** The folder of the migrations, from the sources as well as from a bundle in build/. */
function migrationsFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  for (const folder of [join(here, 'migrations'), join(here, '../db/migrations'), join(process.cwd(), 'db/migrations')])
    if (existsSync(folder)) return folder
  throw new Error('The folder db/migrations is missing: run this from a complete checkout.')
}

/**
 * Brings a database to the newest schema, with the roles and policies of `row-level/`. Running it twice changes nothing.
 *
 * @param url connection string of a role that owns the schema
 * @throws RolesMissing when that role may not make the roles of the site, with what an administrator has to run
 */
export async function migrate(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { lock_timeout: 10_000 } })
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`
    await run(drizzle(sql), { migrationsFolder: migrationsFolder() })
    await applyPolicies(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
