import type { RunCertificate } from '#db/values/matching.ts'
import { allocateBatch } from '#server/matching/rules/allocation/batch.ts'
import { type Certificate, certify } from '#server/matching/rules/allocation/certify.ts'
import { mostCovered } from '#server/matching/rules/allocation/coverage.ts'
import { allocateExactly } from '#server/matching/rules/allocation/exact.ts'
import type { Allocation, Instance } from '#server/matching/rules/allocation/instance.ts'
import { type BlockingPair, blockingPairs } from '#server/matching/rules/allocation/stable.ts'
import type { MatchingPolicy } from '#server/matching/rules/policy.ts'
import { scaleFor } from '#server/matching/rules/terms.ts'

export type Solved = {
  allocation: Allocation
  certificate: RunCertificate
  /** The most newcomers that room allows to have a proposal. */
  coverable: number
  /** Material ones, by newcomer and position. */
  blocking: BlockingPair[]
}

/** A proof as a run stores it. */
export const certificateOf = (proof: Certificate): RunCertificate => ({
  objective: String(proof.objective),
  bonusObjective: String(proof.bonusObjective),
  upperBound: String(proof.upperBound),
  ratio: proof.ratio,
  exact: proof.bonusObjective === proof.upperBound,
})

/** The auction first, and where the size allows it the exact allocation from there on: then the night finds what the live allocation of the day finds. */
export const allocationOf = (instance: Instance, policy: MatchingPolicy): Allocation => {
  const batch = allocateBatch(instance)
  return instance.position.length <= policy.exactPairs
    ? allocateExactly(instance, { from: batch, ...scaleFor(instance.positions, policy) })
    : batch
}

/**
 * The allocation of a run and the proof of how good it is.
 * @throws Error when the allocation breaks a limit, which no run may write down
 */
export const solveAll = (instance: Instance, policy: MatchingPolicy): Solved => {
  const allocation = allocationOf(instance, policy)
  const proof = certify(instance, allocation)
  if (!proof.feasible) throw new Error(`the allocation breaks a limit: ${proof.breach}`)
  return {
    allocation,
    certificate: certificateOf(proof),
    coverable: mostCovered(instance, allocation),
    blocking: blockingPairs(instance, allocation, policy.blocking.material),
  }
}
