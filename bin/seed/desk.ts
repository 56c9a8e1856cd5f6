import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { morningOf, plusDays } from '#db/seed/days.ts'
import type { DeskAccount } from '#db/seed/demo-cast.ts'
import { OPEN_PROPOSAL_STATES, type ProposalState } from '#db/values/proposals.ts'
import { markDone } from '#server/outbox/effects.ts'
import { type Actor, type Ctx, WORKER } from '#server/platform/context.ts'
import { acceptCandidate } from '#server/proposals/accept-candidate.ts'
import { giveConsent } from '#server/proposals/give-consent.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { PROPOSAL_POLICY } from '#server/proposals/rules.ts'
import { shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import type { JobDeps } from '#workers/job.ts'
import { jobsOf } from '#workers/plan-jobs.ts'
import { runJob } from '#workers/run-job.ts'
import { SUBSCRIPTIONS } from '#workers/subscriptions.ts'

const actorOf = (account: DeskAccount): Actor => ({
  role: account.role,
  accountId: account.id,
  newcomerId: account.newcomerId ?? null,
  employerId: account.employerId ?? null,
  municipalityCode: account.municipalityCode ?? null,
  isAdmin: account.isAdmin ?? false,
})

export type Found = { id: string; version: number; newcomerId: string; positionId: string }
export type Step = 'shortlisted' | 'consented' | 'accepted'
export type Desk = ReturnType<typeof openDesk>

/**
 * What the play of the demo needs: people act at a moment of the past, and the effects of what they did follow at that moment.
 *
 * @param today the last day of the play
 * @param people every account
 */
export function openDesk(db: Db, today: string, people: readonly DeskAccount[]) {
  /** From the morning of a day, counted from today; minutes keep what happens on one day in order. */
  const minutes = new Map<number, number>()
  const at = (days: number): Date => {
    const minute = minutes.get(days) ?? 0
    minutes.set(days, minute + 1)
    // Today is still going on: what happens today must not lie in the future.
    const from = days === 0 ? Date.parse(`${today}T00:00:00Z`) : morningOf(plusDays(today, days)).getTime()
    return new Date(from + (days === 0 ? minute * 1_000 : minute * 60_000))
  }
  const as = (account: DeskAccount, days: number): Ctx => ({ db, actor: actorOf(account), now: at(days) })
  const worker = (days: number): Ctx => ({ db, actor: WORKER, now: at(days) })
  const byNewcomer = new Map(people.filter((one) => one.newcomerId).map((one) => [one.newcomerId, one]))
  const byEmployer = new Map(people.filter((one) => one.employerId).map((one) => [one.employerId, one]))
  const byId = new Map(people.map((one) => [one.id, one]))
  const known = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('The play asks for somebody who is not in the cast.')
    return value
  }

  /** The open proposals of somebody or on a place, the best first. */
  const proposalsOf = (of: { newcomerId?: string; positionId?: string; state?: ProposalState }): Promise<Found[]> =>
    db
      .select({
        id: proposals.id,
        version: proposals.version,
        newcomerId: proposals.newcomerId,
        positionId: proposals.positionId,
      })
      .from(proposals)
      .where(
        and(
          of.newcomerId ? eq(proposals.newcomerId, of.newcomerId) : undefined,
          of.positionId ? eq(proposals.positionId, of.positionId) : undefined,
          of.state ? eq(proposals.state, of.state) : inArray(proposals.state, OPEN_PROPOSAL_STATES),
        ),
      )
      .orderBy(desc(proposals.score), asc(proposals.newcomerId), asc(proposals.positionId))

  /** Coach, newcomer and employer take a proposal up to a step, each on a day of their own. */
  const advance = async (proposal: Found, to: Step, days: readonly [number, number, number]): Promise<void> => {
    const newcomer = known(byNewcomer.get(proposal.newcomerId))
    const [own] = await db
      .select({ coachId: newcomers.coachId, employerId: positions.employerId })
      .from(newcomers)
      .innerJoin(positions, eq(positions.id, proposal.positionId))
      .where(eq(newcomers.id, proposal.newcomerId))
    const { coachId, employerId } = known(own)
    await shortlistProposal(as(known(byId.get(coachId)), days[0]), {
      proposalId: proposal.id,
      version: proposal.version,
    })
    if (to === 'shortlisted') return
    await giveConsent(as(newcomer, days[1]), {
      proposalId: proposal.id,
      fields: ['given-name', 'family-name', 'phone'],
      language: newcomer.language ?? 'nl',
      textVersion: PROPOSAL_POLICY.consentTextVersion,
    })
    if (to === 'consented') return
    await acceptCandidate(as(known(byEmployer.get(employerId)), days[2]), { proposalId: proposal.id })
  }

  const deps = (now: Date): JobDeps => ({
    db,
    meili: null, // the index is filled once, at the end
    mailer: { send: async () => {} },
    publicOrigin: 'http://localhost',
    now: () => now,
  })

  /**
   * Lets everything that people set off happen: the jobs of each event, in order and at the moment of the event. Mail of the past is not sent,
   * and matching and indexing are done once for all instead of per event.
   *
   * @param match the day on which the engine is asked who fits where; null = not now
   */
  const settle = async (match: number | null): Promise<void> => {
    const once = (name: string) => name === 'send-mail' || name.startsWith('match-') || name.startsWith('index-')
    for (;;) {
      const events = await db
        .select()
        .from(outboxEvents)
        .where(isNull(outboxEvents.relayedAt))
        .orderBy(asc(outboxEvents.createdAt), asc(outboxEvents.id))
      if (events.length === 0) break
      for (const event of events) {
        await db.update(outboxEvents).set({ relayedAt: event.createdAt }).where(eq(outboxEvents.id, event.id))
        for (const job of jobsOf(SUBSCRIPTIONS, event.name) ?? [])
          if (once(job.name)) await markDone(db, [event.id], job.name, event.createdAt)
          else {
            const data = { v: 1, event: event.id, name: event.name, ids: event.payload }
            await runJob(deps(event.createdAt), SUBSCRIPTIONS, { name: job.name, id: `${event.id}`, data, attempt: 1 })
          }
      }
    }
    if (match !== null) await proposeMatches(worker(match), { all: true })
  }

  /** The conversations of a newcomer's latest placement that fell due or still wait, by kind. */
  const followUpOf = async (newcomerId: string, kind: typeof followUps.$inferSelect.kind): Promise<string> => {
    const [row] = await db
      .select({ id: followUps.id })
      .from(followUps)
      .innerJoin(placements, eq(placements.id, followUps.placementId))
      .where(and(eq(placements.newcomerId, newcomerId), eq(followUps.kind, kind)))
      .orderBy(desc(placements.createdAt))
      .limit(1)
    return known(row).id
  }

  const placementsOf = (newcomerId: string) =>
    db
      .select({ id: placements.id, state: placements.state })
      .from(placements)
      .where(eq(placements.newcomerId, newcomerId))
      .orderBy(desc(placements.createdAt))
      .limit(1)
  /** The latest placement of somebody. */
  const placementOf = async (newcomerId: string): Promise<string> => known((await placementsOf(newcomerId))[0]).id
  const isPlaced = async (newcomerId: string): Promise<boolean> =>
    (await placementsOf(newcomerId))[0]?.state === 'active'

  return { db, placementOf, isPlaced, today, at, as, worker, proposalsOf, advance, settle, followUpOf, known }
}
