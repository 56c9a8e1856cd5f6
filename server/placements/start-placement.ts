import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { elevated } from '#db/bound.ts'
import type { Tx } from '#db/client.ts'
import { followUps, placementLog, placements } from '#db/schema/placements.ts'
import { FOLLOW_UP_KINDS, RUNNING_PLACEMENT_STATES } from '#db/values/placements.ts'
import { requireMay } from '#server/access/may.ts'
import { dealsWithSelf } from '#server/access/reads-people.ts'
import { recordAudit } from '#server/audit/record.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { filledText, text } from '#server/platform/fields.ts'
import { isWaitingTooLong } from '#server/platform/lost-wait.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { takenOffOf } from '#server/positions/reads-withheld.ts'
import { isClosedForStarts } from '#server/positions/rules-withheld.ts'
import { keepRefused, storedReasons, storeVerdict } from '#server/positions/store-verdict.ts'
// The last step of a proposal and the first of its placement are one transaction: were they two, a yes could be taken back between them.
import { placeProposal } from '#server/proposals/place-proposal.ts'
import { canGoOn } from '#server/proposals/rules.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'
import { keepChecks } from './keep-checks.ts'
import { askToStart } from './reads-start.ts'
import { followUpDay, lowestFreeSeat, START_PASSED } from './rules.ts'
import { CHECK_FIELDS } from './rules-checks.ts'

export const StartPlacementInput = z
  .object({
    proposalId: z.uuid(),
    startsOn: z.iso.date(),
    /** null or empty = no end agreed. */
    endsOn: z
      .union([z.iso.date(), z.literal('').transform(() => null), z.null()])
      .optional()
      .transform((day) => day ?? null),
    /** Who guides the newcomer at work. */
    mentor: text(120).pipe(z.string().min(2)),
    /** What will be learned, one short sentence each. */
    learningGoals: z.array(filledText(300)).min(1).max(10),
    ...CHECK_FIELDS,
  })
  .refine((input) => input.endsOn === null || input.endsOn >= input.startsOn, {
    path: ['endsOn'],
    message: 'end-before-start',
  })

export type StartedPlacement =
  | { ok: true; placementId: string; seat: number; verdict: Verdict }
  | { ok: false; verdict: Verdict }

/** Thrown inside the transaction so that nothing of it is kept; outside it the answer is, and it becomes a value. */
class HeldUp extends Error {
  readonly verdict: Verdict
  readonly pair: { positionId: string; newcomerId: string }
  constructor(verdict: Verdict, pair: { positionId: string; newcomerId: string }) {
    super('held up by a safeguard')
    this.verdict = verdict
    this.pair = pair
  }
}

/**
 * The coach starts a placement from an accepted proposal. The safeguards are asked again on today's facts; the lowest free seat is taken; the
 * conversations that follow get their days. Two coaches who want the last seat at once: the database lets exactly one have it.
 *
 * @returns ok, or the verdict whose `block` or undecided `human` reasons hold it up: then nothing changes and the answer is kept. Where it is `human`, the coach can
 *   ask the municipality with the same terms (positions/ask-start-decision.ts) and start when it approved
 * @throws Refusal `forbidden` (also: the coach is the newcomer or somebody of the employer), `not-found` (not the own caseload), `consent-missing` (the
 *   yes lapsed), `stale` (not accepted any more, the position is closed, the newcomer stopped, or, with the field `startsOn`, a first day that has
 *   passed), `safeguard-blocks` (the place was taken off the site by others than its employer), `seats-taken`, `already-placed` (the newcomer has a
 *   running placement), `busy` (try again)
 */
