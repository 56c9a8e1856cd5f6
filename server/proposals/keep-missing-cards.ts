import { and, asc, eq, gt, ne, notExists, or, sql } from 'drizzle-orm'
import { shownCards } from '#db/schema/cards.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import type { CardOutcome } from '#db/values/cards.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { log } from '#server/platform/log.ts'
import { keepCard } from './keep-card.ts'

/**
 * Sweep: a proposal that waits for the newcomer and has no card gets one, so that its employer is not shown nothing until the yes: those that were put forward
 * before cards were kept, or whose newcomer had stopped then. The oldest first, each in its own transaction; who has one is left alone, so twice = once.
 *
 * @param ctx actor WORKER
 * @param most cards that one turn of the sweep makes; those that could not be made do not count, so that they stand in nobody's way
 * @returns how many cards are shown now, how many are held back since too few people look alike, and how many could not be made
 * @throws Refusal `forbidden`
 */
export async function keepMissingCards(ctx: Ctx, most = 200): Promise<Record<CardOutcome | 'failed', number>> {
  requireMay(ctx.actor, 'proposal.keep-card')
  const done = { shown: 0, held: 0, failed: 0 }
  let after: Waiting | null = null
  while (done.shown + done.held < most) {
    const rows: Waiting[] = await missingAfter(ctx, after, most - done.shown - done.held)
    for (const { id } of rows) {
      try {
        const outcome = await keepOne(ctx, id)
        if (outcome) done[outcome] += 1
      } catch (error) {
        // Tried again at the next turn. What it would say is personal and not logged.
        done.failed += 1
        log.error({ proposalId: id, error: (error as Error).name }, 'proposals: a card cannot be made')
      }
    }
    after = rows.at(-1) ?? null
    if (!after) break
  }
  return done
}

/** A proposal that waits, and since when: as text, since a date of JavaScript knows no microseconds. */
type Waiting = { id: string; since: string }

/** Proposals that wait for the newcomer and have no card, longest first. @param after behind this one; null = from the first */
function missingAfter({ db }: Ctx, after: Waiting | null, limit: number): Promise<Waiting[]> {
  const kept = db.select({ one: sql`1` }).from(shownCards).where(eq(shownCards.proposalId, proposals.id))
  const since = after && sql`${after.since}::timestamptz`
  return db
    .select({ id: proposals.id, since: sql<string>`${proposals.stateSince}::text` })
    .from(proposals)
    .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
    .where(
      and(
        eq(proposals.state, 'shortlisted'),
        ne(newcomers.availability, 'withdrawn'),
        notExists(kept),
        after && since
          ? or(gt(proposals.stateSince, since), and(eq(proposals.stateSince, since), gt(proposals.id, after.id)))
          : undefined,
      ),
    )
    .orderBy(asc(proposals.stateSince), asc(proposals.id))
    .limit(limit)
}

/** @returns null when it has one meanwhile, does not wait any more, its newcomer stopped, or it is held by somebody */
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
    // Asked again under the lock: somebody may have stopped, and another process may have kept it since.
    const [person] = await tx
      .select({ availability: newcomers.availability })
      .from(newcomers)
      .where(eq(newcomers.id, row.newcomerId))
      .for('share')
    if (!person || person.availability === 'withdrawn') return null
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
