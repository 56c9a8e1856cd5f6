import { sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'

/**
 * Whether Postgres answers in time: what `/readyz` means. Queue and search may be away; pages are served without them.
 *
 * @param milliseconds how long to wait
 */
export async function postgresAnswers(db: Db, milliseconds: number): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, milliseconds, false).unref())
  const asked = db.execute(sql`select 1`).then(
    () => true,
    () => false,
  )
  return Promise.race([asked, late])
}
