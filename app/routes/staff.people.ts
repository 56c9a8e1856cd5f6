import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { again, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import { MEMBER_REASONS, MEMBER_STEPS } from '#db/values/members.ts'
import { may } from '#server/access/may.ts'
import { changeMember } from '#server/accounts/change-member.ts'
import { invitePerson } from '#server/accounts/invite-person.ts'
import { ownInvitations } from '#server/accounts/reads-invitation.ts'
import { ownMembers } from '#server/accounts/reads-members.ts'
import { resendInvitation } from '#server/accounts/resend-invitation.ts'
import { LoginEmail } from '#server/accounts/rules.ts'
import { withdrawInvitation } from '#server/accounts/withdraw-invitation.ts'
import type { Ctx } from '#server/platform/context.ts'

/** What is offered on a form: the role, and of an employer whether as admin. */
export const SEATS = ['employer-member', 'employer-admin', 'coach', 'officer', 'municipality', 'auditor'] as const
export type SeatName = (typeof SEATS)[number]
export const roleOfSeat = (seat: SeatName) =>
  seat === 'employer-member' || seat === 'employer-admin' ? ('employer' as const) : seat

export const Invite = z.object({
  intent: z.literal('invite'),
  email: LoginEmail,
  seat: z.enum(SEATS, { error: 'required' }),
  language: z.enum(['nl', 'en']).default('nl'),
})
export const Again = z.object({ intent: z.literal('again'), invitationId: z.uuid() })
export const Withdraw = z.object({ intent: z.literal('withdraw'), invitationId: z.uuid() })
const Change = z.object({
  intent: z.literal('change'),
  accountId: z.uuid(),
  step: z.enum(MEMBER_STEPS, { error: 'required' }),
  reason: z.enum(MEMBER_REASONS, { error: 'required' }),
})
const PeopleForm = z.discriminatedUnion('intent', [Invite, Again, Withdraw, Change])

/** What the page of the people of an organisation shows. */
export async function peopleOf(ctx: Ctx, args: Pick<ActionFunctionArgs, 'request'>) {
  const mayInvite = may(ctx.actor, 'account.invite')
  const none: Awaited<ReturnType<typeof ownInvitations>> = []
  const [members, invitations] = await Promise.all([ownMembers(ctx), mayInvite ? ownInvitations(ctx) : none])
  return { members, invitations, mayInvite, done: new URL(args.request.url).searchParams.get('gedaan') }
}

/** Invites, mails again, withdraws or changes somebody: for the own organisation, which the session knows. */
export async function changePeople(args: ActionFunctionArgs, ctx: Ctx, page: string) {
  const form = await readForm(args.request, PeopleForm)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  const input = form.value
  return run(async () => {
    const sent = await onceFor<Ctx, string>(args, ctx, form, async (inside) => {
      switch (input.intent) {
        case 'invite': {
          const { email, seat, language } = input
          const isAdmin = seat === 'employer-admin'
          const asked = { email, role: roleOfSeat(seat), isAdmin, language, employerId: null, municipalityCode: null }
          const answer = await invitePerson(inside, asked)
          return answer.ok ? { answer: { done: 'invited' } } : { again: answer.reason }
        }
        case 'again':
          await resendInvitation(inside, { invitationId: input.invitationId })
          return { answer: { done: 'again' } }
        case 'withdraw':
          await withdrawInvitation(inside, { invitationId: input.invitationId })
          return { answer: { done: 'withdrawn' } }
        case 'change': {
          const { accountId, step, reason } = input
          const answer = await changeMember(inside, { accountId, step, reason })
          return answer.ok ? { answer: { done: 'changed' } } : { again: answer.reason }
        }
      }
    })
    if ('answer' in sent) return redirectTo(`${page}?gedaan=${sent.answer['done']}`)
    markRefused(args)
    const field = input.intent === 'invite' ? 'email' : ''
    return again({ ok: false, values: form.values, errors: { [field]: [sent.again] }, key: null })
  })
}
