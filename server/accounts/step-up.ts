import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Tx } from '#db/client.ts'
import { recoveryCodes, totpKeys } from '#db/schema/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { KeyRing } from '#server/platform/seal.ts'
import { countSecondStep, forgetSecondSteps } from './count-second-step.ts'
import type { OpenedSession } from './open-session.ts'
import type { Account } from './reads.ts'
import { rotateSession } from './rotate-session.ts'
import { tellOwner } from './tell-owner.ts'
import { keyedDigest } from './tokens.ts'
import { openTotpSecret, stepOfCode } from './totp-code.ts'

/** The session that took the second step, or why it did not. */
export type StepAnswer = ({ ok: true } & OpenedSession) | { ok: false; reason: 'wrong-code' }

/** `totp`: six digits of the app, as `LoginCode` gave them. `recovery`: one of the codes on paper, as `RecoveryCode` gave it. */
export type StepCode = { totp: string } | { recovery: string }

/**
 * Takes the second step with a code of the app or a recovery code. Each code is good for one time, also when it is sent many times at once:
 * the UPDATE that takes it decides. The session gets a new token.
 *
 * @param input `key` from `accountsKey`
 * @throws Refusal `too-many` after five tries in a quarter of an hour, `stale` when the session ended meanwhile
 */
export async function stepUp(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account,
  input: { by: StepCode; ring: KeyRing; key: Buffer },
): Promise<StepAnswer> {
  const { db, now } = ctx
  const { by, ring, key } = input
  await countSecondStep(ctx, me.accountId, key)
  return db.transaction(async (tx): Promise<StepAnswer> => {
    const taken =
      'totp' in by ? await takeTotp(tx, me, by.totp, ring, now) : await takeRecovery(tx, me, by.recovery, key, now)
    if (!taken) return { ok: false, reason: 'wrong-code' }
    await forgetSecondSteps(tx, me.accountId, key)
    if ('recovery' in by) await tellOwner(tx, me.accountId, 'recovery-used', now)
    return { ok: true, ...(await rotateSession(tx, me, 'totp' in by ? 'totp' : 'recovery', now)) }
  })
}

async function takeTotp(tx: Tx, me: Account, code: string, ring: KeyRing, now: Date): Promise<boolean> {
  const linked = and(eq(totpKeys.accountId, me.accountId), sql`${totpKeys.confirmedAt} is not null`)
  const [row] = await tx.select().from(totpKeys).where(linked)
  if (!row) return false
  const step = stepOfCode(openTotpSecret(ring, row), code, row.lastStep, now)
  if (step === null) return false
  const won = await tx
    .update(totpKeys)
    .set({ lastStep: step })
    .where(and(eq(totpKeys.id, row.id), lt(totpKeys.lastStep, step)))
    .returning({ id: totpKeys.id })
  return won.length === 1
}

async function takeRecovery(tx: Tx, me: Account, code: string, key: Buffer, now: Date): Promise<boolean> {
  const won = await tx
    .update(recoveryCodes)
    .set({ usedAt: now })
    .where(
      and(
        eq(recoveryCodes.accountId, me.accountId),
        eq(recoveryCodes.codeMac, recoveryMac(key, me.accountId, code)),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ id: recoveryCodes.id })
  return won.length === 1
}

/** What the table keeps of a recovery code. */
export const recoveryMac = (key: Buffer, accountId: string, code: string): Buffer =>
  keyedDigest(key, 'recovery-code', `${accountId}\0${code}`)
