import { and, asc, count, ne, sql } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import type { Role } from '#db/values/accounts.ts'
import { MEMBER_STEPS } from '#db/values/members.ts'
import { may, requireMay } from '#server/access/may.ts'
import { addressOf, mailboxOf } from '#server/platform/addresses.ts'
import type { Ctx } from '#server/platform/context.ts'
import { colleaguesOf } from './change-member.ts'
import { afterStep, runsIt } from './rules-members.ts'

/**
 * Everybody who works in the own organisation, with what can be done with them. Who was removed is not in it any more.
 *
 * @returns `steps` empty for who may not change anybody, `newcomers` how many a coach has
 * @throws Refusal `forbidden`
 */
export async function ownMembers(ctx: Ctx) {
  requireMay(ctx.actor, ctx.actor.role === 'municipality' ? 'account.read-staff' : 'account.read-members')
  const mayChange = may(ctx.actor, 'account.change-member')
  const rows = await ctx.db
    .select({
      id: accounts.id,
      displayName: accounts.displayName,
      email: accounts.email,
      emailSealed: accounts.emailSealed,
      role: accounts.role,
      isAdmin: accounts.isAdmin,
      state: accounts.state,
      lockedByOperator: accounts.lockedByOperator,
      newcomers: sql<number>`(select count(*)::int from ${newcomers} where ${newcomers}.coach_id = ${accounts}.id)`,
    })
    .from(accounts)
    .where(and(colleaguesOf(ctx.actor), ne(accounts.state, 'removed')))
    .orderBy(asc(accounts.role), asc(accounts.displayName), asc(accounts.id))
  const running = rows.filter(runsIt).length
  const people = rows.map(({ email, emailSealed, ...one }) => ({
    ...one,
    email: addressOf({ id: one.id, email, emailSealed }),
    isMe: one.id === ctx.actor.accountId,
  }))
  const mine = mailboxOf(people.find(({ isMe }) => isMe)?.email ?? null)
  return people.map((one) => ({
    ...one,
    steps: mayChange
      ? MEMBER_STEPS.filter((step) => {
          const after = afterStep(step, one)
          if (one.state === 'suspended' && mine !== null && mine === mailboxOf(one.email)) return false
          return after !== null && !(running === 1 && runsIt(one) && !runsIt(after))
        })
      : [],
  }))
}

/** How many accounts there are of each role and state: counts and nothing else. @throws Refusal `forbidden` */
export async function accountCounts(ctx: Ctx): Promise<{ role: Role; state: string; count: number }[]> {
  requireMay(ctx.actor, 'account.count')
  return elevated(ctx.db, 'count-people')
    .select({ role: accounts.role, state: accounts.state, count: count() })
    .from(accounts)
    .groupBy(accounts.role, accounts.state)
    .orderBy(accounts.role, accounts.state)
}
