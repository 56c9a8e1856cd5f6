import type { Tx } from '#db/client.ts'
import { positionVerdicts, type StoredReason } from '#db/schema/positions.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'

/** A verdict as it is stored: codes and parameters; the sentence and the source are looked up by rule. */
export const storedReasons = (verdict: Verdict): StoredReason[] =>
  verdict.reasons.map(({ ruleId, outcome, code, params, approved }) => ({
    ruleId,
    outcome,
    code,
    params,
    ...(approved && { approved }),
  }))

/** The version of each rule that was asked, by rule id. */
export const ruleVersionsOf = (verdict: Verdict): Record<string, number> =>
  Object.fromEntries(verdict.reasons.map(({ ruleId, version }) => [ruleId, version]))

/**
 * Keeps an answer of the safeguards with the policy version and what it was asked with; it is never changed afterwards. In the transaction of the
 * step that asked, so that neither is there without the other; the one command of this room that others may use (docs/adr/0004).
 *
 * @param newcomerId whom the answer is about as well, at the moments about a pair
 * @returns the id of the stored verdict
 */
export async function storeVerdict(
  tx: Tx,
  positionId: string,
  verdict: Verdict,
  now: Date,
  newcomerId: string | null = null,
): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(positionVerdicts).values({
    id,
    positionId,
    newcomerId,
    moment: verdict.moment,
    outcome: verdict.outcome,
    reasons: storedReasons(verdict),
    inputs: verdict.inputs,
    policyVersion: verdict.policyVersion,
    ruleVersions: ruleVersionsOf(verdict),
    askedAt: now,
  })
  return id
}
