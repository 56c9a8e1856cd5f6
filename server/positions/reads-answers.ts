import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { positions, positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'

/** Newest first; what is older stands at the position itself. */
const MOST = 200

/**
 * The stored answers at publish about an employer's own positions with the decision on each, the newest first: of each position the last two.
 * Nothing about a pair, which holds outcomes of checks of a person.
 *
 * @throws Refusal `forbidden` for anybody but an employer
 */
export async function answersForEmployer(ctx: Ctx) {
  const { actor, db } = ctx
  requireRole(actor, 'employer')
  const rows = await db
    .select({
      id: positionVerdicts.id,
      positionId: positions.id,
      title: positions.title,
      type: positions.type,
      state: positions.state,
      outcome: positionVerdicts.outcome,
      askedAt: positionVerdicts.askedAt,
    })
    .from(positionVerdicts)
    .innerJoin(positions, eq(positions.id, positionVerdicts.positionId))
    .where(
      and(
        eq(positions.employerId, actor.employerId),
        eq(positionVerdicts.moment, 'publish'),
        eq(positionVerdicts.kind, 'taken'),
        isNull(positionVerdicts.newcomerId),
      ),
    )
    .orderBy(desc(positionVerdicts.askedAt), desc(positionVerdicts.id))
    .limit(MOST)
  const ids = rows.map(({ id }) => id)
  const decisions = ids.length
    ? await db
        .select({
          verdictId: safeguardDecisions.verdictId,
          outcome: safeguardDecisions.outcome,
          validUntil: safeguardDecisions.validUntil,
        })
        .from(safeguardDecisions)
        .where(inArray(safeguardDecisions.verdictId, ids))
        // After an objection there are two; the last one counts.
        .orderBy(desc(safeguardDecisions.decidedAt))
    : []
  const seen = new Map<string, number>()
  return rows.flatMap((row) => {
    const before = seen.get(row.positionId) ?? 0
    seen.set(row.positionId, before + 1)
    if (before > 1) return []
    const decision = decisions.find(({ verdictId }) => verdictId === row.id) ?? null
    return [
      {
        ...row,
        decision: decision && { outcome: decision.outcome, validUntil: decision.validUntil },
        isWaiting: before === 0 && decision === null && row.state === 'awaiting-decision',
      },
    ]
  })
}
