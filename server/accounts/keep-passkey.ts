import { type RegistrationResponseJSON, verifyRegistrationResponse } from '@simplewebauthn/server'
import { passkeys } from '#db/schema/accounts.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { auditOf } from './audit-of.ts'
import type { OpenedSession } from './open-session.ts'
import { type Site, takeChallenge } from './passkey-challenge.ts'
import type { Account } from './reads.ts'
import { rotateSession } from './rotate-session.ts'
import type { PasskeyResponse } from './rules.ts'
import { mayAddSecondStep } from './rules-session.ts'
import { tellOwner } from './tell-owner.ts'

export type PasskeyAnswer = ({ ok: true } & OpenedSession) | { ok: false; reason: 'passkey-failed' }
const FAILED: PasskeyAnswer = { ok: false, reason: 'passkey-failed' }

/**
 * Keeps the passkey that a browser made, and takes the second step with it: the device has just asked for its owner. Only for our origin,
 * only with the owner asked (user verification), and once for each challenge.
 *
 * @param input `challenge` the id from `beginPasskey`, `response` as `PasskeyResponse` gave it, `device` from `deviceOf`
 * @throws Refusal `forbidden` as `beginPasskey`, `stale` when the session ended meanwhile
 */
export async function keepPasskey(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account,
  input: { challenge: string; response: PasskeyResponse; site: Site; device: string },
): Promise<PasskeyAnswer> {
  const { db, now } = ctx
  if (!mayAddSecondStep(me)) throw new Refusal('forbidden')
  const expectedChallenge = await takeChallenge(ctx, me.accountId, input.challenge)
  if (expectedChallenge === null) return FAILED
  const made = await verifyRegistrationResponse({
    response: input.response as unknown as RegistrationResponseJSON,
    expectedChallenge,
    expectedOrigin: input.site.origin,
    expectedRPID: input.site.id,
    requireUserVerification: true,
  }).catch(() => null)
  if (!made?.verified) return FAILED
  const { id, publicKey, counter, transports } = made.registrationInfo.credential
  return db.transaction(async (tx): Promise<PasskeyAnswer> => {
    const kept = await tx
      .insert(passkeys)
      .values({
        accountId: me.accountId,
        credentialId: id,
        publicKey: Buffer.from(publicKey),
        counter,
        transports: transports ?? [],
        device: input.device,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: passkeys.id })
    if (kept.length === 0) return FAILED
    await recordAudit(tx, { actor: me, now }, [auditOf('account.add-second-step', me.accountId, { kind: 'passkey' })])
    await tellOwner(tx, me.accountId, 'second-step', now)
    return { ok: true, ...(await rotateSession(tx, me, 'passkey', now)) }
  })
}
