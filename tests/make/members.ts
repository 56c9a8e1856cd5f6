import { eq } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { invitations } from '#db/schema/members.ts'
import { acceptInvitation } from '#server/accounts/accept-invitation.ts'
import { invitationCode } from '#server/accounts/invitation-secret.ts'
import { invitationKey } from '#server/accounts/reads-invitation.ts'
import { KEY } from './sign-ins.ts'

/** What the mail of an invitation holds. */
export async function mailedOf(db: Db, invitationId: string) {
  const [one] = await db.select().from(invitations).where(eq(invitations.id, invitationId))
  if (!one) throw new Error('no invitation')
  return { key: invitationKey(one), code: invitationCode(one) }
}

/** Takes an invitation as the person who got the mail does. */
export function takes(
  db: Db,
  now: Date,
  given: { key: string; code: string; email: string; displayName?: string; old?: string | null },
) {
  const { key, code, email, displayName = 'Nieuwe Collega', old = null } = given
  return acceptInvitation(
    { db, now },
    { key, code, email, displayName, old, ip: '192.0.2.7', accountsKey: KEY, device: null },
  )
}
