import { and, eq, gt, isNull, ne, or, sql } from 'drizzle-orm'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { accountWarnings } from '#db/schema/privacy.ts'
import { requireMay } from '#server/access/may.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { eraseAccount } from './erase-account.ts'
import { RETENTION_POLICY, retentionStepOf, STAFF_RETENTION } from './rules.ts'

/** What one sweep does at most: an erasure is a transaction of its own. Who stays as they are does not count, so that they never stand in the way. */
const AT_ONCE = 50
/** Accounts in one read. */
const IN_ONE_READ = 200

/** `held`: coaches who were not seen for long and still have newcomers; somebody has to move those first. */
export type AccountsSwept = { left: number; warned: number; cameBack: number; erased: number; held: number }

/**
 * Erases the accounts of staff who left their organisation, tells who has not signed in for long, and erases them 30 days later when they still did not.
 *
 * @param ctx actor WORKER
 * @param options `dry`: counts, and nothing happens
 * @throws Refusal `forbidden`
 */
export async function sweepAccounts(ctx: Ctx, options: { dry: boolean } = { dry: false }): Promise<AccountsSwept> {
  requireMay(ctx.actor, 'privacy.sweep')
  const today = dayOf(ctx.now)
  const found: AccountsSwept = { left: 0, warned: 0, cameBack: 0, erased: 0, held: 0 }
  for await (const one of candidates(ctx)) {
    if (found.left + found.warned + found.cameBack + found.erased >= AT_ONCE) break
    if (one.state === 'removed') {
      if ((await eraseAccount(ctx, one.id, 'asked', options)).ok) found.left += 1
      continue
    }
    const warning = one.warnedAt && one.eraseOn ? { warnedOn: dayOf(one.warnedAt), eraseOn: one.eraseOn } : null
    const months = one.state === 'suspended' ? STAFF_RETENTION.suspendedMonths : STAFF_RETENTION.unusedMonths
    const step = retentionStepOf(one.lastSign, warning, today, addDays, months)
    if (step === 'came-back') {
      found.cameBack += 1
      if (!options.dry) await ctx.db.delete(accountWarnings).where(eq(accountWarnings.accountId, one.id))
    } else if (step !== 'keep' && one.coaches) found.held += 1
    else if (step === 'warn') {
      found.warned += 1
      if (!options.dry) await warn(ctx, one.id, addDays(today, RETENTION_POLICY.noticeDays))
    } else if (step === 'erase' && (await eraseAccount(ctx, one.id, 'retention', options)).ok) found.erased += 1
  }
  return found
}

/** Who left first, then who was told and who has not been seen for the shortest of the terms, all of them; the rule decides. */
async function* candidates(ctx: Ctx) {
  for (const left of [true, false]) {
    let page: Awaited<ReturnType<typeof candidatesAfter>> = []
    do {
      page = await candidatesAfter(ctx, left, page.at(-1)?.id)
      yield* page
    } while (page.length === IN_ONE_READ)
  }
}

function candidatesAfter({ db, now }: Ctx, left: boolean, last: string | undefined) {
  const lastSign = sql<string>`to_char(greatest(${accounts.createdAt}, ${accounts.signedInOn}::timestamptz) at time zone 'Europe/Amsterdam', 'YYYY-MM-DD')`
  const months = Math.min(STAFF_RETENTION.suspendedMonths, STAFF_RETENTION.unusedMonths)
  const moment = sql`${now.toISOString()}::timestamptz`
  return db
    .select({
      id: accounts.id,
      state: accounts.state,
      lastSign,
      warnedAt: accountWarnings.warnedAt,
      eraseOn: accountWarnings.eraseOn,
      coaches: sql<boolean>`exists (select 1 from ${newcomers} where ${newcomers.coachId} = ${accounts.id})`,
    })
    .from(accounts)
    .leftJoin(accountWarnings, eq(accountWarnings.accountId, accounts.id))
    .where(
      and(
        ne(accounts.role, 'newcomer'),
        isNull(accounts.erasedAt),
        eq(accounts.demo, false),
        last === undefined ? undefined : gt(accounts.id, last),
        left ? eq(accounts.state, 'removed') : ne(accounts.state, 'removed'),
        or(
          eq(accounts.state, 'removed'),
          sql`${accountWarnings.accountId} is not null`,
          sql`greatest(${accounts.createdAt}, ${accounts.signedInOn}::timestamptz) < ${moment} - make_interval(months => ${months})`,
        ),
      ),
    )
    .orderBy(accounts.id)
    .limit(IN_ONE_READ)
}

async function warn(ctx: Ctx, accountId: string, eraseOn: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx
      .insert(accountWarnings)
      .values({ accountId, warnedAt: ctx.now, eraseOn })
      .onConflictDoUpdate({ target: accountWarnings.accountId, set: { warnedAt: ctx.now, eraseOn } })
    await recordEvent(tx, 'account.ending', { ownerId: accountId }, ctx.now)
  })
}
