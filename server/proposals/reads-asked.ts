import { eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { positionLanguages, positions } from '#db/schema/positions.ts'
import { safeguardFactsFor } from '#server/positions/reads-safeguard-facts.ts'
import type { PositionSafeguardFacts } from '#server/safeguards/rules/facts.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'

/**
 * A stored position as the safeguards read it, with today's facts about its establishment, and the policy that holds there today.
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 * @returns null when the position is gone
 */
export async function askedPositionOf(
  db: Reader,
  positionId: string,
  today: string,
): Promise<{ position: PositionSafeguardFacts; policy: SafeguardPolicy } | null> {
  const [position] = await db.select().from(positions).where(eq(positions.id, positionId))
  if (!position) return null
  const languages = await db.select().from(positionLanguages).where(eq(positionLanguages.positionId, position.id))
  return (await safeguardFactsFor(db, [position], today))({ ...position, languages })
}
