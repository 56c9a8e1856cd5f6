import { eq } from 'drizzle-orm'
import { invitations } from '#db/schema/members.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { findInvitation } from './find-invitation.ts'
import { InvitationInput } from './resend-invitation.ts'

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
    await tx
      .update(invitations)
      .set({ state: 'withdrawn', endedAt: ctx.now, emailSealed: null, emailIndex: null })
      .where(eq(invitations.id, id))
    await recordAudit(tx, ctx, [{ action: 'account.invitation-withdrawn', subject: 'invitation', subjectId: id }])
  })
}
