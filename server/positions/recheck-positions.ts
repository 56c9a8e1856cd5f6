import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { positionLanguages, positions } from '#db/schema/positions.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { groupBy, inParts } from '#server/platform/group-by.ts'
import { askSafeguards, type Verdict } from '#server/safeguards/rules/verdict.ts'
import { movePosition } from './move-position.ts'
import { mattering } from './publish-position.ts'
import { decidedFor } from './reads-decided.ts'
import { safeguardFactsFor } from './reads-safeguard-facts.ts'
import { lastToldOf, rejectedAmong } from './reads-standing.ts'
import { backWithEmployer, EMPLOYER_SUSPENDED, ofSuspendedAmong } from './reads-suspended.ts'
import { asksOfficer, holding, isToldBefore } from './rules-standing.ts'
import { storeVerdict } from './store-verdict.ts'

/** Positions in one transaction. */
const PART = 250

export type Rechecked = {
  /** Taken off the site: blocked at `publish`, or of an employer that was suspended. */
  withheld: number
  /** Still there, and not proposed: their employer was told, or told of other reasons. */
  heldUp: number
}

/**
 * Asks the safeguards again about places on the site, since what is known of an establishment changes and answers age. What is blocked at `publish`
 * goes off the site with the answer kept: it is paused, and only `resumePosition`, which asks anew, brings it back. Candidates wait and placements
 * run on, as at every pause. What stays but is not proposed (rulings 8 and 19) is told to its employer once per set of reasons, and to the officers
 * where one has to decide. What is of an employer that was suspended goes off the site and comes back with it, as it was: then this asks again. Again =
 * nothing.
 *
 * @param ctx actor WORKER
 * @param ids these positions; absent = all that are published
 * @throws Refusal `forbidden` for anybody but a worker
 */
export async function recheckPositions(ctx: Ctx, ids?: readonly string[]): Promise<Rechecked> {
  requireMay(ctx.actor, 'position.recheck')
  const standing = and(eq(positions.state, 'published'), ids ? inArray(positions.id, [...ids]) : undefined)
  const rows = await ctx.db.select({ id: positions.id }).from(positions).where(standing).orderBy(asc(positions.id))
  const sum = { withheld: 0, heldUp: 0 }
  const recheck = async (part: string[], isBack: boolean) => {
    // Back and asked in one transaction: what is blocked by now is on the site for nobody, not for a moment.
    const done = await ctx.db.transaction(async (tx) =>
      recheckPart(tx, ctx, isBack ? await bringBack(tx, ctx, part) : part),
    )
    sum.withheld += done.withheld
    sum.heldUp += done.heldUp
  }
  for (const part of inParts(await backWithEmployer(ctx.db, ids), PART)) await recheck(part, true)
  for (const part of inParts(
    rows.map(({ id }) => id),
    PART,
  ))
    await recheck(part, false)
  return sum
}

async function recheckPart(tx: Tx, ctx: Ctx, part: string[]): Promise<Rechecked> {
  const today = dayOf(ctx.now)
  const rows = await tx
    .select()
    .from(positions)
    .where(and(inArray(positions.id, part), eq(positions.state, 'published')))
    .orderBy(asc(positions.id))
    .for('update')
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return { withheld: 0, heldUp: 0 }
  const [suspended, languages, factsOf, decided, told] = await Promise.all([
    ofSuspendedAmong(tx, ids),
    tx.select().from(positionLanguages).where(inArray(positionLanguages.positionId, ids)),
    safeguardFactsFor(tx, rows, today),
    decidedFor(tx, ids, today),
    lastToldOf(tx, ids),
  ])
  const rejected = await rejectedAmong(
    tx,
    [...told.values()].map(({ id }) => id),
  )
  const toldOf = (id: string) => {
    const last = told.get(id)
    // Rejected, taken off, and put back by its employer: it stands before an officer again.
    return last === undefined || rejected.has(last.id) ? [] : last.reasons
  }
  const spoken = groupBy(languages, (one) => one.positionId)
  const done = { withheld: 0, heldUp: 0 }
  for (const row of rows) {
    if (suspended.has(row.id)) {
      await movePosition(tx, ctx, 'pause', row, {}, [{ code: EMPLOYER_SUSPENDED, params: {} }])
      await recordEvent(tx, 'position.updated', { positionId: row.id }, ctx.now)
      done.withheld += 1
      continue
    }
    const { position, policy } = factsOf({ ...row, languages: spoken.get(row.id) ?? [] })
    const ask = (moment: 'publish' | 'propose') =>
      decided(row.id, askSafeguards(moment, { position, person: null }, policy, today), policy)
    const verdict = ask('publish')
    if (verdict.outcome === 'block') {
      await withhold(tx, ctx, row, verdict)
      done.withheld += 1
    } else if (await tellIfNew(tx, ctx, row.id, ask('propose'), toldOf(row.id))) done.heldUp += 1
  }
  return done
}

/** On the site again until the day that it had. @returns those that are */
async function bringBack(tx: Tx, ctx: Ctx, part: string[]): Promise<string[]> {
  const rows = await tx
    .select()
    .from(positions)
    .where(and(inArray(positions.id, part), eq(positions.state, 'paused')))
    .orderBy(asc(positions.id))
    .for('update')
  // Looked at again under the lock: the employer may have paused it since, or be suspended again.
  const still = new Set(await backWithEmployer(tx, part))
  const back = rows.filter(({ id }) => still.has(id))
  for (const row of back) {
    await movePosition(tx, ctx, 'resume', row)
    await recordEvent(tx, 'position.updated', { positionId: row.id }, ctx.now)
  }
  return back.map(({ id }) => id)
}

async function withhold(tx: Tx, ctx: Ctx, row: typeof positions.$inferSelect, verdict: Verdict): Promise<void> {
  const positionId = row.id
  await movePosition(tx, ctx, 'pause', row, {}, mattering(verdict))
  const verdictId = await storeVerdict(tx, positionId, verdict, ctx.now)
  await recordEvent(tx, 'position.updated', { positionId }, ctx.now)
  await recordEvent(tx, 'position.withheld', { positionId, verdictId }, ctx.now)
}

/** The stored answer is the memory of what was told, so one without anything that holds up is kept too: what comes back is told again. */
async function tellIfNew(
  tx: Tx,
  ctx: Ctx,
  positionId: string,
  verdict: Verdict,
  told: Parameters<typeof isToldBefore>[0],
): Promise<boolean> {
  if (isToldBefore(told, verdict.reasons)) return false
  const verdictId = await storeVerdict(tx, positionId, verdict, ctx.now)
  if (holding(verdict.reasons).length === 0) return false
  await recordEvent(tx, 'position.held-up', { positionId, verdictId }, ctx.now)
  if (asksOfficer(verdict)) await recordEvent(tx, 'position.decision-asked', { positionId, verdictId }, ctx.now)
  return true
}
