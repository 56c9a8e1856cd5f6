import { and, asc, eq, ne, notExists, sql } from 'drizzle-orm'
import { shownCards } from '#db/schema/cards.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import type { CardOutcome } from '#db/values/cards.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { keepCard } from './keep-card.ts'

/**
 * Sweep: a proposal that waits for the newcomer and has no card gets one, so that its employer is not shown nothing until the yes: those that were put forward
 * before cards were kept, or whose newcomer had stopped then. The oldest first, each in its own transaction; who has one is left alone, so twice = once.
 *
 * @param ctx actor WORKER
 * @returns how many cards are shown now, and how many are held back since too few people look alike
 * @throws Refusal `forbidden`
 */
export async function keepMissingCards(ctx: Ctx, limit = 200): Promise<Record<CardOutcome, number>> {
  requireMay(ctx.actor, 'proposal.keep-card')
  const { db } = ctx
  const kept = db.select({ one: sql`1` }).from(shownCards).where(eq(shownCards.proposalId, proposals.id))
  const rows = await db
    .select({ id: proposals.id })
    .from(proposals)
    .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
    .where(and(eq(proposals.state, 'shortlisted'), ne(newcomers.availability, 'withdrawn'), notExists(kept)))
    .orderBy(asc(proposals.stateSince), asc(proposals.id))
    .limit(limit)
  const done = { shown: 0, held: 0 }
  for (const { id } of rows) {
    const outcome = await keepOne(ctx, id)
    if (outcome) done[outcome] += 1
  }
  return done
}

/** @returns null when it has one meanwhile, does not wait any more, or is held by somebody */
function keepOne(ctx: Ctx, proposalId: string): Promise<CardOutcome | null> {
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .select({
        id: proposals.id,
        newcomerId: proposals.newcomerId,
        positionId: proposals.positionId,
        employerId: positions.employerId,
        expectedLevel: proposals.expectedLevel,
      })
      .from(proposals)
      .innerJoin(positions, eq(positions.id, proposals.positionId))
      .where(and(eq(proposals.id, proposalId), eq(proposals.state, 'shortlisted')))
      .for('update', { of: proposals, skipLocked: true })
    if (!row) return null
    // Asked again under the lock: another process may have kept it since.
    const known = await tx
      .select({ id: shownCards.id })
      .from(shownCards)
      .where(eq(shownCards.proposalId, row.id))
      .limit(1)
    if (known.length > 0) return null
    const outcome = await keepCard(tx, row, ctx.now)
    await recordAudit(tx, ctx, [
      { action: 'proposal.keep-card', subject: 'proposal', subjectId: row.id, detail: { outcome } },
    ])
    return outcome
  })
}
