import { randomInt } from 'node:crypto'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { elevated } from '#db/bound.ts'
import type { Tx } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposalLog, proposals } from '#db/schema/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { dealsWithSelf } from '#server/access/reads-people.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { PairExplanation } from '#server/matching/rules/explain.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf, workerNamed } from '#server/platform/context.ts'
import { isWaitingTooLong } from '#server/platform/lost-wait.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { ofSuspendedAmong } from '#server/positions/reads-suspended.ts'
import { storedReasons, storeVerdict } from '#server/positions/store-verdict.ts'
import { askToPropose } from './ask-to-propose.ts'
import { keepPolicy } from './keep-policy.ts'
import { coded, moveProposal } from './move-proposal.ts'
import { exchangesOf } from './reads-worth-a-look.ts'
import { PROPOSAL_POLICY } from './rules.ts'
import type { Exchange } from './rules-blocking.ts'
import { freeCardCode } from './rules-card-code.ts'
import { columnsOf, readCardCodes, withdrawPairs } from './write-pairs.ts'

/** `insteadOf`: the proposal of the newcomer that is set aside for it, as the coach read it; null = none. */
export const AddProposalInput = z.object({
  newcomerId: z.uuid(),
  positionId: z.uuid(),
  insteadOf: z.uuid().nullable(),
})

/**
 * The coach proposes a pair that the allocation of everybody did not, because both sides score clearly more together than the least of what they have.
 * It waits for the coach like any other and counts as seen, so no run takes it away while it fits. Where the newcomer has all that one may have, the
 * least is set aside for it; where the place is full, the least there is taken back in the same transaction, never from somebody who has only one.
 *
 * @throws Refusal `forbidden`, `not-found` (not the own caseload, no such position), `stale` (not, or no longer, worth it, under way already, of
 *   an employer that is suspended, or at the cost of another proposal than the coach read), `safeguard-blocks`, `busy` (a run or another coach held it
 *   too long: try again)
 */
export async function addProposal(ctx: Ctx, input: z.infer<typeof AddProposalInput>): Promise<{ proposalId: string }> {
  requireMay(ctx.actor, 'proposal.add')
  try {
    return await inOneGo(ctx, input)
  } catch (error) {
    if (isWaitingTooLong(error)) throw new Refusal('busy')
    throw error
  }
}

/** All of it or nothing. */
function inOneGo(
  ctx: Ctx,
  { newcomerId, positionId, insteadOf }: z.infer<typeof AddProposalInput>,
): Promise<{ proposalId: string }> {
  const { actor, now } = ctx
  return ctx.db.transaction(async (tx) => {
    const [own] = await tx
      .select({ id: newcomers.id })
      .from(newcomers)
      .where(and(eq(newcomers.id, newcomerId), eq(newcomers.coachId, actor.accountId ?? '')))
    if (!own) throw new Refusal('not-found')
    if (await dealsWithSelf(tx, actor.accountId, { newcomerId, positionId })) throw new Refusal('forbidden')
    const today = dayOf(now)
    // Whom it concerns, before anything is locked: two coaches who do this at once then lock the same people in the same order.
    const [before] = await exchangesOf(tx, newcomerId, [positionId], today)
    const leaver = before?.positionLeaves?.newcomerId
    const wider = elevated(tx, 'exchange-proposals')
    const people = await wider
      .select({ id: newcomers.id, availability: newcomers.availability })
      .from(newcomers)
      .where(inArray(newcomers.id, leaver ? [newcomerId, leaver] : [newcomerId]))
      .orderBy(asc(newcomers.id))
      .for('no key update')
    // Two coaches do not take the same room, nor the same person's last but one: who comes second looks at what the first left.
    const [position] = await wider
      .select({ state: positions.state })
      .from(positions)
      .where(eq(positions.id, positionId))
      .for('no key update')
    if (!position) throw new Refusal('not-found')
    const isAvailable = people.some((one) => one.id === newcomerId && one.availability === 'available')
    if (!isAvailable || position.state !== 'published') throw new Refusal('stale')
    if ((await ofSuspendedAmong(tx, [positionId])).size > 0) throw new Refusal('stale')
    const verdict = await askToPropose(tx, positionId, today)
    if (!verdict || verdict.outcome === 'block' || verdict.outcome === 'human') throw new Refusal('safeguard-blocks')
    const [found] = await exchangesOf(tx, newcomerId, [positionId], today)
    if (!found || found.positionLeaves?.newcomerId !== leaver) throw new Refusal('stale')
    if ((found.newcomerLeaves?.id ?? null) !== insteadOf) throw new Refusal('stale')
    await makeWay(wider, ctx, found)
    await keepPolicy(tx, now)
    const proposalId = await insertAdded(tx, ctx, found.pair)
    await tx.insert(proposalLog).values({
      proposalId,
      step: 'add',
      fromState: null,
      toState: 'proposed',
      actorId: actor.accountId,
      actorRole: actor.role,
      reasons: storedReasons(verdict),
      policyVersion: `${found.pair.policyVersion} ${PROPOSAL_POLICY.version} ${verdict.policyVersion}`,
      at: now,
    })
    await storeVerdict(tx, positionId, verdict, now, newcomerId)
    await recordAudit(tx, ctx, [{ action: 'proposal.add', subject: 'proposal', subjectId: proposalId }])
    await recordEvent(tx, 'proposal.added', { proposalId }, now)
    return { proposalId }
  })
}

