import { and, desc, eq, inArray, ne } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { safeguardOverrides } from '#db/schema/decisions.ts'
import { establishments } from '#db/schema/employers.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { notices } from '#db/schema/notices.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { positions, positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { places } from '#db/schema/reference.ts'
import { requireMay } from '#server/access/may.ts'
import type { EventName, RecordedEvent } from '#server/outbox/events.ts'
import type { Ctx } from '#server/platform/context.ts'
import { employersAt, employersOfSignal, officersOf } from './reads-concerned.ts'
import { type NoticeFacts, type Receiver, TELLINGS, type Telling } from './rules.ts'

const tellingsOf: Record<EventName, (facts: NoticeFacts) => Telling[]> = TELLINGS

/**
 * Effect of every event: the notices that it makes, by the map in rules.ts. The same event never tells the same account twice, however often
 * it arrives (unique effect key of event and account).
 *
 * @param ctx actor WORKER
 * @param event as the outbox recorded it; what it means is read again here
 * @returns ids of the notices that this call made; `sendMail` takes them from there
 */
export async function makeNotice(
  ctx: Ctx,
  event: Pick<RecordedEvent, 'id' | 'name' | 'payload'>,
): Promise<{ noticeIds: string[] }> {
  requireMay(ctx.actor, 'notice.make')
  return ctx.db.transaction(async (tx) => {
    const payload: Record<string, string> = event.payload
    const subject = await subjectOf(tx, payload)
    const tellings = tellingsOf[event.name](subject.facts)
    const rows = []
    for (const { to, code } of tellings)
      for (const accountId of await accountsOf(tx, to, subject)) {
        // Nobody is told of what they did themselves.
        if (accountId === payload['accountId']) continue
        rows.push({
          accountId,
          code,
          params: { ...payload, ...subject.params },
          effectKey: `${event.id}:${accountId}`,
          createdAt: ctx.now,
        })
      }
    if (rows.length === 0) return { noticeIds: [] }
    const made = await tx.insert(notices).values(rows).onConflictDoNothing().returning({ id: notices.id })
    return { noticeIds: made.map((row) => row.id) }
  })
}

type Subject = {
  newcomerId: string | null
  /** Where there is no newcomer any more. */
  coachId: string | null
  positionId: string | null
  /** Where there is no position. */
  establishmentId: string | null
  signalId: string | null
  ownerId: string | null
  facts: NoticeFacts
  /** Ids that a page needs besides those of the event. */
  params: Record<string, string>
}

async function subjectOf(tx: Tx, payload: Record<string, string>): Promise<Subject> {
  const subject: Subject = {
    newcomerId: payload['newcomerId'] ?? null,
    coachId: payload['coachId'] ?? null,
    positionId: payload['positionId'] ?? null,
    establishmentId: payload['establishmentId'] ?? null,
    signalId: payload['signalId'] ?? null,
    ownerId: payload['ownerId'] ?? null,
    facts: {
      proposalState: null,
      was: payload['was'] ?? null,
      choice: payload['choice'] ?? null,
      decision: null,
      override: null,
      isPair: false,
    },
    params: {},
  }
  const { proposalId, followUpId, decisionId, overrideId } = payload
  let { verdictId } = payload
  if (proposalId) {
    const [row] = await tx.select().from(proposals).where(eq(proposals.id, proposalId))
    if (row) {
      subject.newcomerId = row.newcomerId
      subject.positionId = row.positionId
      subject.facts.proposalState = row.state
      subject.params['positionId'] = row.positionId
    }
  }
  if (followUpId) {
    const [row] = await tx
      .select({
        placementId: followUps.placementId,
        newcomerId: placements.newcomerId,
        positionId: placements.positionId,
      })
      .from(followUps)
      .innerJoin(placements, eq(placements.id, followUps.placementId))
      .where(eq(followUps.id, followUpId))
    if (row) {
      subject.newcomerId = row.newcomerId
      subject.positionId = row.positionId
      subject.params['placementId'] = row.placementId
    }
  }
  if (decisionId) {
    const [row] = await tx
      .select({ outcome: safeguardDecisions.outcome, verdictId: safeguardDecisions.verdictId })
      .from(safeguardDecisions)
      .where(eq(safeguardDecisions.id, decisionId))
    subject.facts.decision = row?.outcome ?? null
    verdictId = row?.verdictId
  }
  if (overrideId) {
    const [row] = await tx
      .select({ state: safeguardOverrides.state, verdictId: safeguardOverrides.verdictId })
      .from(safeguardOverrides)
      .where(eq(safeguardOverrides.id, overrideId))
    subject.facts.override = row && row.state !== 'asked' ? row.state : null
    verdictId = row?.verdictId
    if (verdictId) subject.params['verdictId'] = verdictId
  }
  if (verdictId) await aboutPair(tx, subject, verdictId)
  return subject
}

