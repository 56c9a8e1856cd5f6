import { generateSync } from 'otplib'
import type { Db } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import type { Proof, Role } from '#db/values/accounts.ts'
import { beginTotp } from '#server/accounts/begin-totp.ts'
import { confirmTotp } from '#server/accounts/confirm-totp.ts'
import { openSession } from '#server/accounts/open-session.ts'
import { type Account, accountOfSession } from '#server/accounts/reads.ts'
import { waitingTotpSecret } from '#server/accounts/reads-own.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { demoKeyRing } from '#server/platform/seal.ts'

/** The secret of the test sites (`anEdge`), with what comes from it. */
const SECRET = 'a secret of thirty-two characters and more'
export const KEY = accountsKey(SECRET)
export const RING = demoKeyRing(SECRET)

/** An account that signs in by mail: `<role>-<n>@voorbeeld.nl`. */
export async function aSigner(db: Db, role: Role, given: Partial<typeof accounts.$inferInsert> = {}) {
  const id = crypto.randomUUID()
  const email = `${role}-${id.slice(0, 8)}@voorbeeld.nl`
  await db.insert(accounts).values({
    id,
    role,
    displayName: `Test ${role}`,
    email,
    newcomerId: role === 'newcomer' ? crypto.randomUUID() : null,
    employerId: role === 'employer' ? crypto.randomUUID() : null,
    municipalityCode: ['coach', 'municipality', 'officer'].includes(role) ? 'GM0344' : null,
    createdAt: new Date('2026-11-22T10:00:00Z'),
    ...given,
  })
  return { id, role, email }
}

/** A session after the first step. */
export async function aHalfSession(db: Db, account: { id: string; role: Role }, now: Date, amr: Proof[] = ['code']) {
  const opened = await db.transaction((tx) => openSession(tx, account, null, now, { aal: 1, amr }))
  return { ...opened, me: await meOf(db, opened.token, now) }
}

/** Whose session a token is. @throws Error when it is nobody's */
export async function meOf(db: Db, token: string, now: Date): Promise<Account> {
  const me = await accountOfSession(db, token, now)
  if (me === null) throw new Error('this session is dead')
  return me
}

/** The code that the app shows at this moment. */
export const codeAt = (secret: string, moment: Date): string =>
  generateSync({ secret, epoch: Math.floor(moment.getTime() / 1000) })

/** Links an app from a session without a second step. Returns its secret and the session that took the step. */
export async function aLinkedApp(db: Db, me: Account, now: Date) {
  const ctx = { db, now }
  await beginTotp(ctx, me, RING)
  const secret = await waitingTotpSecret(ctx, me, RING)
  if (secret === null) throw new Error('no app is being linked')
  const answer = await confirmTotp(ctx, me, { code: codeAt(secret, now), ring: RING, key: KEY })
  if (!answer.ok) throw new Error(answer.reason)
  return { secret, token: answer.token, absoluteAt: answer.absoluteAt, me: await meOf(db, answer.token, now) }
}
