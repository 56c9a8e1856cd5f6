import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, passkeys, rateLimits } from '#db/schema/accounts.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { askPasskey } from '#server/accounts/ask-passkey.ts'
import { beginPasskey } from '#server/accounts/begin-passkey.ts'
import { keepPasskey } from '#server/accounts/keep-passkey.ts'
import { signInPasskey, stepUpPasskey } from '#server/accounts/sign-in-passkey.ts'
import { anAuthenticator, type Lie } from '#tests/make/authenticator.ts'
import { aHalfSession, aSigner, KEY, meOf } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'

/* A security key in software signs what an attacker would like: no browser stands between, so that the server alone says no. */

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home?.close())
beforeEach(async () => {
  await home.db.delete(rateLimits)
})

const NOW = new Date('2026-11-22T12:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const site = { origin: 'https://instroom.example', id: 'instroom.example' }
const device = 'firefox/linux'
const at = (now = NOW) => ({ db: home.db, now })
const FAILED = { ok: false, reason: 'passkey-failed' }

/** Somebody with a passkey, signed in with it. */
async function aKeeper() {
  const signer = await aSigner(home.db, 'coach')
  const half = await aHalfSession(home.db, signer, NOW)
  const key = anAuthenticator(site)
  const { id, options } = await beginPasskey(at(), half.me, { site, key: KEY })
  const kept = await keepPasskey(at(), half.me, { challenge: id, response: key.make(options), site, device })
  if (!kept.ok) throw new Error(kept.reason)
  return { ...signer, key, half, me: await meOf(home.db, kept.token, NOW) }
}
const asked = (me: Parameters<typeof askPasskey>[1] = null, now = NOW) =>
  askPasskey(at(now), me, { site, ip: '192.0.2.1', key: KEY })
const signIn = (challenge: string, response: Parameters<typeof signInPasskey>[1]['response'], now = NOW) =>
  signInPasskey(at(now), { challenge, response, site, old: null, device })

/** What each lie is, and that the honest answer to the same question works. */
const LIES: Record<string, Lie> = {
  'another challenge': { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
  'another origin': { origin: 'https://instroom.example.evil.example' },
  'the same host over plain http': { origin: 'http://instroom.example' },
  'a neighbour of our host': { origin: 'https://x.instroom.example' },
  'another site': { rpId: 'evil.example' },
  'an owner who was not asked': { userVerified: false },
  'nobody at the device': { userPresent: false, userVerified: false },
}

describe('making a passkey', () => {
  test('an honest device: kept once, the session takes the second step with it, and the owner is told', async () => {
    const { id, me, half } = await aKeeper()
    expect([me.aal, me.amr, half.me.aal]).toEqual([2, ['code', 'passkey'], 1])
    expect(await home.db.select().from(passkeys).where(eq(passkeys.accountId, id))).toMatchObject([
      { counter: 1, device, transports: ['internal'] },
    ])
    const told = await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'account.changed'))
    expect(told.map(({ payload }) => payload)).toContainEqual({ ownerId: id, what: 'second-step' })
  })

  test.each([...Object.keys(LIES), 'an answer for signing in'])('%s is refused', async (what) => {
    const signer = await aSigner(home.db, 'coach')
    const { me } = await aHalfSession(home.db, signer, NOW)
    const { id, options } = await beginPasskey(at(), me, { site, key: KEY })
    const lie = LIES[what] ?? { type: 'webauthn.get' }
    const response = anAuthenticator(site).make(options, lie)
    expect(await keepPasskey(at(), me, { challenge: id, response, site, device })).toEqual(FAILED)
    expect(await home.db.$count(passkeys, eq(passkeys.accountId, signer.id))).toBe(0)
  })

  test('the same answer twice, a challenge of somebody else, one that was used up by a wrong answer, and one of six minutes ago', async () => {
    const people = [await aSigner(home.db, 'coach'), await aSigner(home.db, 'coach')]
    const [one, other] = await Promise.all(people.map(async (who) => (await aHalfSession(home.db, who, NOW)).me))
    if (!one || !other) throw new Error('nobody')
    const key = anAuthenticator(site)
    const keep = (me: typeof one, id: string, response: ReturnType<typeof key.make>, now = NOW) =>
      keepPasskey(at(now), me, { challenge: id, response, site, device })
    const begin = () => beginPasskey(at(), one, { site, key: KEY })
    const stolen = await begin()
    expect(await keep(other, stolen.id, key.make(stolen.options))).toEqual(FAILED)
    const spoilt = await begin()
    expect(await keep(one, spoilt.id, key.make(spoilt.options, { origin: 'https://evil.example' }))).toEqual(FAILED)
    expect(await keep(one, spoilt.id, key.make(spoilt.options))).toEqual(FAILED)
    const late = await begin()
    expect(await keep(one, late.id, key.make(late.options), later(6))).toEqual(FAILED)
    const right = await begin()
    const response = key.make(right.options)
    expect(await keep(one, right.id, response)).toMatchObject({ ok: true })
    expect(await keep(one, right.id, response)).toEqual(FAILED)
  })
})

