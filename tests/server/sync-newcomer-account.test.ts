import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts, loginChallenges, sessions } from '#db/schema/accounts.ts'
import { newcomerIdentities, newcomers } from '#db/schema/newcomers.ts'
import { openNewcomerAccount } from '#server/accounts/open-newcomer-account.ts'
import { openSession } from '#server/accounts/open-session.ts'
import { syncNewcomerAccount } from '#server/accounts/sync-newcomer-account.ts'
import { createNewcomer } from '#server/newcomers/create-newcomer.ts'
import { addressOf } from '#server/platform/addresses.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { someReference } from '#tests/make/reference.ts'
import { anAccount, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let coach: Actor
beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
  coach = await anAccount(home.db, { role: 'coach' })
})
afterAll(() => home.close())

const worker = () => ctxOf(home.db, WORKER)
const accountOf = async (newcomerId: string) => {
  const [row] = await home.db.select().from(accounts).where(eq(accounts.newcomerId, newcomerId))
  if (!row) throw new Error('no account')
  return { ...row, email: addressOf(row) }
}
const profileSays = async (newcomerId: string, email: string | null, screenLanguage: 'nl' | 'ar' = 'nl') => {
  await home.db
    .update(newcomerIdentities)
    .set({ email, emailSealed: null })
    .where(eq(newcomerIdentities.newcomerId, newcomerId))
  await home.db.update(newcomers).set({ screenLanguage }).where(eq(newcomers.id, newcomerId))
}

/** Somebody with an account, a session and a code that is open. */
async function signedIn(email: string) {
  const made = await createNewcomer(ctxOf(home.db, coach), { givenName: 'Samira', email })
  await openNewcomerAccount(worker(), made)
  const account = await accountOf(made.newcomerId)
  await home.db.transaction((tx) => openSession(tx, account, null, NOW, { aal: 1, amr: ['code'] }))
  const bytes = Buffer.alloc(32)
  await home.db.insert(loginChallenges).values({
    accountId: account.id,
    bindHash: bytes,
    codeMac: bytes,
    createdAt: NOW,
    expiresAt: new Date(NOW.getTime() + 600_000),
  })
  const open = async () => ({
    sessions: (await home.db.select().from(sessions).where(eq(sessions.accountId, account.id))).filter(
      (row) => row.revokedAt === null,
    ).length,
    codes: (await home.db.select().from(loginChallenges).where(eq(loginChallenges.accountId, account.id))).filter(
      (row) => row.usedAt === null,
    ).length,
  })
  return { newcomerId: made.newcomerId, open }
}

describe('the account follows the profile', () => {
  test('a new address signs in, the old one is shut out at once; twice = once', async () => {
    const { newcomerId, open } = await signedIn('oud@voorbeeld.example')
    expect(await open()).toEqual({ sessions: 1, codes: 1 })
    await profileSays(newcomerId, 'Nieuw@voorbeeld.example')
    expect(await syncNewcomerAccount(worker(), { newcomerId })).toEqual({ addressChanged: true })
    expect((await accountOf(newcomerId)).email).toBe('nieuw@voorbeeld.example')
    expect(await open()).toEqual({ sessions: 0, codes: 0 })
    await home.db.transaction(async (tx) =>
      openSession(tx, await accountOf(newcomerId), null, NOW, { aal: 1, amr: ['code'] }),
    )
    expect(await syncNewcomerAccount(worker(), { newcomerId })).toEqual({ addressChanged: false })
    expect((await open()).sessions).toBe(1)
  })

  test('another language changes nothing for whoever is signed in', async () => {
    const { newcomerId, open } = await signedIn('taal@voorbeeld.example')
    await profileSays(newcomerId, 'taal@voorbeeld.example', 'ar')
    expect(await syncNewcomerAccount(worker(), { newcomerId })).toEqual({ addressChanged: false })
    expect(await accountOf(newcomerId)).toMatchObject({ email: 'taal@voorbeeld.example', language: 'ar' })
    expect(await open()).toEqual({ sessions: 1, codes: 1 })
  })

  test('an address of somebody else, one that cannot be typed, or none at all is no way to sign in', async () => {
    await anAccount(home.db, { role: 'coach', email: 'bezet@voorbeeld.example' })
    for (const [index, email] of ['bezet@voorbeeld.example', 'geen adres', null].entries()) {
      const { newcomerId, open } = await signedIn(`vrij-${index}@voorbeeld.example`)
      await profileSays(newcomerId, email)
      expect(await syncNewcomerAccount(worker(), { newcomerId })).toEqual({ addressChanged: true })
      expect((await accountOf(newcomerId)).email).toBeNull()
      expect(await open()).toEqual({ sessions: 0, codes: 0 })
    }
  })

  test('without an account there is nothing to do; only a worker does it, for nobody who is gone', async () => {
    const made = await createNewcomer(ctxOf(home.db, coach), { givenName: 'Omar', email: 'later@voorbeeld.example' })
    expect(await syncNewcomerAccount(worker(), made)).toEqual({ addressChanged: false })
    expect(await codeOf(syncNewcomerAccount(ctxOf(home.db, coach), made))).toBe('forbidden')
    expect(await codeOf(syncNewcomerAccount(worker(), { newcomerId: crypto.randomUUID() }))).toBe('not-found')
  })
})
