import { z } from 'zod'
import { mailInvitation } from '#server/accounts/mail-invitation.ts'
import { invitationText } from '#workers/invitation-text.ts'
import { type Job, workerCtx } from '#workers/job.ts'

/** Mails an invitation. A mail server may be away for a while, so this tries as long as a notice does. */
export const mailInvitationJob: Job<{ invitationId: string; round: string }> = {
  name: 'mail-invitation',
  queue: 'people',
  payload: z.strictObject({ invitationId: z.uuid(), round: z.string().regex(/^\d{1,4}$/) }),
  retry: { attempts: 8, backoffMs: 2_000 },
  async run(deps, { invitationId, round }) {
    await mailInvitation(
      workerCtx(deps, 'mail-invitation'),
      { invitationId, round: Number(round) },
      deps.mailer,
      ({ language, organisation, key, code, days }) => {
        const { subject, text } = invitationText(language)
        const link = `${deps.publicOrigin}/uitnodiging?sleutel=${key}`
        return { subject, text: text({ organisation, link, code, days }) }
      },
    )
  },
}
