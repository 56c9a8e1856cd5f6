import { and, eq, gt, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { accounts } from '#db/schema/accounts.ts'
import { invitations } from '#db/schema/members.ts'
import type { Role } from '#db/values/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import { recordAudit } from '#server/audit/record.ts'
import { addressIndexes, keptAddress } from '#server/platform/addresses.ts'
import type { Ctx } from '#server/platform/context.ts'
import { countAttempt } from '#server/platform/count-attempt.ts'
import { filledText } from '#server/platform/fields.ts'
import { auditOf } from './audit-of.ts'
import { invitationCode } from './invitation-secret.ts'
import { type OpenedSession, openSession } from './open-session.ts'
import { invitationBehind } from './reads-invitation.ts'
import { shutOf } from './reads-seat.ts'
import { LoginEmail, networkOf } from './rules.ts'
import { INVITATION_ATTEMPTS } from './rules-members.ts'
import { keyedDigest, sameBytes } from './tokens.ts'

/** Name of a new account, as the person writes it. */
export const AcceptInput = z.object({
  displayName: filledText(80),
  email: LoginEmail,
  code: z
    .string({ error: 'required' })
    .max(40, 'invalid')
    .transform((typed) => typed.replace(/[\s-]/g, ''))
    .pipe(z.string().regex(/^[0-9]{6}$/, 'invalid')),
})
export type AcceptInput = z.output<typeof AcceptInput>

/** Tries from one network, right and wrong: a town hall stands behind one. Policy of 2026-11-22. */
const ACCEPT_LIMIT = { most: 100, seconds: 3600 } as const

/** `wrong`: the code or the address, and it is not said which. The others say what became of the invitation, to whoever has its link. */
export type AcceptAnswer =
  | ({ ok: true; role: Role; language: ScreenLanguage } & OpenedSession)
  | { ok: false; reason: 'wrong' | 'locked' | 'used' | 'withdrawn' | 'expired' | 'unknown' }

/**
 * Takes an invitation, once: makes the account and opens its first session, from which a role that needs one goes on to its second step. The
 * code is counted before it is compared; the address must be the one that was invited, so that a forwarded link makes no account for
 * somebody else. Who has the mailbox of an account that an operator shut out there takes none: for them it is withdrawn. Nothing else that is answered depends
 * on other accounts of that address.
 *
 * @param input `key` what the link held; `old` the session token that the browser has
 * @throws Refusal('too-many')
 */
export async function acceptInvitation(
  ctx: Pick<Ctx, 'db' | 'now'>,
  input: AcceptInput & { key: string; ip: string; accountsKey: Buffer; old: string | null; device: string | null },
): Promise<AcceptAnswer> {
  const { db, now } = ctx
  const network = keyedDigest(input.accountsKey, 'invitation-network', networkOf(input.ip)).toString('base64url')
  await countAttempt(db, `invitation:${network}`, ACCEPT_LIMIT, now)
  const behind = await invitationBehind(ctx, input.key)
  if (!behind.ok) return behind
  const { id, round } = behind.invitation
  const open = and(eq(invitations.id, id), eq(invitations.state, 'open'), eq(invitations.round, round))
  const [tried] = await db
    .update(invitations)
    .set({ attempts: sql`${invitations.attempts} + 1` })
    .where(and(open, gt(invitations.expiresAt, now), lt(invitations.attempts, INVITATION_ATTEMPTS)))
    .returning({ attempts: invitations.attempts, emailIndex: invitations.emailIndex })
  if (!tried) return { ok: false, reason: 'locked' }
  const isCode = sameBytes(Buffer.from(invitationCode({ id, round })), Buffer.from(input.code))
  const isMailbox = addressIndexes(input.email).some(
    (one) => tried.emailIndex !== null && sameBytes(one, tried.emailIndex),
  )
  if (!isCode || !isMailbox) return { ok: false, reason: tried.attempts >= INVITATION_ATTEMPTS ? 'locked' : 'wrong' }
  return db.transaction(async (tx): Promise<AcceptAnswer> => {
    const accountId = crypto.randomUUID()
    const [won] = await tx
      .update(invitations)
      .set({ state: 'accepted', endedAt: now, emailSealed: null, emailIndex: null })
      .where(and(open, gt(invitations.expiresAt, now)))
      .returning()
    if (!won) return { ok: false, reason: 'used' }
    // Whoever was shut out of here since it was sent comes in by no other chair. It is over, and what stands behind that is not said at the door.
    if ((await shutOf(tx, won, input.email, won.invitedBy)) !== null) {
      await tx.update(invitations).set({ state: 'withdrawn' }).where(eq(invitations.id, id))
      await recordAudit(tx, { actor: null, now }, [
        { action: 'account.invitation-withdrawn', subject: 'invitation', subjectId: id },
      ])
      return { ok: false, reason: 'withdrawn' }
    }
    const { role, isAdmin, employerId, municipalityCode, language } = won
    const row = { role, isAdmin, employerId, municipalityCode, language, displayName: input.displayName }
    const made = await tx
      .insert(accounts)
      .values({ id: accountId, ...row, ...keptAddress(accountId, input.email), createdAt: now })
      .onConflictDoNothing()
      .returning({ id: accounts.id })
    // Two invitations of one organisation taken at the same moment: there is an account already, and one signs in to it.
    if (made.length === 0) return { ok: false, reason: 'used' }
    await tx.update(invitations).set({ accountId }).where(eq(invitations.id, id))
    const actor = { role, accountId, newcomerId: null, employerId, municipalityCode, isAdmin }
    await recordAudit(tx, { actor, now }, [
      auditOf('account.invitation-accepted', accountId, { invitationId: id, rank: isAdmin ? 'admin' : '' }),
    ])
    const proved = { aal: 1 as const, amr: ['link' as const], device: input.device }
    return { ok: true, role, language, ...(await openSession(tx, { id: accountId, role }, input.old, now, proved)) }
  })
}
