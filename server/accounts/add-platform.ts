import { z } from 'zod'
import { accounts } from '#db/schema/accounts.ts'
import { requireMay } from '#server/access/may.ts'
import { recordAudit } from '#server/audit/record.ts'
import { keptAddress } from '#server/platform/addresses.ts'
import type { Ctx } from '#server/platform/context.ts'
import { filledText } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { auditOf, byOperator } from './audit-of.ts'
import { LoginEmail } from './rules.ts'

export const AddPlatformInput = z.strictObject({ email: LoginEmail, displayName: filledText(80) })
export type AddPlatformInput = z.input<typeof AddPlatformInput>

/**
 * Makes an account that runs the site: the first of an installation, since nobody is there to invite it. It takes its second step at its first sign-in.
 *
 * @param ctx actor WORKER: an operator at the command line
 * @returns its id
 * @throws Refusal `forbidden` for anybody else, `stale` when this address runs the site already
 */
export async function addPlatform(ctx: Ctx, input: AddPlatformInput): Promise<string> {
  const { email, displayName } = AddPlatformInput.parse(input)
  requireMay(ctx.actor, 'account.add-platform')
  return ctx.db.transaction(async (tx) => {
    const id = crypto.randomUUID()
    const made = await tx
      .insert(accounts)
      .values({ id, role: 'platform', displayName, ...keptAddress(id, email), createdAt: ctx.now })
      .onConflictDoNothing()
      .returning({ id: accounts.id })
    if (made.length === 0) throw new Refusal('stale')
    await recordAudit(tx, byOperator(ctx), [auditOf('account.add-platform', id)])
    return id
  })
}