export async function startPlacement(ctx: Ctx, input: z.output<typeof StartPlacementInput>): Promise<StartedPlacement> {
  requireMay(ctx.actor, 'placement.start')
  const days = { startsOn: input.startsOn, endsOn: input.endsOn }
  if (input.startsOn < dayOf(ctx.now)) throw new Refusal('stale', START_PASSED)
  try {
    return await ctx.db.transaction(async (tx) => {
      const proposal = await placeProposal(tx, ctx, input.proposalId)
      const { newcomerId, positionId } = proposal
      if (await dealsWithSelf(tx, ctx.actor.accountId, { newcomerId, positionId })) throw new Refusal('forbidden')
      const asked = await askToStart(
        tx,
        { ...input, newcomerId, positionId, consentOn: dayOf(proposal.consentGivenAt) },
        dayOf(ctx.now),
      )
      if (!asked) throw new Refusal('not-found')
      const { verdict } = asked
      if (!canGoOn(asked.positionState)) throw new Refusal('stale')
      if (verdict.outcome === 'block' || verdict.outcome === 'human')
        throw new HeldUp(verdict, { positionId, newcomerId })
      const takenOff = await takenOffOf(tx, [positionId])
      if (isClosedForStarts(takenOff.get(positionId), verdict)) throw new Refusal('safeguard-blocks')
      const placementId = crypto.randomUUID()
      const seat = await takeSeat(tx, asked.seats, {
        id: placementId,
        proposalId: proposal.id,
        newcomerId,
        positionId,
        state: 'planned',
        startsOn: input.startsOn,
        endsOn: input.endsOn,
        mentor: input.mentor,
        learningGoals: input.learningGoals,
        createdAt: ctx.now,
        stateSince: ctx.now,
      })
      await tx.insert(placementLog).values({
        placementId,
        step: 'plan',
        fromState: null,
        toState: 'planned',
        actorId: ctx.actor.accountId,
        actorRole: ctx.actor.role,
        reasons: storedReasons(verdict),
        policyVersion: verdict.policyVersion,
        at: ctx.now,
      })
      await recordAudit(tx, ctx, [{ action: 'placement.plan', subject: 'placement', subjectId: placementId }])
      await storeVerdict(tx, positionId, verdict, ctx.now, newcomerId, days)
      await keepChecks(tx, ctx, placementId, asked.checks)
      await tx.insert(followUps).values(
        FOLLOW_UP_KINDS.map((kind) => ({
          placementId,
          kind,
          state: 'waiting' as const,
          dueOn: followUpDay(kind, input.startsOn),
        })),
      )
      await recordEvent(tx, 'placement.started', { placementId, newcomerId, positionId }, ctx.now)
      return { ok: true, placementId, seat, verdict }
    })
  } catch (error) {
    if (error instanceof HeldUp) {
      const { verdict, pair } = error
      await ctx.db.transaction((tx) => keepRefused(tx, pair, verdict, ctx.now, days))
      return { ok: false, verdict }
    }
    if (isWaitingTooLong(error)) throw new Refusal('busy')
    throw error
  }
}

/**
 * Takes the lowest free seat. Somebody else may take it between the look and the insert: then the unique index says so, the savepoint goes back,
 * and the next look sees theirs.
 */
async function takeSeat(tx: Tx, seats: number, row: Omit<typeof placements.$inferInsert, 'seat'>): Promise<number> {
  for (let tries = 0; tries <= seats; tries += 1) {
    const held = await elevated(tx, 'count-seats')
      .select({ seat: placements.seat })
      .from(placements)
      .where(and(eq(placements.positionId, row.positionId), inArray(placements.state, RUNNING_PLACEMENT_STATES)))
    const seat = lowestFreeSeat(
      seats,
      held.map((one) => one.seat),
    )
    if (seat === null) throw new Refusal('seats-taken')
    try {
      await tx.transaction((inner) => inner.insert(placements).values({ ...row, seat }))
      return seat
    } catch (error) {
      const broken = brokenConstraint(error)
      if (broken === 'placements_one_running_per_newcomer') throw new Refusal('already-placed')
      if (broken === 'placements_proposal_id_unique') throw new Refusal('stale')
      if (broken !== 'placements_one_per_seat') throw error
    }
  }
  throw new Refusal('seats-taken')
}

type PostgresError = { code?: unknown; constraint_name?: unknown; cause?: unknown }

/** Drizzle wraps the driver's error; the code and the constraint are on the innermost. */
const innermost = (error: unknown): PostgresError => {
  let found = error as PostgresError
  while (found?.cause) found = found.cause as PostgresError
  return found ?? {}
}
const brokenConstraint = (error: unknown): string | null => {
  const { code, constraint_name } = innermost(error)
  return code === '23505' && typeof constraint_name === 'string' ? constraint_name : null
}
