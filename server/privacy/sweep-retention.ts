import { eq, sql } from 'drizzle-orm'
import { accounts, sessions } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { retentionWarnings } from '#db/schema/privacy.ts'
import { proposals } from '#db/schema/proposals.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { eraseNewcomer } from './erase-newcomer.ts'
import { RETENTION_POLICY, retentionStepOf } from './rules.ts'

/** What one sweep does at most: an erasure is a transaction of its own. Who stays as they are does not count, so that they never stand in the way. */
const AT_ONCE = 50
/** People in one read. */
const IN_ONE_READ = 200

type Candidate = { id: string; lastSign: string; warnedAt: Date | null; eraseOn: string | null }

/**
 * Tells who was not heard of for a year, and erases them 30 days later when they still are not. A change of the profile, a sign-in, a step of a
 * proposal or a placement is a sign of life; who works is never a candidate.
 *
 * @param ctx actor WORKER
 * @param options `dry`: counts who would be told and erased, and nothing happens
 * @throws Refusal `forbidden`
 */
export async function sweepRetention(
  ctx: Ctx,
  options: { dry: boolean } = { dry: false },
): Promise<{ warned: number; cameBack: number; erased: number }> {
  requireMay(ctx.actor, 'privacy.sweep')
  const today = dayOf(ctx.now)
  const found = { warned: 0, cameBack: 0, erased: 0 }
  for await (const one of candidates(ctx, today)) {
    if (found.warned + found.cameBack + found.erased >= AT_ONCE) break
    const warning = one.warnedAt && one.eraseOn ? { warnedOn: dayOf(one.warnedAt), eraseOn: one.eraseOn } : null
    const step = retentionStepOf(one.lastSign, warning, today, addDays)
    if (step === 'warn') {
      found.warned += 1
      if (!options.dry) await warn(ctx, one.id, addDays(today, RETENTION_POLICY.noticeDays))
    } else if (step === 'came-back') {
      found.cameBack += 1
      if (!options.dry) await markBack(ctx, one.id)
    } else if (step === 'erase' && (await eraseNewcomer(ctx, one.id, 'retention', options))) found.erased += 1
  }
  return found
}

/** Who may have to be told, spared or erased, all of them: told before, or silent for so long. The rule decides. */
async function* candidates(ctx: Ctx, today: string): AsyncGenerator<Candidate> {
  let page: Candidate[] = []
  do {
    page = await candidatesAfter(ctx, today, page.at(-1)?.id ?? null)
    yield* page
  } while (page.length === IN_ONE_READ)
}

function candidatesAfter(ctx: Ctx, today: string, last: string | null): Promise<Candidate[]> {
  const silentSince = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`
  const lastSign = sql<string>`greatest(
    ${newcomers.updatedAt},
    (select max(${sessions.seenAt}) from ${sessions} join ${accounts} on ${accounts.id} = ${sessions.accountId} where ${accounts.newcomerId} = ${newcomers.id}),
    (select max(${proposals.stateSince}) from ${proposals} where ${proposals.newcomerId} = ${newcomers.id} and ${proposals.state} <> 'proposed'),
    (select max(greatest(${placements.stateSince}, ${placements.endsOn}::timestamptz)) from ${placements} where ${placements.newcomerId} = ${newcomers.id})
  )`
  const works = sql`exists (select 1 from ${placements} where ${placements.newcomerId} = ${newcomers.id} and ${placements.state} in ('planned', 'active'))`
  const isSomebody = sql`exists (select 1 from newcomer_identities who where who.newcomer_id = ${newcomers.id})`
  const isNext = last === null ? sql`true` : sql`${newcomers.id} > ${last}`
  return ctx.db
    .select({
      id: newcomers.id,
      lastSign: sql<string>`to_char(${lastSign} at time zone 'Europe/Amsterdam', 'YYYY-MM-DD')`,
      warnedAt: retentionWarnings.warnedAt,
      eraseOn: retentionWarnings.eraseOn,
    })
    .from(newcomers)
    .leftJoin(retentionWarnings, eq(retentionWarnings.newcomerId, newcomers.id))
    .where(
      sql`${isNext} and not ${works} and ${isSomebody} and (${retentionWarnings.newcomerId} is not null or ${lastSign} < ${silentSince}::date)`,
    )
    .orderBy(newcomers.id)
    .limit(IN_ONE_READ)
}

async function warn(ctx: Ctx, newcomerId: string, eraseOn: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(retentionWarnings)
      .values({ newcomerId, warnedAt: ctx.now, eraseOn })
      .onConflictDoUpdate({ target: retentionWarnings.newcomerId, set: { warnedAt: ctx.now, eraseOn } })
    await recordEvent(tx, 'retention.warned', { newcomerId }, ctx.now)
  })
}

/** Keeps the day on which somebody came back, since the session by which it was seen is gone a day after it ended. */
async function markBack(ctx: Ctx, newcomerId: string): Promise<void> {
  const eraseOn = addDays(dayOf(ctx.now), RETENTION_POLICY.inactiveMonths * 31 + RETENTION_POLICY.noticeDays)
  await ctx.db
    .update(retentionWarnings)
    .set({ warnedAt: ctx.now, eraseOn })
    .where(eq(retentionWarnings.newcomerId, newcomerId))
}
