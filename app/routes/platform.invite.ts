import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { again, type RightForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { markRefused } from '#app/request/refused-form.ts'
import { invitePerson } from '#server/accounts/invite-person.ts'
import { resendInvitation } from '#server/accounts/resend-invitation.ts'
import { withdrawInvitation } from '#server/accounts/withdraw-invitation.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Again, Invite, roleOfSeat, Withdraw } from './staff.people.ts'

/** The forms with which the platform invites, on the page of an organisation and on that of the accounts. */
export const PlatformInvite = z.discriminatedUnion('intent', [Invite, Again, Withdraw])

/**
 * Invites for an organisation, mails again, or withdraws.
 *
 * @param where the organisation of the page; both null for an auditor
 * @throws Refusal as the commands
 */
export async function invitedByPlatform(
  args: ActionFunctionArgs,
  ctx: Ctx,
  form: RightForm<z.output<typeof PlatformInvite>>,
  where: { employerId: string | null; municipalityCode: string | null },
  page: string,
) {
  const input = form.value
  const sent = await onceFor<Ctx, string>(args, ctx, form, async (inside) => {
    if (input.intent === 'again') {
      await resendInvitation(inside, { invitationId: input.invitationId })
      return { answer: { done: 'again' } }
    }
    if (input.intent === 'withdraw') {
      await withdrawInvitation(inside, { invitationId: input.invitationId })
      return { answer: { done: 'withdrawn' } }
    }
    const { email, seat, language } = input
    const asked = { email, role: roleOfSeat(seat), isAdmin: seat === 'employer-admin', language, ...where }
    const answer = await invitePerson(inside, asked)
    return answer.ok ? { answer: { done: 'invited' } } : { again: answer.reason }
  })
  if ('answer' in sent) return redirectTo(`${page}?gedaan=${sent.answer['done']}`)
  markRefused(args)
  return again({ ok: false, values: form.values, errors: { email: [sent.again] }, key: null })
}
