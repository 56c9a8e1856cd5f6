import { createHash } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { matchingRunParts, matchingRuns } from '#db/schema/matching.ts'
import type { RunCertificate } from '#db/values/matching.ts'
import { certify } from '#server/matching/rules/allocation/certify.ts'
import type { Instance } from '#server/matching/rules/allocation/instance.ts'
import { type ScoredPairs, unpackPairs } from './rules-edge-blob.ts'
import { limitsHold, provenBy } from './rules-run-proof.ts'
import { certificateOf } from './rules-solve.ts'

/** What a run was asked, as one number: any other pair, score or limit gives another. */
export function inputHashOf({ start, position, weight, tie, max, room, bonus }: Instance): string {
  const hash = createHash('sha256')
  for (const column of [start, position, weight, tie, max, room, bonus])
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength))
  return hash.digest('hex')
}

/** What it chose, as one number. */
export const outputHashOf = (chosen: Uint8Array): string => createHash('sha256').update(chosen).digest('hex')

type ScoredPart = { pairs: ScoredPairs; milliseconds: number }

/**
 * The scored pairs of a run's parts, in their order; one part at a time is read, so that never all of them are text at once, and none is kept for whoever
 * lets go of it.
 * @returns how many pairs they hold together, and the parts; null, or a part that is null, when one is not scored yet or its pairs were dropped
 */
export async function openScoredParts(
  db: Reader,
  runId: string,
): Promise<{ pairs: number; parts: AsyncGenerator<ScoredPart | null> } | null> {
  const rows = await db
    .select({ id: matchingRunParts.id, pairs: matchingRunParts.pairs })
    .from(matchingRunParts)
    .where(eq(matchingRunParts.runId, runId))
    .orderBy(asc(matchingRunParts.number))
  if (rows.some((row) => row.pairs === null)) return null
  async function* read(): AsyncGenerator<ScoredPart | null> {
    for (const { id } of rows) {
      const [row] = await db
        .select({ edges: matchingRunParts.edges, milliseconds: matchingRunParts.milliseconds })
        .from(matchingRunParts)
        .where(eq(matchingRunParts.id, id))
      yield row?.edges ? { pairs: unpackPairs(row.edges), milliseconds: row.milliseconds ?? 0 } : null
    }
  }
  return { pairs: rows.reduce((sum, row) => sum + (row.pairs ?? 0), 0), parts: read() }
}

/** All of them at once; null as `openScoredParts`. */
async function scoredPartsOf(db: Reader, runId: string): Promise<ScoredPart[] | null> {
  const opened = await openScoredParts(db, runId)
  if (!opened) return null
  const parts: ScoredPart[] = []
  for await (const part of opened.parts) {
    if (!part) return null
    parts.push(part)
  }
  return parts
}

/**
 * What a finished run solved and found, from its stored rows alone: the scored pairs of its parts, and the limits, choice and prices of the run.
 * @returns `covered` as the run counted it, null = not counted; `isAsStored`: it is what the run hashed, and its limits are what its policy and its pins give; null for a run that is not done, or whose pairs were dropped since (they are kept until the run after the next)
 */
export async function provenRun(db: Reader, runId: string) {
  const [run] = await db
    .select({
      positionIds: matchingRuns.positionIds,
      prices: matchingRuns.prices,
      proof: matchingRuns.proof,
      certificate: matchingRuns.certificate,
      numbers: matchingRuns.numbers,
      policy: matchingRuns.policy,
      inputHash: matchingRuns.inputHash,
      outputHash: matchingRuns.outputHash,
    })
    .from(matchingRuns)
    .where(eq(matchingRuns.id, runId))
  if (!run?.positionIds || !run.prices || !run.proof) return null
  const parts = await scoredPartsOf(db, runId)
  if (!parts) return null
  const { positionIds, prices, proof } = run
  const found = provenBy(
    parts.map((part) => part.pairs),
    { positionIds, prices, proof },
  )
  const isAsStored =
    inputHashOf(found.instance) === run.inputHash &&
    outputHashOf(found.allocation.chosen) === run.outputHash &&
    limitsHold(found.pairs, found.instance, Number(run.policy['proposalsPerNewcomer']))
  return { ...found, certificate: run.certificate, covered: run.numbers?.covered ?? null, isAsStored }
}

/**
 * Proves a run again: the certificate from its stored rows, beside the one that it was stored with.
 * @returns null as `provenRun`; `feasible` whether every limit holds, `isAsStored` as `provenRun`, and as many have a proposal as the run counted
 */
export async function recheckRun(
  db: Reader,
  runId: string,
): Promise<{ stored: RunCertificate | null; found: RunCertificate; feasible: boolean; isAsStored: boolean } | null> {
  const run = await provenRun(db, runId)
  if (!run) return null
  const proof = certify(run.instance, run.allocation)
  // The numbers count who has a proposal as the proof does: pinned ones included.
  const isAsStored = run.isAsStored && (run.covered === null || run.covered === proof.covered)
  return { stored: run.certificate, found: certificateOf(proof), feasible: proof.feasible, isAsStored }
}
