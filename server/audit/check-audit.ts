import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { recordAudit } from './record.ts'
import { type Verified, verifyAuditNow } from './verify-audit.ts'

/**
 * The auditor has every chain made again from its beginning. That it was done, and what came of it, is written down in its turn.
 *
 * @throws Refusal `forbidden`
 */
export async function checkAudit(ctx: Ctx): Promise<Verified> {
  requireMay(ctx.actor, 'audit.verify')
  const verified = await verifyAuditNow(ctx.db)
  const { entries, streams, faults } = verified
  await recordAudit(ctx.db, ctx, [
    {
      action: 'audit.verified',
      subject: 'audit',
      subjectId: 'all',
      detail: { entries, streams, faults: faults.length },
    },
  ])
  return verified
}
