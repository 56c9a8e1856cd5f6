import type { Reader } from '#db/client.ts'
import { askSafeguards, type Verdict } from '#server/safeguards/rules/verdict.ts'
import { askedPositionOf } from './reads-asked.ts'

/**
 * The verdict at the moment `disclose`, on today's facts about the establishment: the last door before an employer learns who somebody is
 * (rulings 8 and 9).
 * @param consentOn the Dutch day of the yes to this employer; null when there is none
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 * @returns null when the position is gone
 */
export async function askToDisclose(
  db: Reader,
  pair: { positionId: string; consentOn: string | null },
  today: string,
): Promise<Verdict | null> {
  const asked = await askedPositionOf(db, pair.positionId, today)
  if (!asked) return null
  // No rule of this moment asks about work: that is checked at the start.
  const mayWork = { known: false, allowed: false, from: null, until: null }
  const person = { consentAt: pair.consentOn, mayWork, paper: null, wageAge: null }
  return askSafeguards('disclose', { position: asked.position, person }, asked.policy, today)
}
