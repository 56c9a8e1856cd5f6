import type { Reader } from '#db/client.ts'
import { decidedFor } from '#server/positions/reads-decided.ts'
import { askSafeguards, type Verdict } from '#server/safeguards/rules/verdict.ts'
import { askedPositionOf } from './reads-asked.ts'

/**
 * The verdict at the moment `propose`, with what people decided: the same answer that the engine reads, asked again when a coach puts the
 * place to somebody, since a strike may have begun meanwhile (Waadi art. 10; rulings 8 and 19).
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 * @returns null when the position is gone
 */
export async function askToPropose(db: Reader, positionId: string, today: string): Promise<Verdict | null> {
  const asked = await askedPositionOf(db, positionId, today)
  if (!asked) return null
  const { position, policy } = asked
  const verdict = askSafeguards('propose', { position, person: null }, policy, today)
  return (await decidedFor(db, [positionId], today))(positionId, verdict, policy)
}
