import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, identities, outwardLogins, rateLimits, sessions } from '#db/schema/accounts.ts'
import { finishOutwardLogin } from '#server/accounts/finish-outward-login.ts'
import { configurationOf } from '#server/accounts/identity-provider.ts'
import type { Account } from '#server/accounts/reads.ts'
import { startOutwardLogin } from '#server/accounts/start-outward-login.ts'
import { aFakeProvider, type Slip } from '#tests/make/fake-provider.ts'
import { aHalfSession, aLinkedApp, aSigner, KEY, meOf, RING } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let provider: Awaited<ReturnType<typeof aFakeProvider>>
let other: Awaited<ReturnType<typeof aFakeProvider>>
const NOW = new Date('2026-11-22T10:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
beforeAll(async () => {
  home = await aDatabase()
  provider = await aFakeProvider()
  other = await aFakeProvider()
})
afterAll(async () => {
  await provider.close()
  await other.close()
  await home.close()
})
beforeEach(async () => {
  for (const table of [accounts, outwardLogins, rateLimits]) await home.db.delete(table)
})

const returnTo = 'https://instroom.example/inloggen/extern/terug'
const start = (me: Account | null = null, at = provider) =>
  startOutwardLogin({ db: home.db, now: NOW }, me, {
    provider: at.settings,
    returnTo,
    ip: '192.0.2.1',
    ring: RING,
    key: KEY,
  })
const finish = (bind: string | null, url: URL, me: Account | null = null, now = later(1), at = provider) =>
  finishOutwardLogin({ db: home.db, now }, me, {
    provider: at.settings,
    url,
    bind,
    ring: RING,
    key: KEY,
    old: null,
    device: '-/-',
  })
/** A coach whose account is linked to this subject. */
async function aLinkedCoach(subject: string) {
  const coach = await aSigner(home.db, 'coach')
  const app = await aLinkedApp(home.db, (await aHalfSession(home.db, coach, NOW)).me, NOW)
  const { url, bind } = await start(app.me)
  expect(await finish(bind, provider.come(url, subject), app.me)).toEqual({ ok: true, kind: 'linked' })
  await home.db.delete(sessions)
  return { ...coach, me: app.me }
}
const FAILED = { ok: false, reason: 'failed' }

describe('signing in at the provider', () => {
  test('opens the account that was linked, as one proof: the second step stays', async () => {
    const coach = await aLinkedCoach('jan')
    const { url, bind } = await start()
    const answer = await finish(bind, provider.come(url, 'jan'))
    if (!answer.ok || answer.kind !== 'signed-in') throw new Error('not signed in')
    const me = await meOf(home.db, answer.token, later(2))
    expect(me).toMatchObject({ accountId: coach.id, aal: 1, amr: ['outward'], hasTotp: true })
  })

  test('is nobody’s when no account is linked, whatever the token says of a mail address', async () => {
    const coach = await aLinkedCoach('jan')
    const { url, bind } = await start()
    const slip = { claims: { email: coach.email, email_verified: true } }
    expect(await finish(bind, provider.come(url, 'piet', slip))).toEqual({ ok: false, reason: 'unknown' })
    expect(await home.db.select().from(sessions)).toEqual([])
  })

  const HOUR = Math.floor(Date.now() / 1000) - 3600
  test.each<[string, Slip]>([
    ['another issuer in the token', { claims: { iss: 'https://evil.example' } }],
    ['another audience', { claims: { aud: 'somebody-else' } }],
    ['another nonce', { claims: { nonce: 'x' } }],
    ['no nonce', { without: ['nonce'] }],
    ['no signature (alg none)', { unsigned: true }],
    ['the signature of another key', { foreignKey: true }],
    ['an old token', { claims: { iat: HOUR - 600, exp: HOUR } }],
    ['another state', { state: 'x' }],
    ['another issuer at the way back', { iss: 'https://evil.example' }],
    ['no issuer at the way back', { iss: null }],
    ['a lower level', { claims: { acr: 'urn:loa:low' } }],
    ['no level', { without: ['acr'] }],
    ['no subject', { without: ['sub'] }],
  ])('refuses %s', async (_what, slip) => {
    await aLinkedCoach('jan')
    const { url, bind } = await start()
    expect(await finish(bind, provider.come(url, 'jan', slip))).toEqual(FAILED)
    expect(await home.db.select().from(sessions)).toEqual([])
  })

  test('is refused a second time, in another browser, and after ten minutes', async () => {
    await aLinkedCoach('jan')
    const first = await start()
    const back = provider.come(first.url, 'jan')
    expect(await finish(null, back)).toEqual(FAILED)
    const [id, secret] = [first.bind.split('.')[0], (await start()).bind.split('.')[1]]
    for (const bind of [`${id}.${secret}`, (await start()).bind, `${id}.`, 'x'.repeat(8_000)])
      expect(await finish(bind, back)).toEqual(FAILED)
    const again = await start()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => finish(again.bind, provider.come(again.url, 'jan'))),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await home.db.select().from(sessions)).toHaveLength(1)
    const late = await start()
    expect(await finish(late.bind, provider.come(late.url, 'jan'), null, later(11))).toEqual(FAILED)
  })

  test('at another provider with the same subject is somebody else', async () => {
    await aLinkedCoach('jan')
    const { url, bind } = await start(null, other)
    expect(await finish(bind, other.come(url, 'jan'), null, later(1), other)).toEqual({ ok: false, reason: 'unknown' })
    // Begun at the one, come back from the other.
    const mixed = await start(null, other)
    expect(await finish(mixed.bind, other.come(mixed.url, 'jan'))).toEqual(FAILED)
    // What came from the wrong one uses nothing up.
    const right = await finish(mixed.bind, other.come(mixed.url, 'jan'), null, later(1), other)
    expect(right).toEqual({ ok: false, reason: 'unknown' })
  })

  test('does not open a suspended account', async () => {
    const coach = await aLinkedCoach('jan')
    await home.db.update(accounts).set({ state: 'suspended' }).where(eq(accounts.id, coach.id))
    const { url, bind } = await start()
    expect(await finish(bind, provider.come(url, 'jan'))).toEqual({ ok: false, reason: 'unknown' })
  })
})

