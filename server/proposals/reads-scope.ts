import { and, eq, gt, inArray, ne, notInArray, or, type SQL } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals, type StoredFit } from '#db/schema/proposals.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import { type ExistingProposal, eligiblePairs } from '#server/matching/rules/allocate.ts'
import type { NewcomerFacts, PositionFacts } from '#server/matching/rules/facts.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { inParts } from '#server/platform/group-by.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { NOT_AGAIN_STATES, PROPOSAL_POLICY } from './rules.ts'

export type Scope = { newcomerId: string } | { positionId: string } | { all: true }

export type StandingProposal = {
  id: string
  newcomerId: string
  positionId: string
  version: number
  score: number
  fit: StoredFit
}

export type ScopeFacts = {
  newcomers: NewcomerFacts[]
  positions: PositionFacts[]
  existing: ExistingProposal[]
  /** Proposals of this scope that only the engine has seen. */
  standing: StandingProposal[]
  /** Those of them whose newcomer is no longer available or whose position is no longer published: the engine cannot see them. */
  orphans: StandingProposal[]
}

const idsOf = async (db: Reader, input: Scope): Promise<{ newcomerIds?: string[]; positionIds?: string[] }> => {
  if ('newcomerId' in input) {
    const rows = await db
      .select({ id: newcomers.id })
      .from(newcomers)
      .where(and(eq(newcomers.id, input.newcomerId), eq(newcomers.availability, 'available')))
    return { newcomerIds: rows.map((row) => row.id) }
  }
  if ('positionId' in input) {
    const rows = await db
      .select({ id: positions.id })
      .from(positions)
      .where(and(eq(positions.id, input.positionId), eq(positions.state, 'published')))
    return { positionIds: rows.map((row) => row.id) }
  }
  return {}
}

/**
 * What the engine needs for one run, in a handful of set-based reads: facts of both sides with seats taken, every proposal that takes room,
 * and the pairs not to propose again.
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 */
export async function scopeFacts(db: Reader, input: Scope, today: string): Promise<ScopeFacts> {
  const { newcomerIds, positionIds } = await idsOf(db, input)
  const nobody = newcomerIds?.length === 0 || positionIds?.length === 0
  const [newcomerFacts, positionFacts] = nobody
    ? [[], []]
    : await Promise.all([newcomerFactsOf(db, newcomerIds), positionFactsOf(db, positionIds, today)])
  const candidates = 'all' in input ? [] : eligiblePairs(newcomerFacts, positionFacts, MATCHING_POLICY, today)
  const [rows, others, standing] = await Promise.all([
    existingOf(db, input, today),
    othersOf(db, input, candidates),
    standingOf(db, input),
  ])
  const newcomerIdsSeen = new Set(newcomerFacts.map((one) => one.id))
  const positionIdsSeen = new Set(positionFacts.map((one) => one.id))
  return {
    newcomers: newcomerFacts,
    positions: positionFacts,
    existing: [...rows, ...others],
    standing,
    orphans: standing.filter((row) => !newcomerIdsSeen.has(row.newcomerId) || !positionIdsSeen.has(row.positionId)),
  }
}

const within = (input: Scope): SQL | undefined => {
  if ('newcomerId' in input) return eq(proposals.newcomerId, input.newcomerId)
  return 'positionId' in input ? eq(proposals.positionId, input.positionId) : undefined
}

const standingOf = (db: Reader, input: Scope): Promise<StandingProposal[]> =>
  db
    .select({
      id: proposals.id,
      newcomerId: proposals.newcomerId,
      positionId: proposals.positionId,
      version: proposals.version,
      score: proposals.score,
      fit: proposals.fit,
    })
    .from(proposals)
    .where(and(eq(proposals.state, 'proposed'), within(input)))

const existing = {
  id: proposals.id,
  newcomerId: proposals.newcomerId,
  positionId: proposals.positionId,
  state: proposals.state,
}
type Existing = ExistingProposal & { id: string }

/**
 * Open proposals of this scope and those not to repeat. A placement that was cancelled does not stand in the way of a new proposal.
 */
async function existingOf(db: Reader, input: Scope, today: string): Promise<Existing[]> {
  const cancelled = db.select({ id: placements.proposalId }).from(placements).where(eq(placements.state, 'cancelled'))
  const since = new Date(`${addDays(today, -PROPOSAL_POLICY.notAgainDays)}T00:00:00Z`)
  const open = inArray(proposals.state, OPEN_PROPOSAL_STATES)
  const notAgain = and(
    inArray(proposals.state, NOT_AGAIN_STATES),
    gt(proposals.stateSince, since),
    notInArray(proposals.id, cancelled),
  )
  return db
    .select(existing)
    .from(proposals)
    .where(and(within(input), or(open, notAgain)))
}

/**
 * Open proposals of others that take room where this scope could be proposed: on the positions that fit the one newcomer, or of the newcomers who
 * fit the one position. Never those of the whole country.
 */
async function othersOf(
  db: Reader,
  input: Scope,
  candidates: readonly { newcomerId: string; positionId: string }[],
): Promise<Existing[]> {
  const isOneNewcomer = 'newcomerId' in input
  if (!isOneNewcomer && !('positionId' in input)) return []
  const notOwn = isOneNewcomer ? ne(proposals.newcomerId, input.newcomerId) : ne(proposals.positionId, input.positionId)
  const column = isOneNewcomer ? proposals.positionId : proposals.newcomerId
  const found: Existing[] = []
  for (const part of inParts(candidates.map((pair) => (isOneNewcomer ? pair.positionId : pair.newcomerId))))
    found.push(
      ...(await db
        .select(existing)
        .from(proposals)
        .where(and(inArray(column, part), inArray(proposals.state, OPEN_PROPOSAL_STATES), notOwn))),
    )
  return found
}
