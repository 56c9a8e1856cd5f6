import { eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { positionLanguages, positions } from '#db/schema/positions.ts'
import { staffingFor } from '#server/employers/reads.ts'
import { safeguardFactsOf } from '#server/positions/rules.ts'
import type { PositionSafeguardFacts } from '#server/safeguards/rules/facts.ts'

/**
 * A stored position as the safeguards read it, with today's facts about its establishment.
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 * @returns null when the position is gone
 */
export async function askedPositionOf(
  db: Reader,
  positionId: string,
  today: string,
): Promise<PositionSafeguardFacts | null> {
  const [position] = await db.select().from(positions).where(eq(positions.id, positionId))
  if (!position) return null
  const languages = await db.select().from(positionLanguages).where(eq(positionLanguages.positionId, position.id))
  const staffing = await staffingFor(db, [position.establishmentId], today)
  return safeguardFactsOf({ ...position, languages }, staffing(position.establishmentId, position.occupationUri))
}
