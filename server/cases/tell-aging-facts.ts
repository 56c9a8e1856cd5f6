import { and, between, eq, exists, inArray, isNotNull, max, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Reader } from '#db/client.ts'
import { factStatements } from '#db/schema/facts.ts'
import { notices } from '#db/schema/notices.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { positions } from '#db/schema/positions.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { nearStartsOf } from '#server/placements/reads-near.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { CASE_POLICY } from './rules.ts'
import { isGoodAtStart } from './rules-facts.ts'

/** Places for which an answer that ages matters. */
const LIVE = ['published', 'paused', 'awaiting-decision'] as const

/** A statement that is soon too old, and the day from which it is told of. */
type Near = { id: string; establishmentId: string; tellFrom: string }

/**
 * The sweep that tells employers that answers about a workplace are soon too old, where there is a place for which they count: once for all answers of
 * a workplace that age together, and never again for the same answer. An answer about a strike is told of as well when somebody is to start there within
 * a week and it is too old for that.
 *
 * @param ctx actor WORKER
 * @throws Refusal `forbidden` for anybody but a worker
 */
export async function tellAgingFacts(ctx: Ctx): Promise<{ aging: number }> {
  requireMay(ctx.actor, 'case.tell-aging-facts')
  const today = dayOf(ctx.now)
  return ctx.db.transaction(async (tx) => {
    const near = [...(await nearlyAged(tx, today)), ...(await tooOldForStarts(tx, today))]
    const byPlace = groupBy(near, (one) => one.establishmentId)
    const told = await lastTold(tx, [...byPlace.keys()])
    let aging = 0
    for (const [establishmentId, statements] of byPlace) {
      const last = told.get(establishmentId) ?? ''
      // What was told since it came near, was told of this answer too.
      const first = statements.find((one) => last < one.tellFrom)
      if (!first) continue
      await recordEvent(tx, 'facts.aging', { establishmentId, statementId: first.id }, ctx.now)
      aging += 1
    }
    return { aging }
  })
}

/** The answers that count and whose last day is near, the first to age first. A quarter that is over is not stated again. */
async function nearlyAged(db: Reader, today: string): Promise<Near[]> {
  const rows = await db
    .select({
      id: factStatements.id,
      establishmentId: factStatements.establishmentId,
      validUntil: factStatements.validUntil,
    })
    .from(factStatements)
    .where(
      and(
        between(factStatements.validUntil, today, addDays(today, CASE_POLICY.tellsAgingDays)),
        sql`${factStatements.question} <> 'quarter-hours'`,
        isNewest(db),
        exists(
          db
            .select({ one: sql`1` })
            .from(positions)
            .where(
              and(eq(positions.establishmentId, factStatements.establishmentId), inArray(positions.state, [...LIVE])),
            ),
        ),
      ),
    )
    .orderBy(factStatements.validUntil, factStatements.id)
  return rows.map(({ validUntil, ...one }) => ({ ...one, tellFrom: addDays(validUntil, -CASE_POLICY.tellsAgingDays) }))
}

/** The answers about a strike that will be too old on a first day that is near. */
async function tooOldForStarts(db: Reader, today: string): Promise<Near[]> {
  const starts = await nearStartsOf(db, null, today, CASE_POLICY.tellsStartDays)
  if (starts.size === 0) return []
  const rows = await db
    .select({
      id: factStatements.id,
      establishmentId: factStatements.establishmentId,
      question: factStatements.question,
      statedOn: factStatements.statedOn,
      validUntil: factStatements.validUntil,
    })
    .from(factStatements)
    .where(
      and(
        eq(factStatements.question, 'industrial-action'),
        inArray(factStatements.establishmentId, [...starts.keys()]),
        isNewest(db),
      ),
    )
    .orderBy(factStatements.id)
  return rows.flatMap(({ id, establishmentId, ...one }) => {
    const startsOn = starts.get(establishmentId)
    return startsOn === undefined || isGoodAtStart(one, startsOn)
      ? []
      : [{ id, establishmentId, tellFrom: addDays(startsOn, -CASE_POLICY.tellsStartDays) }]
  })
}

/** Nothing was stated since on the same question and role. */
const isNewest = (db: Reader) => {
  const newer = alias(factStatements, 'newer')
  return notExists(
    db
      .select({ one: sql`1` })
      .from(newer)
      .where(
        and(
          eq(newer.establishmentId, factStatements.establishmentId),
          eq(newer.question, factStatements.question),
          sql`${newer.occupationUri} is not distinct from ${factStatements.occupationUri}`,
          sql`${newer.statedAt} > ${factStatements.statedAt}`,
        ),
      ),
  )
}

/** The Dutch day on which the employer of each establishment was told last, from what is on its way and what arrived. */
async function lastTold(db: Reader, establishmentIds: readonly string[]): Promise<Map<string, string>> {
  if (establishmentIds.length === 0) return new Map()
  const of = (payload: typeof outboxEvents.payload | typeof notices.params) =>
    sql<string>`${payload} ->> 'establishmentId'`
  const [sent, arrived] = await Promise.all([
    db
      .select({ id: of(outboxEvents.payload), at: max(outboxEvents.createdAt) })
      .from(outboxEvents)
      .where(and(eq(outboxEvents.name, 'facts.aging'), inArray(of(outboxEvents.payload), [...establishmentIds])))
      .groupBy(of(outboxEvents.payload)),
    db
      .select({ id: of(notices.params), at: max(notices.createdAt) })
      .from(notices)
      .where(
        and(
          eq(notices.code, 'facts-age'),
          isNotNull(of(notices.params)),
          inArray(of(notices.params), [...establishmentIds]),
        ),
      )
      .groupBy(of(notices.params)),
  ])
  const told = new Map<string, string>()
  for (const { id, at } of [...sent, ...arrived]) {
    const day = at === null ? '' : dayOf(at)
    if (day > (told.get(id) ?? '')) told.set(id, day)
  }
  return told
}
