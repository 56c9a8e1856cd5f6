import type { Reader } from '#db/client.ts'
import type { Outcome } from '#db/values/safeguards.ts'
import { positionFactsOf } from '#server/positions/reads.ts'

/**
 * What the safeguards say today at the moment `propose`, with what an officer approved: the same answer that the engine reads, asked again when a
 * coach puts the place to somebody, since a strike may have begun meanwhile (Waadi art. 10; rulings 8 and 19).
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 * @returns null when the position is gone
 */
export async function askToPropose(db: Reader, positionId: string, today: string): Promise<Outcome | null> {
  const [facts] = await positionFactsOf(db, [positionId], today)
  return facts?.safeguard ?? null
}
