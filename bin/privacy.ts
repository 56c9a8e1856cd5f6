import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { openDatabase } from '#db/client.ts'
import { OperatorCode } from '#server/accounts/audit-of.ts'
import { sealAudit } from '#server/audit/seal-audit.ts'
import { type Ctx, operatorNamed, WORKER } from '#server/platform/context.ts'
import { readEnv } from '#server/platform/env.ts'
import { isId } from '#server/platform/fields.ts'
import { eraseAccount } from '#server/privacy/erase-account.ts'
import { eraseNewcomer } from '#server/privacy/erase-newcomer.ts'
import { ledgerOf, replayErasures } from '#server/privacy/replay-erasures.ts'
import { lostLines, resealFields } from '#server/privacy/reseal-fields.ts'
import { sweepAccounts } from '#server/privacy/sweep-accounts.ts'
import { sweepRetention } from '#server/privacy/sweep-retention.ts'

/**
 * `npm run privacy -- --sweep | --erase ID | --erase-account ID | --replay FILE | --ledger | --reseal`. Each says what it would do, and does it only with `--wet-run`.
 * --sweep: who is told and who is erased today by the retention policy. --erase: one newcomer, by id, for somebody who has no account, with `--by` who does it; --erase-account: one of the staff.
 * --replay: after a restore, erases again whoever is in this ledger; a file of the log serves as well. --ledger: prints the ledger, to keep it elsewhere.
 * --reseal: seals what still stands plain, and turns what an older key of SEAL_KEYS sealed to the first one; run it after keys were changed.
 */

const { values } = parseArgs({
  options: {
    sweep: { type: 'boolean' },
    erase: { type: 'string' },
    'erase-account': { type: 'string' },
    replay: { type: 'string' },
    ledger: { type: 'boolean' },
    reseal: { type: 'boolean' },
    'wet-run': { type: 'boolean' },
    by: { type: 'string' },
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
  // Who erases somebody by hand says who that is; it stands in the audit.
  if ((values.erase ?? values['erase-account']) !== undefined && !dry && !OperatorCode.test(values.by ?? ''))
    throw new Error('Say who does this: --by with a short name or the number of a ticket, without spaces.')
  const ctx: Ctx = { db: database.db, actor: values.by ? operatorNamed(values.by) : WORKER, now: new Date() }
  if (values.ledger) for (const line of await ledgerOf(ctx.db)) console.log(JSON.stringify(line))
  else if (values.reseal) {
    const done = await resealFields(ctx, { dry })
    for (const { lost: _lost, ...one } of done) console.log(JSON.stringify({ dry, ...one }))
    for (const line of lostLines(done)) console.error(line)
    if (lostLines(done).length > 0) process.exitCode = 1
  } else if (values.sweep) {
    console.log(JSON.stringify({ dry, who: 'newcomers', ...(await sweepRetention(ctx, { dry })) }))
    console.log(JSON.stringify({ dry, who: 'staff', ...(await sweepAccounts(ctx, { dry })) }))
  } else if (values.replay !== undefined)
    console.log(JSON.stringify({ dry, ...(await replayErasures(ctx, digestsOf(values.replay), { dry })) }))
  else if (values.erase !== undefined && isId(values.erase)) {
    const found = await eraseNewcomer(ctx, values.erase, 'asked', { dry })
    console.log(JSON.stringify({ dry, found: found !== null, rows: found?.rows ?? {} }))
    if (!found) process.exitCode = 1
  } else if (values['erase-account'] !== undefined && isId(values['erase-account'])) {
    const answer = await eraseAccount(ctx, values['erase-account'], 'asked', { dry })
    console.log(JSON.stringify({ dry, ...answer }))
    if (!answer.ok) process.exitCode = 1
  } else {
    console.error(
      'Say one of --sweep, --erase ID, --erase-account ID, --replay FILE, --ledger, --reseal; add --wet-run to do it.',
    )
    process.exitCode = 1
  }
  if (!dry) await sealAudit(ctx.db)
} finally {
  await database.close()
}