describe('linking', () => {
  test('is for a session with its second step, and for the one who began it', async () => {
    const coach = await aSigner(home.db, 'coach')
    const half = await aHalfSession(home.db, coach, NOW)
    await expect(start(half.me)).rejects.toMatchObject({ code: 'forbidden' })
    const app = await aLinkedApp(home.db, half.me, NOW)
    const stranger = await aHalfSession(home.db, await aSigner(home.db, 'employer'), NOW)
    for (const me of [null, stranger.me]) {
      const { url, bind } = await start(app.me)
      expect(await finish(bind, provider.come(url, 'jan'), me)).toEqual(FAILED)
    }
    expect(await home.db.select().from(identities)).toEqual([])
  })

  test('a subject that another account has is not taken over', async () => {
    const coach = await aLinkedCoach('jan')
    const thief = await aHalfSession(home.db, await aSigner(home.db, 'employer'), NOW)
    const { url, bind } = await start(thief.me)
    expect(await finish(bind, provider.come(url, 'jan'), thief.me)).toEqual(FAILED)
    expect((await home.db.select().from(identities)).map(({ accountId }) => accountId)).toEqual([coach.id])
  })
})

test('no name, no BSN, no subject and no token is kept', async () => {
  await aLinkedCoach('subject-999993653')
  const { url, bind } = await start()
  await finish(bind, provider.come(url, 'subject-999993653'))
  const tables = await home.db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  for (const { name } of tables) {
    const rows = await home.db.execute(sql`select t::text as row from ${sql.identifier(name)} t`)
    expect(JSON.stringify(rows), name).not.toMatch(/999993653|Quellara|eyJ/)
  }
})

test('plain http goes to this machine only', async () => {
  const settings = { ...provider.settings, issuer: 'http://broker.example' }
  await expect(configurationOf(settings)).rejects.toThrow('https://')
})
