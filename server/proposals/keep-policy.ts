import { isDeepStrictEqual } from 'node:util'
import { eq } from 'drizzle-orm'
import type { Reader, Tx } from '#db/client.ts'
import { matchingPolicies } from '#db/schema/matching.ts'
import { MATCHING_POLICY, type MatchingPolicy } from '#server/matching/rules/policy.ts'

/** The numbers of a policy are not those that its version had when it was first used: what is stored under it could not be told apart any more. */
export class PolicyChanged extends Error {
  override name = 'PolicyChanged'
  constructor(version: string, fields: readonly string[]) {
    super(
      `the matching policy ${version} was first used here with other numbers (${fields.join(', ')}): a changed number needs a new version in server/matching/rules/policy.ts`,
    )
  }
}

/** Names of the fields that are not the same; JSON has no order of fields, nor of none and undefined. */
const changedFields = (policy: MatchingPolicy, stored: Record<string, unknown>): string[] => {
  const now = JSON.parse(JSON.stringify(policy)) as Record<string, unknown>
  return [...new Set([...Object.keys(now), ...Object.keys(stored)])]
    .filter((field) => !isDeepStrictEqual(now[field], stored[field]))
    .sort()
}

/**
 * Asks whether the policy of this program is the one that its version names in this database.
 * @throws PolicyChanged with the fields that differ
 */
export async function checkPolicy(db: Reader, policy: MatchingPolicy = MATCHING_POLICY): Promise<void> {
  const [stored] = await db.select().from(matchingPolicies).where(eq(matchingPolicies.version, policy.version))
  const fields = stored ? changedFields(policy, stored.policy) : []
  if (fields.length > 0) throw new PolicyChanged(policy.version, fields)
}

/**
 * Writes the numbers down under the version that every proposal names.
 * @throws PolicyChanged when that version is there with other numbers
 */
export async function keepPolicy(tx: Tx, now: Date, policy: MatchingPolicy = MATCHING_POLICY): Promise<void> {
  await tx.insert(matchingPolicies).values({ version: policy.version, policy, firstUsedAt: now }).onConflictDoNothing()
  await checkPolicy(tx, policy)
}
