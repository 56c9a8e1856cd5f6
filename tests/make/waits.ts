/** Tests in which one connection waits for another. */
import { sql } from 'drizzle-orm'
import { expect, vi } from 'vitest'
import type { Db } from '#db/client.ts'

/** Until a statement in this database waits for a lock. */
export const untilSomebodyWaits = (db: Db): Promise<void> =>
  vi.waitFor(
    async () => {
      const rows = await db.execute(sql`select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`)
      expect(rows.length).toBeGreaterThan(0)
    },
    { timeout: 15_000 },
  )
