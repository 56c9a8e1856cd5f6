import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { reviveJobs } from './effects.ts'

/**
 * Lets every job that failed for good be done once more; the sweep of the workers finds them within minutes.
 *
 * @returns how many there were
 * @throws Refusal `forbidden`
 */
export async function resendDeadJobs(ctx: Ctx): Promise<number> {
  requireMay(ctx.actor, 'outbox.revive')
  const revived = await reviveJobs(ctx.db, ctx.now)
  await recordAudit(ctx.db, ctx, [
    { action: 'outbox.revived', subject: 'queue', subjectId: 'dead-jobs', detail: { count: revived } },
  ])
  return revived
}
