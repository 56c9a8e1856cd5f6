import { and, eq } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { invitations } from '#db/schema/members.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Actor, Ctx } from '#server/platform/context.ts'
import { findInvitation } from './find-invitation.ts'
import { InvitationInput } from './resend-invitation.ts'

const withdrawnAt = (now: Date) => ({ state: 'withdrawn' as const, endedAt: now, emailSealed: null, emailIndex: null })
const WITHDRAWN = { action: 'account.invitation-withdrawn', subject: 'invitation' } as const

/** Takes back every invitation of somebody that nobody took yet: whoever leaves leaves no door open. In the transaction that shuts the account. */
export async function withdrawInvitationsOf(
  tx: Tx,
  ctx: { actor: Actor | null; now: Date },
  accountId: string,
): Promise<void> {
  const taken = await tx
    .update(invitations)
    .set(withdrawnAt(ctx.now))
    .where(and(eq(invitations.invitedBy, accountId), eq(invitations.state, 'open')))
    .returning({ id: invitations.id })
  await recordAudit(
    tx,
    ctx,
    taken.map(({ id }) => ({ ...WITHDRAWN, subjectId: id })),
  )
}

/**
 * Takes an invitation back: link and code end at once, and the address is forgotten.
 *
 * @throws Refusal `forbidden`, `not-found` (of another organisation), `stale` (taken or withdrawn already)
 */
export async function withdrawInvitation(ctx: Ctx, input: InvitationInput): Promise<void> {
  const { invitationId } = InvitationInput.parse(input)
  requireMay(ctx.actor, 'account.invite')
  await ctx.db.transaction(async (tx) => {
    const { id } = await findInvitation(tx, ctx.actor, invitationId)
    await tx.update(invitations).set(withdrawnAt(ctx.now)).where(eq(invitations.id, id))
    await recordAudit(tx, ctx, [{ ...WITHDRAWN, subjectId: id }])
  })
}
