import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import type { Proof, Role } from '#db/values/accounts.ts'
import { finishLogin } from '#server/accounts/finish-login.ts'
import { judgeOrganisation } from '#server/accounts/judge-organisation.ts'
import { accountOfSession } from '#server/accounts/reads.ts'
import { ownContexts } from '#server/accounts/reads-contexts.ts'
import { isComplete } from '#server/accounts/rules-session.ts'
import { startLogin } from '#server/accounts/start-login.ts'
import { switchAccount } from '#server/accounts/switch-account.ts'
import { keptAddress } from '#server/platform/addresses.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { AMERSFOORT, someReference, UTRECHT } from '#tests/make/reference.ts'
import { anAccount, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aHalfSession, aLinkedApp, KEY } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
})
afterAll(() => home.close())

async function account(role: Role, email: string, municipalityCode: string | null = UTRECHT) {
  const id = crypto.randomUUID()
  await anAccount(home.db, { id, role, municipalityCode, ...keptAddress(id, email) })
  return { id, role }
}
/** Somebody who is a manager in Utrecht and an officer in Amersfoort. */
async function aTwoFold() {
  const email = `${crypto.randomUUID().slice(0, 8)}@voorbeeld.nl`
  return { email, manager: await account('municipality', email), officer: await account('officer', email, AMERSFOORT) }
}
const goOn = (me: Parameters<typeof switchAccount>[1], accountId: string, old: string | null) =>
  switchAccount({ db: home.db, now: NOW }, me, { accountId, old, device: null })
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof Refusal ? error.code : String(error)),
  )

describe('one address with two accounts', () => {
  test('is one for each role and organisation, and no more', async () => {
    const { email } = await aTwoFold()
    await expect(account('municipality', email)).rejects.toThrow()
    await account('municipality', email, AMERSFOORT)
  })

  test('is said after the first proof, and the person chooses', async () => {
    const { email, manager, officer } = await aTwoFold()
    const mails: string[] = []
    const mailer = { send: async ({ text }: { text: string }) => void mails.push(text) }
    const { bind } = await startLogin(
      { db: home.db, now: NOW },
      { email, ip: '192.0.2.1', key: KEY, mailer, linkOf: (token) => token },
    )
    await new Promise((resolve) => setTimeout(resolve, 20))
    const code = /\d{6}/.exec(mails[0] ?? '')?.[0] ?? ''
    const answer = await finishLogin({ db: home.db, now: NOW }, { bind, code, key: KEY, old: null })
    if (!answer.ok) throw new Error(answer.reason)
    expect(answer.several).toBe(true)
    const me = await accountOfSession(home.db, answer.token, NOW)
    if (me === null) throw new Error('no session')
    expect(me.hasOthers).toBe(true)
    const contexts = await ownContexts({ db: home.db }, me)
    expect(contexts.map(({ accountId, isNow }) => [accountId, isNow]).sort()).toEqual(
      [
        [manager.id, me.accountId === manager.id],
        [officer.id, me.accountId === officer.id],
      ].sort(),
    )
  })

  test('goes on with a new session: the old one is dead, and the other second step is still to be taken', async () => {
    const { manager, officer } = await aTwoFold()
    const half = await aHalfSession(home.db, manager, NOW)
    const sure = await aLinkedApp(home.db, half.me, NOW)
    expect(isComplete(sure.me)).toBe(true)
    const opened = await goOn(sure.me, officer.id, sure.token)
    expect(await accountOfSession(home.db, sure.token, NOW)).toBeNull()
    const me = await accountOfSession(home.db, opened.token, NOW)
    if (me === null) throw new Error('no session')
    expect(me).toMatchObject({
      accountId: officer.id,
      role: 'officer',
      municipalityCode: AMERSFOORT,
      aal: 1,
      amr: ['code'],
    })
    expect(isComplete(me)).toBe(false)
    // And back: the app of the first account is asked again.
    const back = await goOn(me, manager.id, opened.token)
    expect(await accountOfSession(home.db, back.token, NOW)).toMatchObject({
      role: 'municipality',
      aal: 1,
      hasTotp: true,
    })
  })

  test('never goes on as somebody of another address, as who is suspended, or by a card or an identity provider', async () => {
    const { manager, officer } = await aTwoFold()
    const stranger = await account('coach', 'vreemd@voorbeeld.nl')
    const { me } = await aHalfSession(home.db, manager, NOW)
    expect(await codeOf(goOn(me, stranger.id, null))).toBe('not-found')
    for (const amr of [['card'], ['outward'], ['card', 'passkey']] as Proof[][]) {
      const session = await aHalfSession(home.db, manager, NOW, amr)
      expect(await codeOf(goOn(session.me, officer.id, null))).toBe('forbidden')
      expect(await ownContexts({ db: home.db }, session.me)).toEqual([])
    }
    await home.db.update(accounts).set({ state: 'suspended' }).where(eq(accounts.id, officer.id))
    expect(await codeOf(goOn(me, officer.id, null))).toBe('not-found')
  })

  test('a persona of the demo stays in the demo', async () => {
    const email = 'persona@voorbeeld.nl'
    const real = await account('municipality', email)
    const id = crypto.randomUUID()
    await anAccount(home.db, { id, role: 'officer', demo: true, ...keptAddress(id, email) })
    const { me } = await aHalfSession(home.db, real, NOW)
    expect(me.hasOthers).toBe(false)
    expect(await codeOf(goOn(me, id, null))).toBe('not-found')
  })
})

test('a municipality that is suspended signs nobody in, and whoever was is out at once', async () => {
  const coach = await account('coach', 'coach-a@voorbeeld.nl', AMERSFOORT)
  const session = await aHalfSession(home.db, coach, NOW)
  const platform = ctxOf(home.db, await anAccount(home.db, { role: 'platform' }))
  const judge = (state: 'active' | 'suspended') =>
    judgeOrganisation(platform, { employerId: null, municipalityCode: AMERSFOORT, state, reason: 'Een proef' })
  await judge('suspended')
  expect(await accountOfSession(home.db, session.token, NOW)).toBeNull()
  const mails: string[] = []
  const mailer = { send: async ({ to }: { to: string }) => void mails.push(to) }
  const input = { ip: '192.0.2.9', key: KEY, mailer, linkOf: (token: string) => token }
  await startLogin({ db: home.db, now: NOW }, { email: 'coach-a@voorbeeld.nl', ...input })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(mails).toEqual([])
  expect(await codeOf(judge('suspended'))).toBe('stale')
  await judge('active')
  expect(await accountOfSession(home.db, session.token, NOW)).toBeNull()
  expect(await accountOfSession(home.db, (await aHalfSession(home.db, coach, NOW)).token, NOW)).not.toBeNull()
})
