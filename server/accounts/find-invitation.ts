import { and, eq, type SQL } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { invitations } from '#db/schema/members.ts'
import type { Actor } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** Which invitations somebody sees and may end: those of the own organisation; of the platform, those that it made itself. */
export function invitationsOf(actor: Actor): SQL | undefined {
  if (actor.role === 'employer' && actor.isAdmin) return eq(invitations.employerId, actor.employerId ?? '')
  if (actor.role === 'municipality') return eq(invitations.municipalityCode, actor.municipalityCode ?? '')
  if (actor.role === 'platform') return eq(invitations.invitedBy, actor.accountId)
  throw new Refusal('forbidden')
}

/**
 * An invitation of the own organisation that nobody has taken yet, locked.
 *
 * @throws Refusal `not-found` for another one, `stale` for one that is done with
 */
export async function findInvitation(tx: Tx, actor: Actor, invitationId: string) {
  const [row] = await tx
    .select()
    .from(invitations)
    .where(and(eq(invitations.id, invitationId), invitationsOf(actor)))
    .for('update')
  if (!row) throw new Refusal('not-found')
  if (row.state !== 'open' || row.emailSealed === null) throw new Refusal('stale')
  return row
}
