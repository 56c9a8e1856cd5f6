import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, loginChallenges, rateLimits, sessions } from '#db/schema/accounts.ts'
import { ROLES, type Role } from '#db/values/accounts.ts'
import { changeLanguage } from '#server/accounts/change-language.ts'
import { finishLogin } from '#server/accounts/finish-login.ts'
import { accountOfSession, demoPersonas } from '#server/accounts/reads.ts'
import { signInDemo } from '#server/accounts/sign-in-demo.ts'
import { signOut } from '#server/accounts/sign-out.ts'
import { startLogin } from '#server/accounts/start-login.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import type { Mail } from '#server/platform/mail.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
const key = accountsKey('a secret of thirty-two characters and more')
const NOW = new Date('2026-11-22T10:00:00Z')
const linkOf = (token: string) => `https://instroom.example/inloggen/link?sleutel=${token}`
const later = (count: number) => new Date(NOW.getTime() + count * 60_000)

beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  await home.db.delete(accounts)
  await home.db.delete(loginChallenges)
  await home.db.delete(rateLimits)
})

async function anAccount(role: Role, given: Partial<typeof accounts.$inferInsert> = {}) {
  const [row] = await home.db
    .insert(accounts)
    .values({
      role,
      displayName: `Test ${role}`,
      email: `${role}@voorbeeld.nl`,
      newcomerId: role === 'newcomer' ? crypto.randomUUID() : null,
      employerId: role === 'employer' ? crypto.randomUUID() : null,
      municipalityCode: ['coach', 'municipality', 'officer'].includes(role) ? 'GM0344' : null,
      createdAt: NOW,
      ...given,
    })
    .returning()
  if (!row) throw new Error('no account')
  return row
}

/** Asks for a code and reads it from the mail, as a person does. */
async function askCode(email: string, options: { now?: Date; ip?: string } = {}) {
  const mails: Mail[] = []
  const mailer = { send: async (mail: Mail) => void mails.push(mail) }
  const now = options.now ?? NOW
  const { bind } = await startLogin({ db: home.db, now }, { email, ip: options.ip ?? '192.0.2.1', key, mailer, linkOf })
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  const code = /\d{6}/.exec(mails[0]?.text ?? '')?.[0] ?? null
  return { bind, code, mails }
}
const finish = (bind: string | null, code: string, now = later(1), old: string | null = null) =>
  finishLogin({ db: home.db, now }, { bind, code, key, old })
const wrongOf = (code: string) => (code === '000000' ? '000001' : '000000')

