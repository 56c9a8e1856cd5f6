import { eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import type { Actor } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'

/**
 * The newcomer with this id, for their coach, for themselves and for the workers.
 *
 * @param roles whose question this is
 * @throws Refusal `forbidden` for another role, `not-found` for somebody else's newcomer as for one that does not exist
 */
export async function findOwnNewcomer(
  db: Reader,
  actor: Actor,
  newcomerId: string,
  ...roles: Actor['role'][]
): Promise<typeof newcomers.$inferSelect> {
  if (!roles.includes(actor.role)) throw new Refusal('forbidden')
  const [row] = isId(newcomerId) ? await db.select().from(newcomers).where(eq(newcomers.id, newcomerId)) : []
  if (!row) throw new Refusal('not-found')
  const isOwn =
    actor.role === 'worker' ||
    (actor.role === 'coach' && row.coachId === actor.accountId) ||
    (actor.role === 'newcomer' && row.id === actor.newcomerId)
  if (!isOwn) throw new Refusal('not-found')
  return row
}
