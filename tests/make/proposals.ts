/** Makers of proposals in any state, with the yes that the state needs. */
import { eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { matchingAreas } from '#db/schema/matching.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { consents, proposalLog, proposals, type StoredFit } from '#db/schema/proposals.ts'
import { type ConsentField, FIT_PARTS } from '#db/values/proposals.ts'
import type { RecordedEvent } from '#server/outbox/events.ts'
import type { Actor } from '#server/platform/context.ts'
import { Refusal, type RefusalCode } from '#server/platform/refusal.ts'
import { keepCard } from '#server/proposals/keep-card.ts'
import { aNewcomer, aPosition, NOW } from './rooms.ts'

type Newcomer = Awaited<ReturnType<typeof aNewcomer>>
type Position = Awaited<ReturnType<typeof aPosition>>

/** One entry for each part, which `fromEntries` cannot say. */
const FULL = Object.fromEntries(
  FIT_PARTS.map((part) => [part, { state: 'full', for: [], against: [] }]),
) as unknown as StoredFit

/** A newcomer who can begin at once, so that every gate of `aPosition` passes. */
export const aReadyNewcomer = (db: Db, given: Parameters<typeof aNewcomer>[1] = {}): Promise<Newcomer> =>
  aNewcomer(db, { availableFrom: '2026-11-01', ...given })

/** A proposal with its newcomer and position; from `consented` on with a standing yes for the given name and the fields given. */
export async function aProposal(
  db: Db,
  given: Partial<typeof proposals.$inferInsert> & {
    newcomer?: Newcomer
    position?: Position
    fields?: ConsentField[]
    /** Of a shortlisted one: how general the card is that the employer sees (0: not at all); null = none was made. */
    card?: number | null
  } = {},
): Promise<{ proposalId: string; newcomer: Newcomer; position: Position; coach: Actor }> {
  const { newcomer: givenNewcomer, position: givenPosition, fields, card, ...columns } = given
  const newcomer = givenNewcomer ?? (await aReadyNewcomer(db))
  const position = givenPosition ?? (await aPosition(db))
  const proposalId = columns.id ?? crypto.randomUUID()
  const state = columns.state ?? 'proposed'
  await db.insert(proposals).values({
    id: proposalId,
    newcomerId: newcomer.newcomerId,
    positionId: position.positionId,
    cardCode: proposalId.slice(0, 8),
    score: 700,
    newcomerScore: 700,
    employerScore: 700,
    fit: FULL,
    policyVersion: 'test',
    answerDueOn: state === 'shortlisted' || state === 'consented' ? '2026-12-07' : null,
    createdAt: NOW,
    stateSince: NOW,
    ...columns,
    state,
  })
  if (state === 'shortlisted' && card !== null)
    await db.transaction((tx) =>
      keepCard(
        tx,
        {
          id: proposalId,
          newcomerId: newcomer.newcomerId,
          positionId: position.positionId,
          employerId: position.employerId,
        },
        NOW,
        { reason: 'no-risk-here', by: newcomer.coach.accountId ?? '', step: card ?? 0 },
      ),
    )
  if (state === 'consented' || state === 'accepted' || state === 'placed')
    await db.insert(consents).values({
      proposalId,
      newcomerId: newcomer.newcomerId,
      employerId: position.employerId,
      fields: [...new Set<ConsentField>(['given-name', ...(fields ?? [])])],
      textVersion: 'consent-2026-11-22',
      language: 'nl',
      givenAt: NOW,
      expiresOn: '2026-12-23',
    })
  return { proposalId, newcomer, position, coach: newcomer.coach }
}

/** The state of a proposal now. */
export async function stateOf(db: Db, proposalId: string): Promise<string | undefined> {
  const [row] = await db.select({ state: proposals.state }).from(proposals).where(eq(proposals.id, proposalId))
  return row?.state
}

/** Steps of a proposal in the log, oldest first. */
export async function stepsOf(db: Db, proposalId: string): Promise<string[]> {
  const rows = await db.select().from(proposalLog).where(eq(proposalLog.proposalId, proposalId)).orderBy(proposalLog.at)
  return rows.map((row) => `${row.fromState ?? ''}>${row.step}>${row.toState} by ${row.actorRole}`)
}

/** Events of these names with a payload that holds this id. */
export async function eventsAbout(db: Db, id: string, ...names: string[]): Promise<RecordedEvent[]> {
  const rows = await db.select().from(outboxEvents).where(inArray(outboxEvents.name, names)).orderBy(outboxEvents.id)
  // The column holds what `recordEvent` wrote, which only takes what the catalogue knows.
  return rows.filter((row) => Object.values(row.payload).includes(id)) as unknown as RecordedEvent[]
}

/** The code with which a command refuses; `ok` when it does not. Anything else that is thrown goes on. */
export async function codeOf(run: Promise<unknown>): Promise<RefusalCode | 'ok'> {
  try {
    await run
    return 'ok'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

/**
 * Says that rows were changed without the commands that tell the allocators of it: tests that write facts themselves begin with this, or with a
 * run for everybody.
 */
export async function changedBehindTheirBack(db: Db): Promise<void> {
  await db.update(matchingAreas).set({ generation: sql`${matchingAreas.generation} + 1` })
}