describe('a mailed code', () => {
  test('opens a session of the person who asked', async () => {
    const coach = await anAccount('coach')
    const { bind, code, mails } = await askCode('coach@voorbeeld.nl')
    expect(mails).toHaveLength(1)
    expect(mails[0]?.to).toBe('coach@voorbeeld.nl')
    const answer = await finish(bind, code ?? '')
    if (!answer.ok) throw new Error(answer.reason)
    const account = await accountOfSession(home.db, answer.token, later(2))
    expect(account).toMatchObject({ accountId: coach.id, role: 'coach', municipalityCode: 'GM0344' })
  })

  test('is kept nowhere in clear text, and neither is the token', async () => {
    await anAccount('coach')
    const { bind, code } = await askCode('coach@voorbeeld.nl')
    const answer = await finish(bind, code ?? '')
    const kept = JSON.stringify([
      await home.db.execute(sql`select *, encode(code_mac, 'escape') from login_challenges`),
      await home.db.execute(sql`select encode(token_hash, 'escape') from sessions`),
      await home.db.select().from(rateLimits),
    ])
    expect(kept).not.toContain(code)
    expect(kept).not.toContain(answer.ok ? answer.token : 'x')
    expect(kept).not.toContain('coach@voorbeeld.nl')
    expect(kept).not.toContain('192.0.2')
  })

  test('50 redemptions at once open one session', async () => {
    await anAccount('coach')
    const { bind, code } = await askCode('coach@voorbeeld.nl')
    const answers = await Promise.all(Array.from({ length: 50 }, () => finish(bind, code ?? '')))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(await home.db.select().from(sessions)).toHaveLength(1)
  })

  test('works once', async () => {
    await anAccount('coach')
    const { bind, code } = await askCode('coach@voorbeeld.nl')
    await finish(bind, code ?? '')
    expect(await finish(bind, code ?? '')).toEqual({ ok: false, reason: 'ended' })
  })

  test('is locked after five wrong ones, also for the right one, also at once', async () => {
    await anAccount('coach')
    const { bind, code } = await askCode('coach@voorbeeld.nl')
    const wrong = wrongOf(code ?? '')
    const answers = await Promise.all(Array.from({ length: 60 }, () => finish(bind, wrong)))
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'wrong-code')).toHaveLength(4)
    expect(await finish(bind, code ?? '')).toEqual({ ok: false, reason: 'ended' })
    const [challenge] = await home.db.select().from(loginChallenges)
    expect(challenge?.attempts).toBe(5)
    expect(await home.db.select().from(sessions)).toHaveLength(0)
  })

  test('does not work in another browser', async () => {
    await anAccount('coach')
    const { bind, code } = await askCode('coach@voorbeeld.nl')
    const other = await askCode('coach@voorbeeld.nl')
    const [id] = bind.split('.')
    const [, secret] = other.bind.split('.')
    for (const foreign of [null, '', id ?? '', `${id}.${secret}`, `${id}.`, 'x'.repeat(8_000)]) {
      expect(await finish(foreign, code ?? '')).toEqual({ ok: false, reason: 'ended' })
    }
  })

  test('of an earlier request does not open a later one', async () => {
    await anAccount('coach')
    const first = await askCode('coach@voorbeeld.nl')
    const second = await askCode('coach@voorbeeld.nl')
    if (first.code === second.code) return
    expect(await finish(second.bind, first.code ?? '')).toEqual({ ok: false, reason: 'wrong-code' })
  })

  test('ends after ten minutes', async () => {
    await anAccount('coach')
    const { bind, code } = await askCode('coach@voorbeeld.nl')
    expect(await finish(bind, code ?? '', later(11))).toEqual({ ok: false, reason: 'ended' })
  })

  test('gives an unknown or suspended address the same answer and the same rows, without a mail', async () => {
    await anAccount('coach')
    await anAccount('employer', { state: 'suspended' })
    const known = await askCode('coach@voorbeeld.nl')
    const unknown = await askCode('niemand@voorbeeld.nl')
    const suspended = await askCode('employer@voorbeeld.nl')
    expect(unknown.bind.length).toBe(known.bind.length)
    expect([known.mails.length, unknown.mails.length, suspended.mails.length]).toEqual([1, 0, 0])
    expect(await home.db.select().from(loginChallenges)).toHaveLength(3)
    for (const { bind } of [unknown, suspended]) {
      const answers = []
      for (let n = 0; n < 6; n++) answers.push(await finish(bind, '123456'))
      expect(answers.map((answer) => !answer.ok && answer.reason)).toEqual([
        ...Array(4).fill('wrong-code'),
        'ended',
        'ended',
      ])
    }
  })

  test('does not wait for the mail server, and a mail that fails changes nothing', async () => {
    await anAccount('coach')
    const mailer = { send: () => Promise.reject(Object.assign(new Error('to coach@voorbeeld.nl'), { code: 'EAUTH' })) }
    await startLogin({ db: home.db, now: NOW }, { email: 'coach@voorbeeld.nl', ip: '192.0.2.1', key, mailer, linkOf })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await home.db.select().from(loginChallenges)).toHaveLength(1)
  })
})

describe('asking too often', () => {
  test('the sixth mail in a quarter of an hour is refused, also when all come at once', async () => {
    await anAccount('coach')
    const asked = await Promise.allSettled(Array.from({ length: 12 }, () => askCode('coach@voorbeeld.nl')))
    expect(asked.filter((one) => one.status === 'fulfilled')).toHaveLength(5)
    const [refused] = asked.filter((one) => one.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'too-many', params: { retryAfterSeconds: 900 } })
    await expect(askCode('coach@voorbeeld.nl', { now: later(14) })).rejects.toMatchObject({
      params: { retryAfterSeconds: 60 },
    })
    expect((await askCode('coach@voorbeeld.nl', { now: later(16) })).mails).toHaveLength(1)
  })

  test('a stranger elsewhere does not lock the person out', async () => {
    await anAccount('coach')
    await Promise.allSettled(Array.from({ length: 8 }, () => askCode('coach@voorbeeld.nl', { ip: '198.51.100.7' })))
    expect((await askCode('coach@voorbeeld.nl', { ip: '192.0.2.1' })).mails).toHaveLength(1)
  })

  test('thirty colleagues behind one address of their office each get a code', async () => {
    const addresses = Array.from({ length: 30 }, (_, n) => `collega${n}@gemeente.voorbeeld.nl`)
    for (const email of addresses) await anAccount('coach', { email })
    const asked = await Promise.all(addresses.map((email) => askCode(email, { ip: '192.0.2.1' })))
    expect(asked.filter(({ code }) => code !== null)).toHaveLength(30)
  })

  test('the 301st mail from one network in an hour is refused; the next address of the same network counts too', async () => {
    await askCode('a@voorbeeld.nl', { ip: '192.0.2.7' })
    // What the other 299 would have left behind.
    await home.db
      .update(rateLimits)
      .set({ count: sql`${rateLimits.count} + 299` })
      .where(eq(rateLimits.count, 1))
    await expect(askCode('b@voorbeeld.nl', { ip: '::ffff:192.0.2.200' })).rejects.toMatchObject({ code: 'too-many' })
    await expect(askCode('b@voorbeeld.nl', { ip: '192.0.3.1' })).resolves.toBeDefined()
  })
})

