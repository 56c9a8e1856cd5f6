import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, ne, notInArray, or } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { savedSearches } from '#db/schema/saved-searches.ts'
import { requireMay } from '#server/access/may.ts'
import { mayEnter } from '#server/accounts/reads-standing.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf, hourOf } from '#server/platform/context.ts'
import { log } from '#server/platform/log.ts'
import { FIRST_HOUR, newIn, UNDO_HOURS } from './rules-saved.ts'
import { matchesOf } from './saved-matches.ts'

/** Searches that one turn of the sweep looks at. */
const AT_ONCE = 200
/** Searches in one read. */
const IN_ONE_READ = 50

/**
 * Looks once a day at every search that somebody keeps, and tells its owner when positions match that did not before: one event, in the transaction in which
 * they become known, so that each is told once whatever happens. Who paused or stopped, or is shut out, hears nothing; what came meanwhile is told when they go on. Searches
 * whose time is over, or that were taken away a day ago, are removed.
 *
 * @param ctx actor WORKER
 * @returns how many were looked at, told of, and could not be looked at
 * @throws Refusal `forbidden`
 */
export async function tellNewMatches(ctx: Ctx): Promise<{ looked: number; told: number; failed: number }> {
  requireMay(ctx.actor, 'search.tell')
  const today = dayOf(ctx.now)
  await removeEnded(ctx, today)
  const done = { looked: 0, told: 0, failed: 0 }
  if (hourOf(ctx.now) < FIRST_HOUR) return done
  let after = '00000000-0000-0000-0000-000000000000'
  while (done.looked < AT_ONCE) {
    const ids = await dueAfter(ctx, today, after)
    for (const id of ids) {
      try {
        const isTold = await ctx.db.transaction((tx) => look(tx, ctx, id, today))
        done.looked += 1
        if (isTold) done.told += 1
      } catch (error) {
        // One that cannot be looked at stands in nobody's way, and is tried again at the next turn. What it asks is personal and not logged.
        done.failed += 1
        log.error({ savedSearchId: id, error: (error as Error).name }, 'search: a kept search cannot be looked at')
      }
    }
    if (ids.length < IN_ONE_READ) break
    after = ids.at(-1) ?? after
  }
  return done
}

const isOver = (ctx: Ctx, today: string) =>
  or(
    lt(savedSearches.endsOn, today),
    and(
      isNotNull(savedSearches.removedAt),
      lt(savedSearches.removedAt, new Date(ctx.now.getTime() - UNDO_HOURS * 3_600_000)),
    ),
  )

const removeEnded = (ctx: Ctx, today: string) => ctx.db.delete(savedSearches).where(isOver(ctx, today))

/** Not looked at today, of somebody who may come in and wants to hear of work. */
async function dueAfter(ctx: Ctx, today: string, after: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: savedSearches.id })
    .from(savedSearches)
    .innerJoin(accounts, eq(accounts.id, savedSearches.accountId))
    .leftJoin(newcomers, eq(newcomers.id, accounts.newcomerId))
    .where(
      and(
        gt(savedSearches.id, after),
        lt(savedSearches.lookedOn, today),
        isNull(savedSearches.removedAt),
        mayEnter,
        or(isNull(newcomers.id), notInArray(newcomers.availability, ['paused', 'withdrawn'])),
      ),
    )
    .orderBy(asc(savedSearches.id))
    .limit(IN_ONE_READ)
  return rows.map(({ id }) => id)
}

/** One look. @returns whether there was something new */
async function look(tx: Tx, ctx: Ctx, id: string, today: string): Promise<boolean> {
  const [saved] = await tx
    .select()
    .from(savedSearches)
    .where(and(eq(savedSearches.id, id), lt(savedSearches.lookedOn, today), isNull(savedSearches.removedAt)))
    .for('update', { skipLocked: true })
  if (!saved) return false
  const matches = await matchesOf(tx, saved.question, ctx.now)
  const known = new Set(saved.known)
  const hasUnknown = matches.ids.some((one) => !known.has(one))
  const isNew = newIn(matches, known)
  await tx
    .update(savedSearches)
    .set({
      lookedOn: today,
      ...(hasUnknown ? { known: await notClosed(tx, [...saved.known, ...matches.ids]) } : {}),
      ...(isNew ? { toldAt: ctx.now } : {}),
    })
    .where(eq(savedSearches.id, id))
  if (isNew) await recordEvent(tx, 'search.matched', { savedSearchId: id, ownerId: saved.accountId }, ctx.now)
  return isNew
}

/** What was told stays known while it is paused, so that it is not told again; what is closed never comes back. */
async function notClosed(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ id: positions.id })
    .from(positions)
    .where(and(inArray(positions.id, [...new Set(ids)]), ne(positions.state, 'closed')))
  return rows.map((row) => row.id)
}