describe('signing in with a passkey', () => {
  test('an honest device: a session of two proofs, and the counter goes on', async () => {
    const { id, key } = await aKeeper()
    const { id: challenge, options } = await asked()
    const answer = await signIn(challenge, key.use(options))
    if (!answer.ok) throw new Error(answer.reason)
    expect(await meOf(home.db, answer.token, NOW)).toMatchObject({ accountId: id, aal: 2, amr: ['passkey'] })
    expect(await home.db.select().from(passkeys).where(eq(passkeys.accountId, id))).toMatchObject([
      { counter: 2, usedAt: NOW },
    ])
  })

  test.each([...Object.keys(LIES), 'an answer for making one', 'a broken signature'])('%s is refused', async (what) => {
    const { key } = await aKeeper()
    const { id, options } = await asked()
    const lie = LIES[what] ?? (what === 'a broken signature' ? { broken: true } : { type: 'webauthn.create' })
    expect(await signIn(id, key.use(options, lie))).toEqual(FAILED)
    // The challenge served: an honest answer to it comes too late.
    expect(await signIn(id, key.use(options))).toEqual(FAILED)
    const again = await asked()
    expect(await signIn(again.id, key.use(again.options))).toMatchObject({ ok: true })
  })

  test('the same answer twice, also at once, an answer to an older challenge, and one of six minutes ago', async () => {
    const { key } = await aKeeper()
    const first = await asked()
    const response = key.use(first.options)
    const answers = await Promise.all(Array.from({ length: 10 }, () => signIn(first.id, response)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    const second = await asked()
    expect(await signIn(second.id, response)).toEqual(FAILED)
    const third = await asked()
    expect(await signIn(third.id, key.use(third.options), later(6))).toEqual(FAILED)
    expect(await signIn(crypto.randomUUID(), key.use(third.options))).toEqual(FAILED)
    expect(await signIn('x', key.use(third.options))).toEqual(FAILED)
  })

  test('a counter that stands still or goes back is that of a copy', async () => {
    const { key } = await aKeeper()
    for (const [counter, ok] of [
      [7, true],
      [7, false],
      [3, false],
      [8, true],
    ] as const) {
      const { id, options } = await asked()
      expect((await signIn(id, key.use(options, { counter }))).ok).toBe(ok)
    }
  })

  test('eight answers at once that count the same: seven of them are of a copy', async () => {
    const { key } = await aKeeper()
    const questions = []
    for (let n = 0; n < 8; n++) questions.push(await asked())
    const copies = questions.map(({ id, options }) => ({ id, response: key.use(options, { counter: 9 }) }))
    const answers = await Promise.all(copies.map(({ id, response }) => signIn(id, response)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('a passkey that nobody kept, of somebody who was shut out, or another key under the id of one', async () => {
    const { id, key } = await aKeeper()
    const strange = await asked()
    expect(await signIn(strange.id, anAuthenticator(site).use(strange.options))).toEqual(FAILED)
    const forged = await asked()
    const response = { ...anAuthenticator(site).use(forged.options), id: key.use(forged.options).id }
    expect(await signIn(forged.id, response)).toEqual(FAILED)
    await home.db.update(accounts).set({ state: 'suspended' }).where(eq(accounts.id, id))
    const shut = await asked()
    expect(await signIn(shut.id, key.use(shut.options))).toEqual(FAILED)
  })
})

describe('the second step with a passkey', () => {
  test('only with one of one’s own, and only to a challenge of one’s own', async () => {
    const [mine, theirs] = [await aKeeper(), await aKeeper()]
    const { me } = await aHalfSession(home.db, mine, NOW)
    const wrong = await asked(me)
    expect(
      await stepUpPasskey(at(), me, { challenge: wrong.id, response: theirs.key.use(wrong.options), site }),
    ).toEqual(FAILED)
    const open = await asked()
    expect(await stepUpPasskey(at(), me, { challenge: open.id, response: mine.key.use(open.options), site })).toEqual(
      FAILED,
    )
    const bound = await asked(me)
    expect(await signIn(bound.id, mine.key.use(bound.options))).toEqual(FAILED)
    const right = await asked(me)
    const done = await stepUpPasskey(at(), me, { challenge: right.id, response: mine.key.use(right.options), site })
    if (!done.ok) throw new Error(done.reason)
    expect(await meOf(home.db, done.token, NOW)).toMatchObject({ aal: 2, amr: ['code', 'passkey'] })
  })
})
