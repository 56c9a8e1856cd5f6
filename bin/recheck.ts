import { parseArgs } from 'node:util'
import { and, desc, eq, isNotNull } from 'drizzle-orm'
import { openDatabase } from '#db/client.ts'
import { matchingRuns } from '#db/schema/matching.ts'
import { readEnv } from '#server/platform/env.ts'
import { isId } from '#server/platform/fields.ts'
import { recheckRun } from '#server/proposals/reads-proof.ts'
import { isProved } from '#server/proposals/reads-recheck.ts'

/**
 * `npm run recheck [-- --run ID]` proves a run over everybody again from its stored rows alone, the last finished one when none is named, and prints the
 * answer as JSON. Exit code 1 when the proof is not the one that was stored, or cannot be made any more (pairs are kept until the run after the next).
 */

const { values } = parseArgs({ options: { run: { type: 'string' } } })
const database = openDatabase(readEnv().databaseUrl, { max: 2, name: 'instroom-recheck', statementTimeoutMs: 300_000 })
try {
  const [last] = await database.db
    .select({ id: matchingRuns.id })
    .from(matchingRuns)
    .where(and(eq(matchingRuns.state, 'done'), isNotNull(matchingRuns.proof)))
    .orderBy(desc(matchingRuns.plannedAt))
    .limit(1)
  const runId = values.run ?? last?.id
  const found = runId !== undefined && isId(runId) ? await recheckRun(database.db, runId) : null
  if (runId === undefined || found === null) {
    console.error(
      runId === undefined ? 'There is no finished run with a proof.' : `No proof is stored for run ${runId}.`,
    )
    process.exitCode = 1
  } else {
    const proved = isProved(found)
    console.log(JSON.stringify({ runId, proved, ...found }))
    if (!proved) process.exitCode = 1
  }
} finally {
  await database.close()
}