describe('a session', () => {
  const open = async (role: Role, old: string | null = null) => {
    const account = await anAccount(role, { demo: true })
    const opened = await signInDemo({ db: home.db, now: NOW }, { accountId: account.id, demo: true, old })
    return { account, ...opened }
  }
  const alive = async (token: string, count: number) =>
    (await accountOfSession(home.db, token, later(count), { demo: true })) !== null

  test('of staff ends after half an hour of silence and twelve hours in all', async () => {
    const { token } = await open('coach')
    expect(await alive(token, 29)).toBe(true)
    expect(await alive(token, 58)).toBe(true)
    expect(await alive(token, 89)).toBe(false)
    const [row] = await home.db.select().from(sessions)
    await home.db.update(sessions).set({ seenAt: later(719) })
    expect(row?.absoluteAt).toEqual(later(720))
    expect(await alive(token, 719)).toBe(true)
    expect(await alive(token, 720)).toBe(false)
  })

  test('of a newcomer lives two weeks of silence and thirty days', async () => {
    const { token } = await open('newcomer')
    expect(await alive(token, 14 * 24 * 60 - 1)).toBe(true)
    expect(await alive(token, 30 * 24 * 60)).toBe(false)
  })

  test('ends at sign-out, and at once when the account is suspended', async () => {
    const { token, account } = await open('employer')
    await home.db.update(accounts).set({ state: 'suspended' }).where(eq(accounts.id, account.id))
    expect(await alive(token, 1)).toBe(false)
    await home.db.update(accounts).set({ state: 'active' }).where(eq(accounts.id, account.id))
    expect(await alive(token, 1)).toBe(true)
    await signOut({ db: home.db, now: later(2) }, { token })
    expect(await alive(token, 3)).toBe(false)
  })

  test('of before is dead after a new sign-in', async () => {
    const first = await open('coach')
    const second = await open('officer', first.token)
    expect(second.token).not.toBe(first.token)
    expect(await alive(first.token, 1)).toBe(false)
    expect(await alive(second.token, 1)).toBe(true)
  })

  test.each([null, '', 'x', "' or 1=1 --", 'a'.repeat(43), 'a'.repeat(8_000), '\0'])('is not %j', async (token) => {
    expect(await accountOfSession(home.db, token, NOW)).toBeNull()
  })

  test('is written down once a minute at most', async () => {
    const { token } = await open('coach')
    await alive(token, 0.5)
    expect((await home.db.select().from(sessions))[0]?.seenAt).toEqual(NOW)
    await alive(token, 2)
    expect((await home.db.select().from(sessions))[0]?.seenAt).toEqual(later(2))
  })
})

describe('demo personas', () => {
  test('are refused outside demo mode, and only marked accounts are personas', async () => {
    const persona = await anAccount('coach', { demo: true })
    const real = await anAccount('officer')
    const ctx = { db: home.db, now: NOW }
    for (const input of [
      { accountId: persona.id, demo: false, old: null },
      { accountId: real.id, demo: true, old: null },
      { accountId: crypto.randomUUID(), demo: true, old: null },
    ]) {
      await expect(signInDemo(ctx, input)).rejects.toMatchObject({ code: 'not-found' })
    }
    expect(await home.db.select().from(sessions)).toHaveLength(0)
    expect((await demoPersonas(home.db)).map((one) => one.accountId)).toEqual([persona.id])
  })

  test('there can be one of each role', async () => {
    for (const role of ROLES) await anAccount(role, { demo: true })
    expect((await demoPersonas(home.db)).map((one) => one.role).sort()).toEqual([...ROLES].sort())
  })
})

test('a person chooses the language of screens and mails', async () => {
  const account = await anAccount('newcomer')
  const { newcomerId, employerId, municipalityCode, role } = account
  const actor = { role, accountId: account.id, newcomerId, employerId, municipalityCode }
  await changeLanguage({ db: home.db, actor, now: NOW }, { language: 'ar' })
  const { mails } = await askCode('newcomer@voorbeeld.nl')
  expect(mails[0]?.subject).toMatch(/رمز/)
})
