import { eq } from 'drizzle-orm'
import { openDatabase } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { changeRole, MUNICIPAL_ROLES } from '#server/accounts/change-role.ts'
import { resetSecondStep } from '#server/accounts/reset-second-step.ts'
import { suspendAccount } from '#server/accounts/suspend-account.ts'
import { WORKER } from '#server/platform/context.ts'
import { readEnv } from '#server/platform/env.ts'
import { isId } from '#server/platform/fields.ts'

/**
 * For the operator, since no screen does it: `npm run account -- suspend|restore|reset-second-step WHO`, `npm run account -- role WHO ROLE`.
 * WHO is a mail address or the id of an account. What is printed names the id only.
 */

const [what = '', who = '', value = ''] = process.argv.slice(2)
const database = openDatabase(readEnv().databaseUrl, { max: 2, name: 'instroom-account' })
try {
  const ctx = { db: database.db, actor: WORKER, now: new Date() }
  const [found] = await ctx.db
    .select({ accountId: accounts.id })
    .from(accounts)
    .where(isId(who) ? eq(accounts.id, who) : eq(accounts.email, who.trim().toLowerCase()))
  if (!found) throw new Error('There is no such account.')
  const { accountId } = found
  const role = MUNICIPAL_ROLES.find((one) => one === value)
  if (what === 'suspend') await suspendAccount(ctx, { accountId, state: 'suspended' })
  else if (what === 'restore') await suspendAccount(ctx, { accountId, state: 'active' })
  else if (what === 'reset-second-step') await resetSecondStep(ctx, { accountId })
  else if (what === 'role' && role) await changeRole(ctx, { accountId, role })
  else throw new Error(`Say suspend, restore, reset-second-step, or role with one of ${MUNICIPAL_ROLES.join(', ')}.`)
  console.log(`${what}: done for account ${accountId}. Its sessions have ended.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await database.close()
}
