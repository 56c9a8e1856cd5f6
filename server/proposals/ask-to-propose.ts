import type { Reader } from '#db/client.ts'
import { approvedReasonsOf } from '#server/positions/reads-verdicts.ts'
import { SAFEGUARD_POLICY } from '#server/safeguards/rules/policy.ts'
import { askSafeguards, type Verdict, withApproval } from '#server/safeguards/rules/verdict.ts'
import { askedPositionOf } from './reads-asked.ts'

/**
 * The verdict at the moment `propose`, with what an officer approved: the same answer that the engine reads, asked again when a coach puts the
 * place to somebody, since a strike may have begun meanwhile (Waadi art. 10; rulings 8 and 19).
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 * @returns null when the position is gone
 */
export async function askToPropose(db: Reader, positionId: string, today: string): Promise<Verdict | null> {
  const position = await askedPositionOf(db, positionId, today)
  if (!position) return null
  const verdict = askSafeguards('propose', { position, person: null }, SAFEGUARD_POLICY, today)
  return withApproval(verdict, (await approvedReasonsOf(db, [positionId])).get(positionId) ?? [])
}
