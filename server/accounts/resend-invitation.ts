import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { invitations } from '#db/schema/members.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countAttempt } from '#server/platform/count-attempt.ts'
import { uuid } from '#server/platform/fields.ts'
import { findInvitation } from './find-invitation.ts'
import { INVITATION_DAYS, INVITATION_LIMIT } from './rules-members.ts'

export const InvitationInput = z.strictObject({ invitationId: uuid() })
export type InvitationInput = z.input<typeof InvitationInput>

/**
 * Mails an invitation again, also one that expired: with a new link and a new code, for seven days from now. Those of the mail before end.
 *
 * @throws Refusal `forbidden`, `not-found` (of another organisation), `stale` (taken or withdrawn), `too-many`
 */
export async function resendInvitation(ctx: Ctx, input: InvitationInput): Promise<void> {
  const { invitationId } = InvitationInput.parse(input)
  requireMay(ctx.actor, 'account.invite')
  await countAttempt(ctx.db, `invite:${ctx.actor.accountId}`, INVITATION_LIMIT, ctx.now)
  await ctx.db.transaction(async (tx) => {
    const { id, round } = await findInvitation(tx, ctx.actor, invitationId)
    const next = round + 1
    await tx
      .update(invitations)
      .set({
        round: next,
        attempts: 0,
        sentAt: ctx.now,
        expiresAt: new Date(ctx.now.getTime() + INVITATION_DAYS * 86_400_000),
      })
      .where(eq(invitations.id, id))
    await recordEvent(tx, 'invitation.sent', { invitationId: id, round: String(next) }, ctx.now)
    await recordAudit(tx, ctx, [
      { action: 'account.invited-again', subject: 'invitation', subjectId: id, detail: { round: next } },
    ])
  })
}