/** Ends what makes way on both sides. The coach sets aside the own newcomer's; the other one is the engine's, which nobody has seen. */
async function makeWay(tx: Tx, ctx: Ctx, { newcomerLeaves, positionLeaves }: Exchange): Promise<void> {
  const leaving = [newcomerLeaves, positionLeaves].filter((one) => one !== null)
  if (leaving.length === 0) return
  // In the order in which the allocators lock.
  await tx
    .select({ id: proposals.id })
    .from(proposals)
    .where(
      inArray(
        proposals.id,
        leaving.map((one) => one.id),
      ),
    )
    .orderBy(asc(proposals.id))
    .for('no key update')
  if (newcomerLeaves)
    await moveProposal(
      tx,
      ctx,
      'set-aside',
      { ...newcomerLeaves, stateBefore: null },
      { set: { answerDueOn: null }, reasons: [coded('better-place')] },
    )
  if (positionLeaves) {
    const taken = { id: positionLeaves.id, reasons: [coded('no-room')], evenSeen: false }
    const gone = await withdrawPairs(tx, { ...ctx, actor: workerNamed('withdraw-proposals') }, [taken])
    if (gone.length === 0) throw new Refusal('stale')
  }
  for (const one of leaving) await recordEvent(tx, 'proposal.ended', { proposalId: one.id, was: one.state }, ctx.now)
}

/**
 * @returns the id of the new row, with a card code that is free on the position
 * @throws Refusal `stale` when the pair is open already
 */
async function insertAdded(tx: Tx, { now }: Ctx, pair: PairExplanation): Promise<string> {
  const { newcomerId, positionId } = pair
  const columns = columnsOf(pair)
  // A second round for a code that somebody else took meanwhile; a pair that is open already stays out both times.
  for (let round = 0; round < 2; round += 1) {
    const codes = new Map<string, Set<string>>()
    await readCardCodes(elevated(tx, 'exchange-proposals'), codes, [positionId])
    const [made] = await tx
      .insert(proposals)
      .values({
        newcomerId,
        positionId,
        cardCode: freeCardCode(codes.get(positionId) ?? new Set(), (below) => randomInt(below)),
        score: columns.score,
        newcomerScore: columns.newcomer_score,
        employerScore: columns.employer_score,
        fit: columns.fit,
        expectedLevel: columns.expected_level,
        policyVersion: columns.policy_version,
        state: 'proposed',
        seenAt: now,
        createdAt: now,
        stateSince: now,
      })
      .onConflictDoNothing()
      .returning({ id: proposals.id })
    if (made) return made.id
  }
  throw new Refusal('stale')
}
