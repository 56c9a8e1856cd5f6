import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { Mailer } from '#server/platform/mail.ts'
import { invitationCode } from './invitation-secret.ts'
import { invitationKey, invitationToMail } from './reads-invitation.ts'
import { INVITATION_DAYS } from './rules-members.ts'

/**
 * The effect of `invitation.sent`: the mail with link and code. One that was withdrawn, taken or mailed again meanwhile leaves nothing to send;
 * twice is twice the same mail, which a mail server drops by its id.
 *
 * @param compose makes subject and text, from the key of the link and the code
 * @throws Refusal `forbidden` for anybody but that worker; what the mail server throws: then the job comes back
 */
export async function mailInvitation(
  ctx: Ctx,
  input: { invitationId: string; round: number },
  mailer: Mailer,
  compose: (one: { language: 'nl' | 'en' | 'ar'; organisation: string; key: string; code: string; days: number }) => {
    subject: string
    text: string
  },
): Promise<void> {
  requireMay(ctx.actor, 'account.mail-invitation')
  const one = await invitationToMail(ctx, input.invitationId, input.round)
  if (one === null) return
  const { language, organisation, email, id, round } = one
  const mail = compose({
    language,
    organisation: organisation ?? '',
    key: invitationKey(one),
    code: invitationCode(one),
    days: INVITATION_DAYS,
  })
  await mailer.send({ to: email, ...mail, messageId: `invitation-${id}-${round}` })
}
