/** A newcomer for whom the last run named a place that is worth a look, and the full places around it. */
import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { matchingBlockingPairs, matchingRuns } from '#db/schema/matching.ts'
import { proposals } from '#db/schema/proposals.ts'
import { OPEN_PROPOSAL_STATES } from '#db/values/proposals.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { aProposal, aReadyNewcomer } from './proposals.ts'
import { aPosition, ctxOf, NOW } from './rooms.ts'

export const isOpen = inArray(proposals.state, OPEN_PROPOSAL_STATES)

/** How many open proposals somebody has. */
export const openOf = (db: Db, newcomerId: string): Promise<number> =>
  db.$count(proposals, and(eq(proposals.newcomerId, newcomerId), isOpen))

let minute = 0
/** A newcomer with proposals of these scores (usually as many as one may have), and a last run that names a place for them. */
export async function aPlaceWorthALook(
  db: Db,
  scores: number[] = [300, 400, 500],
  given: Parameters<typeof aPosition>[1] = {},
) {
  const newcomer = await aReadyNewcomer(db)
  const position = await aPosition(db, given)
  const standing: string[] = []
  for (const score of scores) standing.push((await aProposal(db, { newcomer, score, seenAt: NOW })).proposalId)
  minute += 1
  const runId = crypto.randomUUID()
  await db.insert(matchingRuns).values({
    id: runId,
    kind: 'asked',
    day: '2026-11-23',
    state: 'done',
    policyVersion: MATCHING_POLICY.version,
    policy: {},
    parts: 1,
    plannedAt: new Date(NOW.getTime() + minute * 60_000),
  })
  const { newcomerId, coach, actor } = newcomer
  const { positionId, employer } = position
  await db.insert(matchingBlockingPairs).values({ runId, newcomerId, positionId, score: 900, newcomerLeaves: 300 })
  // What a newcomer with all that one may have sets aside: the least.
  const insteadOf = scores.length < MATCHING_POLICY.proposalsPerNewcomer ? null : (standing[0] ?? null)
  return { newcomerId, positionId, insteadOf, coach, actor, employer, standing, newcomer, ctx: ctxOf(db, coach) }
}

/** As many proposals on a place as it may have, of these newcomers and of others, not seen by anybody; the scores go up from 100. */
export async function fillPlace(db: Db, positionId: string, people: Awaited<ReturnType<typeof aReadyNewcomer>>[]) {
  const made = []
  for (let i = 0; i < MATCHING_POLICY.proposalsPerSeat; i += 1) {
    const newcomer = people[i] ?? (await aReadyNewcomer(db))
    made.push(await aProposal(db, { newcomer, position: { positionId } as never, score: 100 + i }))
  }
  return made
}
