import type { RunCertificate } from '#db/values/matching.ts'
import { allocateBatch } from '#server/matching/rules/allocation/batch.ts'
import { certify } from '#server/matching/rules/allocation/certify.ts'
import { mostCovered } from '#server/matching/rules/allocation/coverage.ts'
import { allocateExactly } from '#server/matching/rules/allocation/exact.ts'
import type { Allocation, Instance } from '#server/matching/rules/allocation/instance.ts'
import { blockingPairs } from '#server/matching/rules/allocation/stable.ts'
import type { MatchingPolicy } from '#server/matching/rules/policy.ts'
import { scaleFor } from '#server/matching/rules/terms.ts'

export type Solved = {
  allocation: Allocation
  certificate: RunCertificate
  /** The most newcomers that room allows to have a proposal. */
  coverable: number
  blockingPairs: number
}

/**
 * Pairs up to which the auction is finished exactly: then the night finds what the live allocation of the day finds. A country of the design has 3.5
 * million, which takes a second or two more; what is beyond was not measured.
 */
const EXACT_PAIRS = 6_000_000

/** Two sides that would rather have each other by fewer points than this are not worth a coach's time (matching.md, 3b). Policy 2026-11: ours. */
const MATERIAL = 100

/**
 * The allocation of a run and the proof of how good it is: the auction first, and where the size allows it the exact one from there on.
 * @throws Error when the allocation breaks a limit, which no run may write down
 */
export const solveAll = (instance: Instance, policy: MatchingPolicy): Solved => {
  const batch = allocateBatch(instance)
  const isSmall = instance.position.length <= EXACT_PAIRS
  const allocation = isSmall
    ? allocateExactly(instance, { from: batch, ...scaleFor(instance.positions, policy) })
    : batch
  const proof = certify(instance, allocation)
  if (!proof.feasible) throw new Error(`the allocation breaks a limit: ${proof.breach}`)
  return {
    allocation,
    certificate: {
      objective: String(proof.objective),
      bonusObjective: String(proof.bonusObjective),
      upperBound: String(proof.upperBound),
      ratio: proof.ratio,
      exact: proof.bonusObjective === proof.upperBound,
    },
    coverable: mostCovered(instance),
    blockingPairs: blockingPairs(instance, allocation, MATERIAL).length,
  }
}
