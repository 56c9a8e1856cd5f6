import postgres from 'postgres'
import { openDatabase } from '#db/client.ts'
import { lookAtMonitors } from '#server/cases/look-at-monitors.ts'
import { familyOf } from '#server/cases/reads-family.ts'
import { monitorHistoryOf } from '#server/cases/reads-history.ts'
import { dayOf, WORKER } from '#server/platform/context.ts'
import { recheckPositions } from '#server/positions/recheck-positions.ts'
import { inFamilies } from '#server/safeguards/rules/monitors/families.ts'
import { MONITOR_POLICY } from '#server/safeguards/rules/monitors/policy.ts'
import { lookAtAll } from '#server/safeguards/rules/monitors/table.ts'
import { benchDatabase, printTable, quantile } from './bench-database.ts'
import { makeHistory } from './safeguard-history.ts'

const RUNS = 5
const seconds = (ms: number): string => (ms / 1000).toFixed(2)

/**
 * The sweep of the monitors and the recheck of what stands on the site, in a database of its own: a seed with three years of made-up history. The first
 * run of each writes what is found; the others find what is known already, as the sweeps do all day.
 *
 * @param size `country` is 100,000 newcomers and 5,000 positions
 */
export async function benchSweeps(serverUrl: string, size: string): Promise<void> {
  const home = await benchDatabase(serverUrl, size)
  try {
    const sql = postgres(home.url, { max: 1, onnotice: () => {} })
    const now = new Date()
    const counted = await makeHistory(sql, dayOf(now))
    console.log(
      Object.entries(counted)
        .map(([table, rows]) => `${table} ${rows}`)
        .join(', '),
    )
    const database = openDatabase(home.url, { max: 4, statementTimeoutMs: 120_000 })
    const ctx = { db: database.db, actor: WORKER, now }
    const rows: (string | number)[][] = []
    const measure = async (name: string, work: () => Promise<unknown>) => {
      const times: number[] = []
      let first: unknown
      for (let run = 0; run <= RUNS; run += 1) {
        const began = performance.now()
        const said = await work()
        times.push(performance.now() - began)
        if (run === 0) first = said
      }
      const [one = 0, ...again] = times
      rows.push([name, seconds(one), seconds(quantile(again, 0.5)), seconds(Math.max(...again)), JSON.stringify(first)])
    }
    try {
      await measure('read the history', async () => {
        const history = await monitorHistoryOf(database.db, [MONITOR_POLICY], dayOf(now))
        return Object.fromEntries(Object.entries(history).map(([name, list]) => [name, list.length]))
      })
      const history = await monitorHistoryOf(database.db, [MONITOR_POLICY], dayOf(now))
      const family = await familyOf(database.db)
      let longest = 0
      await measure('look, without a database', async () => {
        let found = 0
        for (const part of inFamilies(history, family, 2_000)) {
          const began = performance.now()
          found += lookAtAll(part, family, MONITOR_POLICY, dayOf(now)).length
          longest = Math.max(longest, performance.now() - began)
        }
        return { found, longestPartMs: Math.round(longest) }
      })
      await measure('sweep: monitors', () => lookAtMonitors(ctx))
      await measure('sweep: recheck', () => recheckPositions(ctx))
    } finally {
      await database.close()
      await sql.end({ timeout: 5 })
    }
    console.log(`\nSweeps over ${size}, first run and ${RUNS} more`)
    printTable(['sweep', 'first s', 'median s', 'worst s', 'the first found'], rows)
  } finally {
    await home.drop()
  }
}
