import type { Reader } from '#db/client.ts'
import { requireRole } from '#server/access/may.ts'
import { type EstablishmentView, establishmentOf } from '#server/employers/reads.ts'
import type { Actor } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'

/**
 * The establishment with this id, for the employer whose it is and for an officer of the municipality where it stands.
 *
 * @throws Refusal `forbidden` for another role, `not-found` for a foreign establishment as for one that does not exist
 */
export async function ownEstablishment(db: Reader, actor: Actor, establishmentId: string): Promise<EstablishmentView> {
  requireRole(actor, 'employer', 'officer')
  const found = isId(establishmentId) ? await establishmentOf(db, establishmentId) : null
  const isOwn =
    found !== null &&
    (actor.role === 'employer'
      ? found.employerId === actor.employerId
      : found.municipalityCode === actor.municipalityCode)
  if (!isOwn) throw new Refusal('not-found')
  return found
}
