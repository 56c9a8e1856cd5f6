import { and, asc, eq, exists, inArray, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposalLog, proposals } from '#db/schema/proposals.ts'
import type { Availability } from '#db/values/newcomers.ts'
import type { PositionState } from '#db/values/positions.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { isPlaced, placementForEffect } from '#server/placements/reads.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { withheldAmong } from '#server/positions/reads-withheld.ts'
import { storeVerdict } from '#server/positions/store-verdict.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'
import { askToPropose } from './ask-to-propose.ts'
import { coded, moveProposal } from './move-proposal.ts'
import { consentOf } from './reads-own.ts'
import { canGoOn, consentStands, PLACED_ELSEWHERE, PROPOSAL_POLICY } from './rules.ts'

type Superseded = typeof proposals.$inferSelect & {
  employerId: string
  positionState: PositionState
  availability: Availability
}

/**
 * Back to the state before only where that is still true: the position is open and no safeguard holds it up, nothing newer is, and a yes has not lapsed.
 * @returns the answer of the safeguards on which it returns; null = it does not
 */
async function returnsOn(tx: Tx, row: Superseded, today: string): Promise<Verdict | null> {
  if (row.stateBefore === null || row.availability === 'withdrawn') return null
  if (!canGoOn(row.positionState)) return null
  // Nobody new is put forward where the advert ended; those who were can go on.
  if (row.stateBefore === 'proposed' && row.positionState === 'expired') return null
  const [newer] = await tx
    .select({ id: proposals.id })
    .from(proposals)
    .where(
      and(
        eq(proposals.newcomerId, row.newcomerId),
        eq(proposals.positionId, row.positionId),
        inArray(proposals.state, OPEN_PROPOSAL_STATES),
      ),
    )
  if (newer) return null
  // A place that may not be proposed today gets no open proposal back either (docs/adr/0004).
  const verdict = await askToPropose(tx, row.positionId, today)
  if (!verdict || verdict.outcome === 'block' || verdict.outcome === 'human') return null
  if ((await withheldAmong(tx, [row.positionId], today)).size > 0) return null
  if (row.stateBefore !== 'consented' && row.stateBefore !== 'accepted') return verdict
  const stands = consentStands(await consentOf(tx, row.id, row.employerId), row.stateBefore, today, {
    running: false,
    availability: row.availability,
  })
  return stands ? verdict : null
}

/**
 * Effect of `placement.cancelled`: what this placement superseded returns to its state, with a new term to answer, where still possible.
 * Twice = once.
 * @param ctx actor WORKER
 */
export async function restoreProposals(ctx: Ctx, input: { placementId: string }): Promise<{ restored: number }> {
  requireMay(ctx.actor, 'proposal.restore')
  return ctx.db.transaction(async (tx) => {
    const placement = await placementForEffect(tx, input.placementId)
    if (placement?.state !== 'cancelled') return { restored: 0 }
    if (await isPlaced(tx, placement.newcomerId)) return { restored: 0 }
    const mark = JSON.stringify([{ code: PLACED_ELSEWHERE, params: { placementId: placement.id } }])
    const rows = await tx
      .select({
        proposal: proposals,
        employerId: positions.employerId,
        positionState: positions.state,
        availability: newcomers.availability,
      })
      .from(proposals)
      .innerJoin(positions, eq(positions.id, proposals.positionId))
      .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
      .where(
        and(
          eq(proposals.newcomerId, placement.newcomerId),
          eq(proposals.state, 'superseded'),
          exists(
            tx
              .select({ one: sql`1` })
              .from(proposalLog)
              .where(
                and(
                  eq(proposalLog.proposalId, proposals.id),
                  eq(proposalLog.step, 'supersede'),
                  sql`${proposalLog.reasons} @> ${mark}::jsonb`,
                ),
              ),
          ),
        ),
      )
      .orderBy(asc(proposals.id))
      .for('update', { of: proposals })
    const today = dayOf(ctx.now)
    let restored = 0
    for (const { proposal, ...about } of rows) {
      const verdict = await returnsOn(tx, { ...proposal, ...about }, today)
      if (!verdict) continue
      const waits = proposal.stateBefore === 'shortlisted' || proposal.stateBefore === 'consented'
      await moveProposal(tx, ctx, 'restore', proposal, {
        set: { stateBefore: null, answerDueOn: waits ? addDays(today, PROPOSAL_POLICY.answerDays) : null },
        reasons: [coded('placement-cancelled', { placementId: placement.id })],
      })
      await storeVerdict(tx, proposal.positionId, verdict, ctx.now, proposal.newcomerId)
      await recordEvent(tx, 'proposal.reopened', { proposalId: proposal.id }, ctx.now)
      restored += 1
    }
    return { restored }
  })
}
