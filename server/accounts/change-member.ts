import { and, eq, ne, or, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { MEMBER_REASONS, MEMBER_STEPS } from '#db/values/members.ts'
import { requireMay } from '#server/access/may.ts'
import { isSamePerson } from '#server/access/reads-people.ts'
import { recordAudit } from '#server/audit/record.ts'
import { keptAddress } from '#server/platform/addresses.ts'
import type { Actor, Ctx } from '#server/platform/context.ts'
import { oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { auditOf } from './audit-of.ts'
import { endCardsMadeBy } from './end-cards-made-by.ts'
import { forgetFactors } from './forget-factors.ts'
import { afterStep, runsIt } from './rules-members.ts'
import { shutOut } from './shut-out.ts'
import { isTakenSeat } from './taken-seat.ts'
import { withdrawInvitationsOf } from './withdraw-invitation.ts'

export const ChangeMemberInput = z.strictObject({
  accountId: uuid(),
  step: oneOf(MEMBER_STEPS),
  reason: oneOf(MEMBER_REASONS),
})
export type ChangeMemberInput = z.input<typeof ChangeMemberInput>

/**
 * `last-one`: nobody would be left who runs the organisation. `has-caseload`: newcomers first get another coach. `has-role`: the same address has another
 * account with that work there.
 */
export type MemberAnswer = { ok: true } | { ok: false; reason: 'last-one' | 'has-caseload' | 'has-role' }

/**
 * Makes somebody of the own organisation an admin or a member, gives them other work, suspends them or takes them out. Every session of that
 * account ends at once, so that none goes on with rights of before; who is suspended or taken out has nobody under way either: the invitations of theirs
 * that nobody took are withdrawn. Who runs the organisation is counted with every one of them locked:
 * of two who remove each other at the same moment, one stays.
 *
 * @throws Refusal `forbidden` (also for whom an operator shut out, and for another account of one's own that is suspended), `not-found` (of another organisation), `stale` (it is that already, or was removed)
 */
export async function changeMember(ctx: Ctx, input: ChangeMemberInput): Promise<MemberAnswer> {
  const { accountId, step, reason } = ChangeMemberInput.parse(input)
  requireMay(ctx.actor, 'account.change-member')
  const ours = colleaguesOf(ctx.actor)
  return ctx.db.transaction(async (tx): Promise<MemberAnswer> => {
    const running = await tx
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(ours, eq(accounts.state, 'active'), or(eq(accounts.isAdmin, true), eq(accounts.role, 'municipality'))))
      .orderBy(accounts.id)
      .for('update')
    // Whoever was put out a moment ago, while this waited, puts nobody out any more.
    const me = ctx.actor.accountId
    if (me === null || running.every(({ id }) => id !== me)) throw new Refusal('forbidden')
    const [before] = await tx
      .select({
        role: accounts.role,
        isAdmin: accounts.isAdmin,
        state: accounts.state,
        lockedByOperator: accounts.lockedByOperator,
      })
      .from(accounts)
      .where(and(ours, eq(accounts.id, accountId), ne(accounts.state, 'removed')))
      .for('update')
    if (!before) throw new Refusal('not-found')
    if (before.lockedByOperator) throw new Refusal('forbidden')
    // Whoever was shut out in one chair does not let themselves in from the other, nor clears the chair to sit down in it anew.
    if (before.state === 'suspended' && (await isSamePerson(tx, me, accountId))) throw new Refusal('forbidden')
    const after = afterStep(step, before)
    if (after === null) throw new Refusal('stale')
    if (runsIt(before) && !runsIt(after) && running.every(({ id }) => id === accountId))
      return { ok: false, reason: 'last-one' }
    // A suspended coach keeps the newcomers: who they go to is decided by hand. Who leaves or does other work hands them over first.
    if (before.role === 'coach' && step !== 'suspend' && step !== 'restore' && (await hasCaseload(tx, accountId)))
      return { ok: false, reason: 'has-caseload' }
    const gone = step === 'remove'
    const set = { ...after, ...(gone ? keptAddress(accountId, null) : {}) }
    // While who leaves still runs it: an admin who goes withdraws nothing afterwards.
    if (after.state !== 'active') await withdrawInvitationsOf(tx, ctx, accountId)
    try {
      await tx.transaction((inside) => inside.update(accounts).set(set).where(eq(accounts.id, accountId)))
    } catch (error) {
      if (!isTakenSeat(error)) throw error
      return { ok: false, reason: 'has-role' }
    }
    if (gone) await forgetFactors(tx, accountId)
    await shutOut(tx, accountId, ctx.now)
    // Nor does a coach keep a key to the account of a newcomer.
    if (before.role === 'coach') await endCardsMadeBy(tx, accountId, ctx.now)
    await recordAudit(tx, ctx, [auditOf(`account.${step}`, accountId, { reason, was: before.role })])
    return { ok: true }
  })
}

/** Everybody of the organisation of the signed-in account. */
export function colleaguesOf(actor: Actor): SQL | undefined {
  if (actor.role === 'employer') return eq(accounts.employerId, actor.employerId ?? '')
  if (actor.role === 'municipality') return eq(accounts.municipalityCode, actor.municipalityCode ?? '')
  throw new Refusal('forbidden')
}

async function hasCaseload(tx: Tx, coachId: string): Promise<boolean> {
  const rows = await tx.select({ id: newcomers.id }).from(newcomers).where(eq(newcomers.coachId, coachId)).limit(1)
  return rows.length > 0
}
