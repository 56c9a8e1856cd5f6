import { eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { positions } from '#db/schema/positions.ts'
import { requireRole } from '#server/access/may.ts'
import { type EstablishmentView, establishmentOf } from '#server/employers/reads.ts'
import type { Actor } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'

/**
 * The position with this id, for the employer whose it is and for an officer of the municipality where the work is.
 *
 * @throws Refusal `forbidden` for another role, `not-found` for a foreign position as for one that does not exist
 */
export async function findOwnPosition(
  db: Reader,
  actor: Actor,
  positionId: string,
): Promise<typeof positions.$inferSelect & { establishment: EstablishmentView }> {
  requireRole(actor, 'employer', 'officer')
  const [row] = isId(positionId) ? await db.select().from(positions).where(eq(positions.id, positionId)) : []
  const establishment = row ? await establishmentOf(db, row.establishmentId) : null
  if (!row || !establishment) throw new Refusal('not-found')
  const isOwn =
    actor.role === 'employer'
      ? row.employerId === actor.employerId
      : establishment.municipalityCode === actor.municipalityCode && row.state !== 'draft'
  if (!isOwn) throw new Refusal('not-found')
  return { ...row, establishment }
}
