import { and, eq, sql } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Tx } from '#db/client.ts'
import { notices } from '#db/schema/notices.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import type { Judged } from '#db/values/positions.ts'
import { standingOverridesOf } from '#server/cases/reads-overrides.ts'
import { changedSince, type JudgedField } from '#server/cases/rules-overrides.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'

/**
 * Where two people let a place pass and its employer sends in other terms, both sides hear that it does not count for those; once per override.
 *
 * @param sentIn the terms that were sent in
 * @returns which terms differ, for the page; empty when there is no override or it counts
 */
export async function tellOutgrown(
  tx: Tx,
  ctx: Pick<Ctx, 'now'>,
  positionId: string,
  sentIn: Judged,
): Promise<JudgedField[]> {
  const standing = (await standingOverridesOf(tx, [positionId], dayOf(ctx.now))).get(positionId) ?? []
  const differs = standing.map((one) => ({ ...one, changed: changedSince(one.judged, sentIn) }))
  if (differs.some(({ changed }) => changed.length === 0)) return []
  for (const { id } of differs) {
    if (await isTold(tx, id)) continue
    await recordEvent(tx, 'override.outgrown', { overrideId: id, positionId }, ctx.now)
  }
  return [...new Set(differs.flatMap(({ changed }) => changed))]
}

/** On its way, or told. */
async function isTold(tx: Tx, overrideId: string): Promise<boolean> {
  const wider = elevated(tx, 'told-before')
  const [event] = await wider
    .select({ id: outboxEvents.id })
    .from(outboxEvents)
    .where(
      and(eq(outboxEvents.name, 'override.outgrown'), sql`${outboxEvents.payload} ->> 'overrideId' = ${overrideId}`),
    )
    .limit(1)
  if (event) return true
  const [notice] = await wider
    .select({ id: notices.id })
    .from(notices)
    .where(and(eq(notices.code, 'override-outgrown'), sql`${notices.params} ->> 'overrideId' = ${overrideId}`))
    .limit(1)
  return notice !== undefined
}
