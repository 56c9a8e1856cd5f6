import type { Reader } from '#db/client.ts'
import { standingOverridesOf } from '#server/cases/reads-overrides.ts'
import { withOverrides } from '#server/cases/rules-overrides.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { type Verdict, withApproval } from '#server/safeguards/rules/verdict.ts'
import { approvedStandingOf } from './reads-standing.ts'
import { approvedReasonsOf } from './reads-verdicts.ts'

/**
 * What people decided about these positions and still counts: approvals of the newest publish verdict and of what held it up on the site since, and
 * overrides by two people. Three queries for all of them.
 * @param today Dutch day, `YYYY-MM-DD`
 * @returns a function that gives the verdict on a position after those decisions
 */
export async function decidedFor(db: Reader, positionIds: readonly string[], today: string) {
  const [approved, standing, overrides] = await Promise.all([
    approvedReasonsOf(db, [...positionIds], today),
    approvedStandingOf(db, positionIds, today),
    standingOverridesOf(db, positionIds, today),
  ])
  return (positionId: string, verdict: Verdict, policy: SafeguardPolicy): Verdict =>
    withOverrides(
      withApproval(verdict, [...(approved.get(positionId) ?? []), ...(standing.get(positionId) ?? [])]),
      overrides.get(positionId) ?? [],
      policy,
    )
}