/** What is about a start or a longer term concerns its coach, who finds it at the proposal; an employer has no part in it. */
async function aboutPair(tx: Tx, subject: Subject, verdictId: string): Promise<void> {
  const [row] = await tx
    .select({
      newcomerId: positionVerdicts.newcomerId,
      moment: positionVerdicts.moment,
      proposalId: proposals.id,
    })
    .from(positionVerdicts)
    .innerJoin(
      proposals,
      and(eq(proposals.newcomerId, positionVerdicts.newcomerId), eq(proposals.positionId, positionVerdicts.positionId)),
    )
    .where(eq(positionVerdicts.id, verdictId))
    .orderBy(desc(proposals.createdAt))
    .limit(1)
  if (!row) return
  subject.newcomerId = row.newcomerId
  subject.facts.isPair = true
  subject.params['proposalId'] = row.proposalId
}

async function accountsOf(tx: Tx, to: Receiver, subject: Subject): Promise<string[]> {
  const { newcomerId, positionId } = subject
  const active = eq(accounts.state, 'active')
  const ids = (rows: { id: string }[]) => rows.map((row) => row.id)
  if (to === 'owner')
    return subject.ownerId
      ? ids(
          await tx
            .select({ id: accounts.id })
            .from(accounts)
            .where(and(eq(accounts.id, subject.ownerId), ne(accounts.state, 'removed'))),
        )
      : []
  if (to === 'newcomer')
    return newcomerId
      ? ids(
          await tx
            .select({ id: accounts.id })
            .from(accounts)
            .where(and(eq(accounts.newcomerId, newcomerId), active)),
        )
      : []
  if (to === 'coach' && subject.coachId) return [subject.coachId]
  if (to === 'coach')
    return newcomerId
      ? ids(
          await tx
            .select({ id: accounts.id })
            .from(newcomers)
            .innerJoin(accounts, eq(accounts.id, newcomers.coachId))
            .where(and(eq(newcomers.id, newcomerId), active)),
        )
      : []
  if (to === 'employer' && subject.establishmentId && !positionId) return employersAt(tx, subject.establishmentId)
  if (to === 'employer' && subject.signalId) return employersOfSignal(tx, subject.signalId)
  if (to === 'officer' && subject.establishmentId) return officersOf(tx, subject.establishmentId)
  if (!positionId) return []
  if (to === 'employer')
    return ids(
      await tx
        .select({ id: accounts.id })
        .from(positions)
        .innerJoin(accounts, eq(accounts.employerId, positions.employerId))
        .where(and(eq(positions.id, positionId), active)),
    )
  return ids(
    await tx
      .select({ id: accounts.id })
      .from(positions)
      .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
      .innerJoin(places, eq(places.postcode4, establishments.postcode4))
      .innerJoin(accounts, eq(accounts.municipalityCode, places.municipalityCode))
      .where(and(eq(positions.id, positionId), inArray(accounts.role, ['officer']), active)),
  )
}
