import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { recordAudit } from './record.ts'
import { type Verified, verifyAuditNow } from './verify-audit.ts'

/** As many entries as one web request reads: about a second of work. `npm run audit -- --verify` reads all of them. Policy of 2026-11-22. */
export const CHECKED_ENTRIES = 20_000

/**
 * The auditor has the newest part of every chain made again, and short chains from their beginning. That it was done, and what came of it, is written
 * down in its turn.
 *
 * @returns `passedOver`: how many older entries were not read
 *
 * @throws Refusal `forbidden`
 */
export async function checkAudit(ctx: Ctx, newest: number = CHECKED_ENTRIES): Promise<Verified> {
  requireMay(ctx.actor, 'audit.verify')
  const verified = await verifyAuditNow(ctx.db, { newest })
  const { entries, streams, faults, passedOver } = verified
  await recordAudit(ctx.db, ctx, [
    {
      action: 'audit.verified',
      subject: 'audit',
      subjectId: 'all',
      detail: { entries, streams, faults: faults.length, passedOver },
    },
  ])
  return verified
}
