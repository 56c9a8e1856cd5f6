import { and, asc, eq } from 'drizzle-orm'
import { caseMessages } from '#db/schema/decisions.ts'
import { positionVerdicts } from '#db/schema/positions.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { caseRow } from './reads-case-row.ts'

/**
 * What a coach and the municipality wrote about a start or a longer term of the own caseload, the oldest first: about this question and earlier ones of
 * the same pair. Without a name of an officer.
 *
 * @throws Refusal `forbidden`, `not-found` (not the own caseload, or not about a pair)
 */
export async function talkWithCoach(ctx: Ctx, verdictId: string) {
  requireRole(ctx.actor, 'coach')
  const { verdict } = await caseRow(ctx.db, ctx.actor, verdictId)
  return ctx.db
    .select({
      id: caseMessages.id,
      kind: caseMessages.kind,
      body: caseMessages.body,
      byRole: caseMessages.writtenByRole,
      at: caseMessages.writtenAt,
    })
    .from(caseMessages)
    .innerJoin(positionVerdicts, eq(positionVerdicts.id, caseMessages.verdictId))
    .where(
      and(
        eq(positionVerdicts.positionId, verdict.positionId),
        eq(positionVerdicts.newcomerId, verdict.newcomerId ?? ''),
        eq(positionVerdicts.moment, verdict.moment),
      ),
    )
    .orderBy(asc(caseMessages.writtenAt), asc(caseMessages.id))
}
