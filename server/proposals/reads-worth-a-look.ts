import { and, count, desc, eq, inArray } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { matchingBlockingPairs, matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { OPEN_PROPOSAL_STATES, type ProposalState } from '#db/values/proposals.ts'
import { requireRole } from '#server/access/may.ts'
import { explainPair, type PairExplanation } from '#server/matching/rules/explain.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { mayBeProposed, roomOf } from '#server/matching/rules/terms.ts'
import { newcomerFactsOf } from '#server/newcomers/reads-facts.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { positionFactsOf } from '#server/positions/reads.ts'
import { linesOf, type PositionLine } from './reads-match.ts'
import { endedPairsOf, openPairsOf } from './reads-standing.ts'
import { type Exchange, exchangeOf } from './rules-blocking.ts'

/** A pair that could be proposed beside or instead of what stands, and what makes way. */
export type FoundExchange = Exchange & { positionId: string; pair: PairExplanation }

/**
 * Which of these positions could be proposed to the newcomer today although the allocation did not: eligible, not under way nor ended lately, and
 * wanted more by both sides than the least of what they have, at the cost of nobody's only proposal.
 * @returns in the order of the positions given
 */
export async function exchangesOf(
  reader: Reader,
  newcomerId: string,
  positionIds: readonly string[],
  today: string,
): Promise<FoundExchange[]> {
  if (positionIds.length === 0) return []
  const db = elevated(reader, 'count-room')
  const [[newcomer], found, open, own, there, ended] = await Promise.all([
    newcomerFactsOf(db, [newcomerId]),
    positionFactsOf(db, positionIds, today),
    db
      .select({ id: positions.id })
      .from(positions)
      .where(and(inArray(positions.id, [...positionIds]), eq(positions.state, 'published'))),
    openPairsOf(db, { newcomerIds: [newcomerId] }),
    openPairsOf(db, { positionIds }),
    endedPairsOf(db, today, { newcomerIds: [newcomerId] }),
  ])
  if (!newcomer) return []
  const out = new Set([...own, ...ended].map((pair) => pair.positionId))
  const published = new Set(open.map((row) => row.id))
  const has = await openCounts(
    db,
    there.map((pair) => pair.newcomerId),
  )
  const factsOf = new Map(found.map((one) => [one.id, one]))
  return positionIds.flatMap((positionId) => {
    const position = factsOf.get(positionId)
    if (!position || out.has(positionId) || !published.has(positionId)) return []
    const pair = explainPair(newcomer, position, MATCHING_POLICY, today)
    if (!mayBeProposed(pair, MATCHING_POLICY)) return []
    const held = there
      .filter((one) => one.positionId === positionId)
      .map((one) => ({ ...one, has: has.get(one.newcomerId) ?? 1 }))
    const exchange = exchangeOf(
      pair.score.w,
      { own, there: held, room: roomOf(position, MATCHING_POLICY) },
      MATCHING_POLICY,
    )
    return exchange ? [{ ...exchange, positionId, pair }] : []
  })
}

/** How many open proposals each of these newcomers has. */
async function openCounts(db: Reader, newcomerIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ newcomerId: proposals.newcomerId, open: count() })
    .from(proposals)
    .where(
      and(inArray(proposals.newcomerId, [...new Set(newcomerIds)]), inArray(proposals.state, OPEN_PROPOSAL_STATES)),
    )
    .groupBy(proposals.newcomerId)
  return new Map(rows.map((row) => [row.newcomerId, row.open]))
}

/** A position that a coach may want to propose although the allocation of everybody did not. Scores 0..1000 order proposals; they are policy. */
export type WorthALook = {
  line: PositionLine
  score: number
  /** What the coach would set aside for it, as the newcomer has all that one may have; null = it comes beside what there is. */
  insteadOf: { proposalId: string; state: ProposalState; line: PositionLine | null; score: number } | null
  /** A proposal there, with a lower score, of somebody who has another one, is taken back for it; false = there is room. Whose, and its score, stay untold. */
  isFull: boolean
}

/**
 * What the last run could not give this newcomer of the own caseload without somebody having less, and a coach may want to all the same (matching.md,
 * section 0 item 3): asked again of the facts and the proposals as they are now. Nobody's only proposal is ever at stake.
 * @throws Refusal `forbidden`, `not-found` (not the own caseload)
 */
export async function worthALook(ctx: Ctx, newcomerId: string): Promise<WorthALook[]> {
  const { actor, db } = ctx
  requireRole(actor, 'coach')
  if (!isId(newcomerId)) throw new Refusal('not-found')
  const [own] = await db
    .select({ availability: newcomers.availability })
    .from(newcomers)
    .where(and(eq(newcomers.id, newcomerId), eq(newcomers.coachId, actor.accountId)))
  if (!own) throw new Refusal('not-found')
  if (own.availability !== 'available') return []
  const last = db
    .select({ id: matchingRuns.id })
    .from(matchingRuns)
    .where(eq(matchingRuns.state, 'done'))
    .orderBy(desc(matchingRuns.plannedAt))
    .limit(1)
  const rows = await db
    .select({ positionId: matchingBlockingPairs.positionId })
    .from(matchingBlockingPairs)
    .where(and(inArray(matchingBlockingPairs.runId, last), eq(matchingBlockingPairs.newcomerId, newcomerId)))
    .orderBy(desc(matchingBlockingPairs.score), matchingBlockingPairs.positionId)
  const found = await exchangesOf(
    db,
    newcomerId,
    rows.map((row) => row.positionId),
    dayOf(ctx.now),
  )
  const lines = await linesOf(
    db,
    found.flatMap((one) => [one.positionId, ...(one.newcomerLeaves ? [one.newcomerLeaves.positionId] : [])]),
  )
  return found.flatMap(({ positionId, pair, newcomerLeaves, positionLeaves }) => {
    const line = lines.get(positionId)
    if (!line) return []
    return [
      {
        line,
        score: pair.score.w,
        insteadOf: newcomerLeaves && {
          proposalId: newcomerLeaves.id,
          state: newcomerLeaves.state,
          line: lines.get(newcomerLeaves.positionId) ?? null,
          score: newcomerLeaves.w,
        },
        isFull: positionLeaves !== null,
      },
    ]
  })
}
