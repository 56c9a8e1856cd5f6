import { openDatabase } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { fillSize, type Size } from '#db/seed/fill-sizes.ts'
import { loadStarter } from '#server/reference/load-starter.ts'

/** The day that the people of the benchmark live on: the same rows and pairs whenever it runs. */
export const COUNTRY_DAY = '2026-11-22'

/** Migrates an empty database and fills it with a size of the seed, seed number 1, everybody available and every position published. */
export async function fillCountry(url: string, size: Size, say: (line: string) => void): Promise<void> {
  await migrate(url)
  const { db, sql, close } = openDatabase(url, { max: 2, statementTimeoutMs: 900_000, name: 'bench' })
  try {
    await loadStarter(db)
    const begun = performance.now()
    await fillSize(sql, { size, seed: 1, today: COUNTRY_DAY, open: true })
    say(`${size} seeded in ${Math.round((performance.now() - begun) / 1000)} s`)
  } finally {
    await close()
  }
}
