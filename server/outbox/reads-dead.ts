import { desc, isNull } from 'drizzle-orm'
import { deadJobs } from '#db/schema/outbox.ts'
import { referenceImports } from '#db/schema/reference.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { outboxDepth } from './depth.ts'

/**
 * What waits and what failed for good: names of jobs, numbers of events and codes, never a payload. With what was read of reference data.
 *
 * @throws Refusal `forbidden`
 */
export async function queueState(ctx: Ctx) {
  requireMay(ctx.actor, 'outbox.read')
  const [depth, dead, imports] = await Promise.all([
    outboxDepth(ctx.db, ctx.now),
    ctx.db
      .select({
        key: deadJobs.key,
        job: deadJobs.job,
        reason: deadJobs.reason,
        attempts: deadJobs.attempts,
        failedAt: deadJobs.failedAt,
      })
      .from(deadJobs)
      .where(isNull(deadJobs.resolvedAt))
      .orderBy(desc(deadJobs.failedAt), deadJobs.key)
      .limit(100),
    ctx.db
      .select({
        id: referenceImports.id,
        file: referenceImports.file,
        kind: referenceImports.kind,
        read: referenceImports.read,
        written: referenceImports.written,
        skipped: referenceImports.skipped,
        importedAt: referenceImports.importedAt,
      })
      .from(referenceImports)
      .orderBy(desc(referenceImports.importedAt), referenceImports.id)
      .limit(30),
  ])
  return { depth, dead, imports }
}
