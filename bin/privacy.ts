import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { openDatabase } from '#db/client.ts'
import { sealAudit } from '#server/audit/seal-audit.ts'
import { type Ctx, WORKER } from '#server/platform/context.ts'
import { readEnv } from '#server/platform/env.ts'
import { isId } from '#server/platform/fields.ts'
import { eraseNewcomer } from '#server/privacy/erase-newcomer.ts'
import { ledgerOf, replayErasures } from '#server/privacy/replay-erasures.ts'
import { sweepRetention } from '#server/privacy/sweep-retention.ts'

/**
 * `npm run privacy -- --sweep | --erase ID | --replay FILE | --ledger`. Each says what it would do, and does it only with `--wet-run`.
 * --sweep: who is told and who is erased today by the retention policy. --erase: one newcomer, by id, for somebody who has no account.
 * --replay: after a restore, erases again whoever is in this ledger; a file of the log serves as well. --ledger: prints the ledger, to keep it elsewhere.
 */

const { values } = parseArgs({
  options: {
    sweep: { type: 'boolean' },
    erase: { type: 'string' },
    replay: { type: 'string' },
    ledger: { type: 'boolean' },
    'wet-run': { type: 'boolean' },
  },
})
const dry = values['wet-run'] !== true
const Line = z.object({ subjectHash: z.string() })

/** The digests of a ledger; other lines of a log are passed over. */
const digestsOf = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (!line.startsWith('{')) return []
      const { success, data } = Line.safeParse(JSON.parse(line))
      return success ? [data.subjectHash] : []
    })

const database = openDatabase(readEnv().databaseUrl, { max: 2, name: 'instroom-privacy', statementTimeoutMs: 300_000 })
try {
  const ctx: Ctx = { db: database.db, actor: WORKER, now: new Date() }
  if (values.ledger) for (const line of await ledgerOf(ctx.db)) console.log(JSON.stringify(line))
  else if (values.sweep) console.log(JSON.stringify({ dry, ...(await sweepRetention(ctx, { dry })) }))
  else if (values.replay !== undefined)
    console.log(JSON.stringify({ dry, ...(await replayErasures(ctx, digestsOf(values.replay), { dry })) }))
  else if (values.erase !== undefined && isId(values.erase)) {
    const found = await eraseNewcomer(ctx, values.erase, 'asked', { dry })
    console.log(JSON.stringify({ dry, found: found !== null, rows: found?.rows ?? {} }))
    if (!found) process.exitCode = 1
  } else {
    console.error('Say one of --sweep, --erase ID, --replay FILE, --ledger; add --wet-run to do it.')
    process.exitCode = 1
  }
  if (!dry) await sealAudit(ctx.db)
} finally {
  await database.close()
}
