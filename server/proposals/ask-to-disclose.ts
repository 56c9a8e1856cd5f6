import type { Reader } from '#db/client.ts'
import { decidedFor } from '#server/positions/reads-decided.ts'
import { withBlocksOf } from '#server/positions/rules-withheld.ts'
import { askSafeguards, type Verdict } from '#server/safeguards/rules/verdict.ts'
import { askedPositionOf } from './reads-asked.ts'

/**
 * The verdict at the moment `disclose`, on today's facts about the establishment, with what people decided, as at every other door: the last one before an
 * employer learns who somebody is (rulings 8 and 9). What blocks the place itself blocks here as well.
 * @param consentOn the Dutch day of the yes to this employer; null when there is none
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 * @returns null when the position is gone
 */
export async function askToDisclose(
  db: Reader,
  pair: { positionId: string; consentOn: string | null },
  today: string,
): Promise<Verdict | null> {
  const { positionId } = pair
  const [asked, decided] = await Promise.all([
    askedPositionOf(db, positionId, today),
    decidedFor(db, [positionId], today),
  ])
  if (!asked) return null
  const { position, policy } = asked
  // No rule of this moment asks about work: that is checked at the start.
  const mayWork = { known: false, allowed: false, from: null, until: null }
  const person = { consentAt: pair.consentOn, mayWork, paper: null, wageAge: null }
  const verdict = decided(positionId, askSafeguards('disclose', { position, person }, policy, today), policy)
  const published = decided(positionId, askSafeguards('publish', { position, person: null }, policy, today), policy)
  return withBlocksOf(verdict, published, policy)
}
