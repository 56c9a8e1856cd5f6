import { and, eq } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import type { StoredReason } from '#db/schema/positions.ts'
import { proposalLog, proposals } from '#db/schema/proposals.ts'
import type { ProposalState, ProposalStep } from '#db/values/proposals.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { PROPOSAL_POLICY, take } from './rules.ts'

export type Movable = { id: string; state: ProposalState; stateBefore: ProposalState | null; version: number }

/**
 * Takes one step of the lifecycle: asks the table, updates only from the state and version that were read, writes the log row.
 *
 * @param step from PROPOSAL_LIFECYCLE
 * @param extra columns to set besides the state, and coded reasons for the log
 * @throws Refusal `forbidden` (not this role's step) or `stale` (the state or version is another by now)
 */
export async function moveProposal(
  tx: Tx,
  ctx: Pick<Ctx, 'actor' | 'now'>,
  step: ProposalStep,
  proposal: Movable,
  extra: {
    set?: Partial<Pick<typeof proposals.$inferInsert, 'answerDueOn' | 'seenAt' | 'stateBefore'>>
    reasons?: StoredReason[]
    /** When more than the policy of proposals decided: the versions of all, with spaces between. */
    policyVersion?: string
    /** Stays in its state; the step is only written down. */
    stay?: boolean
  } = {},
): Promise<ProposalState> {
  const taken = take(step, proposal, ctx.actor)
  if (!taken.ok) throw new Refusal(taken.why)
  const to = extra.stay ? proposal.state : taken.to
  const rows = await tx
    .update(proposals)
    .set({
      state: to,
      version: proposal.version + 1,
      ...(extra.stay ? {} : { stateSince: ctx.now }),
      ...extra.set,
    })
    .where(
      and(eq(proposals.id, proposal.id), eq(proposals.state, proposal.state), eq(proposals.version, proposal.version)),
    )
    .returning({ id: proposals.id })
  if (rows.length === 0) throw new Refusal('stale')
  await tx.insert(proposalLog).values({
    proposalId: proposal.id,
    step,
    fromState: proposal.state,
    toState: to,
    actorId: ctx.actor.accountId,
    actorRole: ctx.actor.role,
    reasons: extra.reasons ?? [],
    policyVersion: extra.policyVersion ?? PROPOSAL_POLICY.version,
    at: ctx.now,
  })
  await recordAudit(tx, ctx, [{ action: `proposal.${step}`, subject: 'proposal', subjectId: proposal.id }])
  return to
}

/** A reason without parameters. */
export const coded = (code: string, params: Record<string, string | number> = {}): StoredReason => ({ code, params })
