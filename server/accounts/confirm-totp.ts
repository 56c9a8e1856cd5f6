import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { totpKeys } from '#db/schema/accounts.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { KeyRing } from '#server/platform/seal.ts'
import { auditOf } from './audit-of.ts'
import { countSecondStep, forgetSecondSteps } from './count-second-step.ts'
import type { Account } from './reads.ts'
import { rotateSession } from './rotate-session.ts'
import { LINK_MINUTES } from './rules.ts'
import { mayAddSecondStep } from './rules-session.ts'
import type { StepAnswer } from './step-up.ts'
import { tellOwner } from './tell-owner.ts'
import { openWaitingSecret, sealTotpSecret, stepOfCode } from './totp-code.ts'

/**
 * Links the authenticator app whose first code this is, in the place of the one before, and takes the second step with it.
 *
 * @param input `code` as `LoginCode` gave it, `key` from `accountsKey`
 * @throws Refusal `forbidden` as `beginTotp`, `too-many` after five tries, `stale` when this session is linking no app or the session ended
 */
export async function confirmTotp(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account,
  input: { code: string; ring: KeyRing; key: Buffer },
): Promise<StepAnswer> {
  const { db, now } = ctx
  if (!mayAddSecondStep(me)) throw new Refusal('forbidden')
  await countSecondStep(ctx, me.accountId, input.key)
  const began = new Date(now.getTime() - LINK_MINUTES * 60_000)
  const waiting = and(eq(totpKeys.accountId, me.accountId), isNull(totpKeys.confirmedAt), gt(totpKeys.createdAt, began))
  const [row] = await db.select().from(totpKeys).where(waiting)
  if (!row) throw new Refusal('stale')
  const secret = openWaitingSecret(input.ring, row, me.sessionId)
  if (secret === null) throw new Refusal('stale')
  const step = stepOfCode(secret, input.code, row.lastStep, now)
  if (step === null) return { ok: false, reason: 'wrong-code' }
  return db.transaction(async (tx): Promise<StepAnswer> => {
    // The session is the first thing that is taken: who comes second finds it gone, and changes nothing.
    const opened = await rotateSession(tx, me, 'totp', now)
    await tx.delete(totpKeys).where(and(eq(totpKeys.accountId, me.accountId), sql`${totpKeys.confirmedAt} is not null`))
    const linked = await tx
      .update(totpKeys)
      .set({ confirmedAt: now, lastStep: step, secret: sealTotpSecret(input.ring, row.id, secret) })
      .where(and(waiting, eq(totpKeys.id, row.id)))
      .returning({ id: totpKeys.id })
    if (linked.length === 0) throw new Refusal('stale')
    await forgetSecondSteps(tx, me.accountId, input.key)
    await tellOwner(tx, me.accountId, 'second-step', now)
    await recordAudit(tx, { actor: me, now }, [auditOf('account.add-second-step', me.accountId, { kind: 'totp' })])
    return { ok: true, ...opened }
  })
}
