import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { copyTables } from './copy-tables.ts'
import type { Copy } from './reads.ts'

/** What is kept of somebody of the staff and not in a copy, and why. */
const WITHHELD = [
  'what you decided in your work: it stands in the records of your organisation under the number of your account; ask your organisation',
]

/**
 * Everything that is kept of somebody of the staff as a person: the account, how they sign in, and messages (GDPR art. 15 and 20). That a copy was made is
 * written down.
 *
 * @throws Refusal `forbidden` for a newcomer, who has a copy of more than an account
 */
export async function copyOfAccount(ctx: Ctx): Promise<Copy> {
  requireMay(ctx.actor, 'privacy.copy-account')
  const { accountId } = ctx.actor
  if (accountId === null) throw new Refusal('forbidden')
  const tables = await copyTables(ctx.db, { newcomer: [], account: [accountId], proposal: [], placement: [] })
  await recordAudit(ctx.db, ctx, [{ action: 'account.copied', subject: 'account', subjectId: accountId }])
  return { format: 'instroom-copy-1', madeAt: ctx.now.toISOString(), tables, looks: [], withheld: WITHHELD }
}
