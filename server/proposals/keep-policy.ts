import type { Tx } from '#db/client.ts'
import { matchingPolicies } from '#db/schema/matching.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'

/** Writes the numbers down under the version that every proposal names. */
export async function keepPolicy(tx: Tx, now: Date): Promise<void> {
  await tx
    .insert(matchingPolicies)
    .values({ version: MATCHING_POLICY.version, policy: MATCHING_POLICY, firstUsedAt: now })
    .onConflictDoNothing()
}
