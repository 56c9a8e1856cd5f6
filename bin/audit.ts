import { appendFileSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { openDatabase } from '#db/client.ts'
import { sealAudit } from '#server/audit/seal-audit.ts'
import { type Anchor, anchorsNow, verifyAuditNow } from '#server/audit/verify-audit.ts'
import { readEnv } from '#server/platform/env.ts'

/**
 * `npm run audit [-- --verify] [--anchors FILE]` reads every chain of the audit from its beginning, prints what it found as JSON and, for each chain
 * that was tampered with, the first bad row. Exit code 1 when there is one. It changes nothing.
 * `npm run audit -- --anchor FILE` adds the ends of all chains to a file, one JSON line each. Keep that file where nobody who can write the database
 * can write; the workers write the same lines to the log every day, and a file of log lines serves as well.
 */

const { values } = parseArgs({
  options: { verify: { type: 'boolean' }, anchors: { type: 'string' }, anchor: { type: 'string' } },
})
const AnchorLine = z.object({ stream: z.string(), seq: z.number(), mac: z.string() })

/** The anchors of a file; other lines of a log are passed over. */
function anchorsOf(file: string): Anchor[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (!line.startsWith('{')) return []
      const { success, data } = AnchorLine.safeParse(JSON.parse(line))
      return success ? [data] : []
    })
}

const database = openDatabase(readEnv().databaseUrl, { max: 2, name: 'instroom-audit', statementTimeoutMs: 300_000 })
try {
  if (values.anchor !== undefined) {
    await sealAudit(database.db)
    const ends = await anchorsNow(database.db)
    const at = new Date().toISOString()
    appendFileSync(values.anchor, ends.map((end) => `${JSON.stringify({ at, ...end })}\n`).join(''))
    console.log(`${ends.length} ends of chains were added to ${values.anchor}.`)
  } else {
    const anchors = values.anchors === undefined ? [] : anchorsOf(values.anchors)
    const began = performance.now()
    const found = await verifyAuditNow(database.db, { anchors })
    const seconds = Math.round((performance.now() - began) / 100) / 10
    console.log(JSON.stringify({ ...found, anchors: anchors.length, seconds }))
    for (const { stream, seq, id, why } of found.faults)
      console.error(`First bad row of ${stream}: ${seq ?? 'not sealed'}${id ? ` (${id})` : ''}: ${why}`)
    if (found.faults.length > 0) process.exitCode = 1
  }
} finally {
  await database.close()
}
