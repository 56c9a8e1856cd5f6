import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, addressChanges, rateLimits } from '#db/schema/accounts.ts'
import { finishAddressChange } from '#server/accounts/finish-address-change.ts'
import { accountOfSession } from '#server/accounts/reads.ts'
import { startAddressChange } from '#server/accounts/start-address-change.ts'
import { addressOf } from '#server/platform/addresses.ts'
import type { Mail } from '#server/platform/mail.ts'
import { aHalfSession, aSigner, KEY, RING } from '#tests/make/sign-ins.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
const NOW = new Date('2026-11-22T10:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  await home.db.delete(accounts)
  await home.db.delete(rateLimits)
})

const NEW = 'nieuw@voorbeeld.nl'
type Me = Parameters<typeof startAddressChange>[1]
async function ask(me: Me, email = NEW, now = NOW) {
  const mails: Mail[] = []
  const mailer = { send: async (mail: Mail) => void mails.push(mail) }
  const said = await startAddressChange({ db: home.db, now }, me, { email, ring: RING, key: KEY, mailer })
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  const codeTo = (to: string) => /\d{6}/.exec(mails.find((mail) => mail.to === to)?.text ?? '')?.[0] ?? '999999'
  return { said, mails, codeTo }
}
const finish = (me: Me, oldCode: string, newCode: string, now = later(1)) =>
  finishAddressChange({ db: home.db, now }, me, { oldCode, newCode, ring: RING, key: KEY })
const emailOf = async (id: string) =>
  (await home.db.select().from(accounts).where(eq(accounts.id, id))).map(addressOf)[0] ?? null
const wrongOf = (code: string) => (code === '000000' ? '000001' : '000000')
async function anEmployer() {
  const account = await aSigner(home.db, 'employer')
  return { ...account, ...(await aHalfSession(home.db, account, NOW)) }
}

describe('another address', () => {
  test('takes the place of the old one when both mailboxes say so, and ends every other session', async () => {
    const one = await anEmployer()
    const elsewhere = await aHalfSession(home.db, one, NOW)
    const { said, mails, codeTo } = await ask(one.me)
    expect([said, mails.map(({ to }) => to).sort()]).toEqual(['asked', [one.email, NEW].sort()])
    expect(await finish(one.me, codeTo(one.email), codeTo(NEW))).toEqual({ ok: true })
    expect(await emailOf(one.id)).toBe(NEW)
    expect(await accountOfSession(home.db, one.token, later(2))).not.toBeNull()
    expect(await accountOfSession(home.db, elsewhere.token, later(2))).toBeNull()
    expect(await finish(one.me, codeTo(one.email), codeTo(NEW))).toEqual({ ok: false, reason: 'ended' })
  })

  test('needs both codes, each in its place', async () => {
    const one = await anEmployer()
    const { codeTo } = await ask(one.me)
    const [old, fresh] = [codeTo(one.email), codeTo(NEW)]
    const wrong = { ok: false, reason: 'wrong-code' }
    expect(await finish(one.me, old, wrongOf(fresh))).toEqual(wrong)
    expect(await finish(one.me, wrongOf(old), fresh)).toEqual(wrong)
    if (old !== fresh) expect(await finish(one.me, fresh, old)).toEqual(wrong)
    expect(await emailOf(one.id)).toBe(one.email)
  })

  test('is tried five times, also at once', async () => {
    const one = await anEmployer()
    const { codeTo } = await ask(one.me)
    const [old, fresh] = [codeTo(one.email), codeTo(NEW)]
    const answers = await Promise.all(Array.from({ length: 30 }, () => finish(one.me, wrongOf(old), fresh)))
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'wrong-code')).toHaveLength(4)
    expect(await finish(one.me, old, fresh)).toEqual({ ok: false, reason: 'ended' })
  })

  test('ends after ten minutes, and when another one is asked for', async () => {
    const one = await anEmployer()
    const first = await ask(one.me)
    const codes = [first.codeTo(one.email), first.codeTo(NEW)] as const
    expect(await finish(one.me, ...codes, later(11))).toEqual({ ok: false, reason: 'ended' })
    const second = await ask(one.me, 'anders@voorbeeld.nl', later(2))
    if (second.codeTo(one.email) !== codes[0])
      expect(await finish(one.me, ...codes, later(3))).toMatchObject({ ok: false })
    const right = [second.codeTo(one.email), second.codeTo('anders@voorbeeld.nl')] as const
    expect(await finish(one.me, ...right, later(3))).toEqual({ ok: true })
  })

  test('that somebody has already gets no mail, and the person who asks sees no difference', async () => {
    const [one, other] = [await anEmployer(), await anEmployer()]
    const free = await ask(one.me)
    const taken = await ask(other.me, one.email)
    expect(taken.said).toBe(free.said)
    expect([free.mails.length, taken.mails.map(({ to }) => to)]).toEqual([2, [other.email]])
    expect(await finish(other.me, taken.codeTo(other.email), '999999')).toMatchObject({ ok: false })
  })

  test('that two ask for at once goes to one of them', async () => {
    const people = [await anEmployer(), await anEmployer(), await anEmployer()]
    const asked: Awaited<ReturnType<typeof ask>>[] = []
    for (const { me } of people) asked.push(await ask(me))
    const answers = await Promise.all(
      people.map(({ me, email }, n) => finish(me, asked[n]?.codeTo(email) ?? '', asked[n]?.codeTo(NEW) ?? '')),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'ended')).toHaveLength(2)
  })

  test('is no newcomer’s to change, and the same one is said to be', async () => {
    const newcomer = await aSigner(home.db, 'newcomer')
    const { me } = await aHalfSession(home.db, newcomer, NOW)
    await expect(ask(me)).rejects.toMatchObject({ code: 'forbidden' })
    const one = await anEmployer()
    expect((await ask(one.me, one.email)).said).toBe('same')
  })

  test('is asked for a few times an hour, and one mailbox is not filled', async () => {
    const people = [await anEmployer(), await anEmployer()]
    for (let n = 0; n < 3; n++) await ask(people[n % 2]?.me as Me)
    await expect(ask(people[1]?.me as Me)).rejects.toMatchObject({ code: 'too-many' })
    await home.db.delete(rateLimits)
    const [one] = people
    for (let n = 0; n < 5; n++) await ask(one?.me as Me, `adres${n}@voorbeeld.nl`)
    await expect(ask(one?.me as Me, 'adres6@voorbeeld.nl')).rejects.toMatchObject({ code: 'too-many' })
  })

  test('is kept sealed, and its codes as digests', async () => {
    const one = await anEmployer()
    const { codeTo } = await ask(one.me)
    const kept = JSON.stringify(
      await home.db.execute(
        sql`select encode(email, 'escape'), encode(old_mac, 'escape'), encode(new_mac, 'escape') from address_changes`,
      ),
    )
    for (const secret of [NEW, codeTo(one.email), codeTo(NEW)]) expect(kept).not.toContain(secret)
    await home.db.delete(accounts)
    expect(await home.db.select().from(addressChanges)).toEqual([])
  })
})
