import { parseArgs } from 'node:util'
import { eq } from 'drizzle-orm'
import { openDatabase } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { addPlatform } from '#server/accounts/add-platform.ts'
import { OperatorCode } from '#server/accounts/audit-of.ts'
import { changeRole, MUNICIPAL_ROLES } from '#server/accounts/change-role.ts'
import { resetSecondStep } from '#server/accounts/reset-second-step.ts'
import { suspendAccount } from '#server/accounts/suspend-account.ts'
import { isAddress } from '#server/platform/addresses.ts'
import { operatorNamed } from '#server/platform/context.ts'
import { readEnv } from '#server/platform/env.ts'
import { isId } from '#server/platform/fields.ts'

/**
 * For the operator, since no screen does it: `npm run account -- suspend|restore|reset-second-step WHO --by CODE`,
 * `npm run account -- role WHO ROLE --by CODE`. WHO is a mail address or the id of an account; an address is found with SEAL_KEYS only. CODE says who does it,
 * a short name or the number of a ticket, and stands in the audit. What is printed names the id only.
 * `npm run account -- add-platform MAIL NAME --by CODE` makes the first account that runs the site; needs SEAL_KEYS.
 */

const { values, positionals } = parseArgs({ options: { by: { type: 'string' } }, allowPositionals: true })
const [what = '', who = '', value = ''] = positionals
const database = openDatabase(readEnv().databaseUrl, { max: 2, name: 'instroom-account' })
try {
  const by = values.by ?? ''
  if (!OperatorCode.test(by))
    throw new Error('Say who does this: --by with a short name or the number of a ticket, without spaces.')
  const ctx = { db: database.db, actor: operatorNamed(by), now: new Date() }
  const isNew = what === 'add-platform'
  const made = isNew
    ? [{ accountId: await addPlatform(ctx, { email: who, displayName: value }), role: 'platform' }]
    : null
  const found =
    made ??
    (await ctx.db
      .select({ accountId: accounts.id, role: accounts.role })
      .from(accounts)
      .where(isId(who) ? eq(accounts.id, who) : isAddress(who.trim().toLowerCase())))
  const [first] = found
  if (!first) throw new Error('There is no such account.')
  if (found.length > 1)
    throw new Error(
      `More than one account has this address. Name one: ${found.map((one) => `${one.accountId} (${one.role})`).join(', ')}.`,
    )
  const { accountId } = first
  const role = MUNICIPAL_ROLES.find((one) => one === value)
  if (isNew) console.log('The account is there: it signs in by mail and then takes its second step.')
  else if (what === 'suspend') await suspendAccount(ctx, { accountId, state: 'suspended' })
  else if (what === 'restore') await suspendAccount(ctx, { accountId, state: 'active' })
  else if (what === 'reset-second-step') await resetSecondStep(ctx, { accountId })
  else if (what === 'role' && role) await changeRole(ctx, { accountId, role })
  else
    throw new Error(
      `Say suspend, restore, reset-second-step, add-platform, or role with one of ${MUNICIPAL_ROLES.join(', ')}.`,
    )
  console.log(`${what}: done for account ${accountId}. Its sessions have ended.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await database.close()
}
