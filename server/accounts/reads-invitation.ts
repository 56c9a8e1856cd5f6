import { desc, eq, sql } from 'drizzle-orm'
import { employers } from '#db/schema/employers.ts'
import { invitations } from '#db/schema/members.ts'
import { municipalities } from '#db/schema/reference.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { openedText } from '#server/platform/sealed-fields.ts'
import { invitationsOf } from './find-invitation.ts'
import { invitationToken } from './invitation-secret.ts'
import { sameBytes } from './tokens.ts'

const KEY = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/
const organisation = sql<string | null>`coalesce(${employers.name}, ${municipalities.name})`

/** What the link of a mail holds. */
export const invitationKey = (one: { id: string; round: number }): string => `${one.id}.${invitationToken(one)}`

/**
 * The invitation behind a link, for the page that asks whether somebody takes it. Only who has a right link learns what became of it.
 *
 * @param key what the link held
 */
export async function invitationBehind({ db, now }: Pick<Ctx, 'db' | 'now'>, key: string) {
  const [, id = '', token = ''] = KEY.exec(key) ?? []
  const [row] = isId(id)
    ? await db
        .select({
          id: invitations.id,
          round: invitations.round,
          role: invitations.role,
          isAdmin: invitations.isAdmin,
          state: invitations.state,
          language: invitations.language,
          expiresAt: invitations.expiresAt,
          organisation,
        })
        .from(invitations)
        .leftJoin(employers, eq(employers.id, invitations.employerId))
        .leftJoin(municipalities, eq(municipalities.code, invitations.municipalityCode))
        .where(eq(invitations.id, id))
    : []
  const isRight = row && sameBytes(Buffer.from(invitationToken(row)), Buffer.from(token))
  if (!isRight) return { ok: false as const, reason: 'unknown' as const }
  if (row.state === 'accepted') return { ok: false as const, reason: 'used' as const }
  if (row.state === 'withdrawn') return { ok: false as const, reason: 'withdrawn' as const }
  if (row.expiresAt <= now) return { ok: false as const, reason: 'expired' as const }
  return { ok: true as const, invitation: row }
}

/** What a mail of this round needs; null when it has been withdrawn, taken or mailed again meanwhile. For the worker that sends it. */
export async function invitationToMail({ db, now }: Pick<Ctx, 'db' | 'now'>, invitationId: string, round: number) {
  const [row] = await db
    .select({ one: invitations, organisation })
    .from(invitations)
    .leftJoin(employers, eq(employers.id, invitations.employerId))
    .leftJoin(municipalities, eq(municipalities.code, invitations.municipalityCode))
    .where(eq(invitations.id, invitationId))
  if (row?.one.state !== 'open' || row.one.round !== round || row.one.expiresAt <= now) return null
  const { id, language, role, isAdmin, emailSealed } = row.one
  const email = openedText('invitations', 'email', id, { plain: null, sealed: emailSealed })
  return email === null ? null : { id, round, email, language, role, isAdmin, organisation: row.organisation }
}

/**
 * The invitations that the signed-in account may end, newest first: of the own organisation, or its own where it is of the platform.
 *
 * @throws Refusal `forbidden`
 */
export async function ownInvitations(ctx: Ctx) {
  requireMay(ctx.actor, 'account.invite')
  const rows = await ctx.db
    .select({ one: invitations, organisation })
    .from(invitations)
    .leftJoin(employers, eq(employers.id, invitations.employerId))
    .leftJoin(municipalities, eq(municipalities.code, invitations.municipalityCode))
    .where(invitationsOf(ctx.actor))
    .orderBy(desc(invitations.createdAt), invitations.id)
    .limit(100)
  return rows.map(({ one, organisation }) => ({
    id: one.id,
    email: openedText('invitations', 'email', one.id, { plain: null, sealed: one.emailSealed }),
    role: one.role,
    isAdmin: one.isAdmin,
    organisation,
    state: one.state === 'open' && one.expiresAt <= ctx.now ? ('expired' as const) : one.state,
    sentAt: one.sentAt,
    expiresAt: one.expiresAt,
  }))
}
