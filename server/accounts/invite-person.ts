import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Reader, Tx } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { employers } from '#db/schema/employers.ts'
import { invitations } from '#db/schema/members.ts'
import { municipalities } from '#db/schema/reference.ts'
import { SCREEN_LANGUAGES } from '#db/values/language.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { addressIndex, isAddress } from '#server/platform/addresses.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countAttempt } from '#server/platform/count-attempt.ts'
import { oneOf, orNull, uuid, yesOrNo } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { keptText } from '#server/platform/sealed-fields.ts'
import { ofSeat, shutOf } from './reads-seat.ts'
import { LoginEmail } from './rules.ts'
import { INVITATION_DAYS, INVITATION_LIMIT, offeredSeat, type Seat } from './rules-members.ts'

export const InviteInput = z.strictObject({
  email: LoginEmail,
  role: oneOf(['employer', 'coach', 'municipality', 'officer', 'auditor']),
  isAdmin: yesOrNo().default(false),
  language: oneOf(SCREEN_LANGUAGES).default('nl'),
  /** Only the platform says where; everybody else invites for the own organisation. */
  employerId: orNull(uuid()),
  municipalityCode: orNull(z.string().regex(/^GM\d{4}$/, { error: 'required' })),
})
export type InviteInput = z.input<typeof InviteInput>

/**
 * `already`: of the own organisation, who works or was asked there already. `has-one`: the platform asks only the first. `locked`: an operator shut out whoever
 * has this mailbox, here. `own-suspended`: it is the inviter's own, whose other account here is suspended.
 */
export type InviteAnswer =
  | { ok: true; invitationId: string }
  | { ok: false; reason: 'already' | 'has-one' | 'locked' | 'own-suspended' }

/**
 * Asks somebody to come and work here: the mail with link and code leaves through the outbox. Organisation and municipality come from the
 * session; only the platform names them. What is answered says nothing about accounts elsewhere.
 *
 * @throws Refusal `forbidden` (another role, or a seat that is not the inviter's to give), `not-found` (no such organisation), `too-many`
 */
export async function invitePerson(ctx: Ctx, input: InviteInput): Promise<InviteAnswer> {
  const filled = InviteInput.parse(input)
  requireMay(ctx.actor, 'account.invite')
  const seat = offeredSeat(ctx.actor, filled)
  const index = addressIndex(filled.email)
  if (seat === null) throw new Refusal('forbidden')
  if (index === null) throw new Error('there is no key to seal with: set SEAL_KEYS')
  const { accountId } = ctx.actor
  await countAttempt(ctx.db, `invite:${accountId}`, INVITATION_LIMIT, ctx.now)
  return ctx.db.transaction(async (tx): Promise<InviteAnswer> => {
    await checkOrganisation(tx, seat)
    if (ctx.actor.role === 'platform' && (await isRun(tx, seat))) return { ok: false, reason: 'has-one' }
    const shut = await shutOf(tx, seat, filled.email, accountId)
    if (shut !== null) return { ok: false, reason: shut }
    if (await isThere(tx, seat, filled.email)) return { ok: false, reason: 'already' }
    const id = crypto.randomUUID()
    const { sealed } = keptText('invitations', 'email', id, filled.email)
    const made = await tx
      .insert(invitations)
      .values({
        ...seat,
        id,
        emailSealed: sealed,
        emailIndex: index,
        language: filled.language,
        invitedBy: accountId,
        createdAt: ctx.now,
        sentAt: ctx.now,
        expiresAt: new Date(ctx.now.getTime() + INVITATION_DAYS * 86_400_000),
      })
      .onConflictDoNothing()
      .returning({ id: invitations.id })
    if (made.length === 0) return { ok: false, reason: 'already' }
    await recordEvent(tx, 'invitation.sent', { invitationId: id, round: '1' }, ctx.now)
    await recordAudit(tx, ctx, [
      {
        action: 'account.invited',
        subject: 'invitation',
        subjectId: id,
        detail: { role: seat.role, rank: seat.isAdmin ? 'admin' : '', where: whereOf(seat) },
      },
    ])
    return { ok: true, invitationId: id }
  })
}

const whereOf = ({ employerId, municipalityCode }: Seat): string => employerId ?? municipalityCode ?? ''

async function checkOrganisation(tx: Tx, { employerId, municipalityCode }: Seat): Promise<void> {
  const found =
    employerId !== null
      ? await tx.select({ id: employers.id }).from(employers).where(eq(employers.id, employerId)).for('share')
      : municipalityCode !== null
        ? await tx
            .select({ id: municipalities.code })
            .from(municipalities)
            .where(eq(municipalities.code, municipalityCode))
        : [true]
  if (found.length === 0) throw new Refusal('not-found')
}

/** Whether there is somebody who can invite the others. */
async function isRun(db: Reader, seat: Seat): Promise<boolean> {
  const runs = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(
      and(
        ofSeat(seat),
        eq(accounts.state, 'active'),
        seat.role === 'employer' ? eq(accounts.isAdmin, true) : eq(accounts.role, 'municipality'),
      ),
    )
    .limit(1)
  return runs.length > 0
}

async function isThere(db: Reader, seat: Seat, email: string): Promise<boolean> {
  const found = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(ofSeat(seat), eq(accounts.role, seat.role), isAddress(email)))
    .limit(1)
  return found.length > 0
}
