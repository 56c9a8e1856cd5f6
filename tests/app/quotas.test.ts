import { and, eq, like, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, rateLimits } from '#db/schema/accounts.ts'
import { auditEntries } from '#db/schema/audit.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { CARDS_A_DAY, QUOTAS, QUOTAS_POLICY, type QuotaName, spend } from '#server/access/quotas.ts'
import type { Actor } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { countCards } from '#server/proposals/count-cards.ts'
import { aProposal, codeOf } from '#tests/make/proposals.ts'
import { aNewcomer, anAccount, anEmployer, aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf } from './edge-site.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
/** A hundredth of the policy, so that a few requests are too many; the policy itself is held by the first test. */
let site: Awaited<ReturnType<typeof anEdge>>
const FACTOR = 0.01
let made: Awaited<ReturnType<typeof aProposal>>
const cookies = { newcomer: '', coach: '', employer: '', municipality: '' }
beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db, { quotaFactor: FACTOR })
  made = await aProposal(home.db, { state: 'shortlisted' })
  const people: Record<keyof typeof cookies, Actor> = {
    newcomer: made.newcomer.actor,
    coach: made.coach,
    employer: made.position.employer,
    municipality: await anAccount(home.db, { role: 'municipality' }),
  }
  await home.db.update(accounts).set({ demo: true })
  for (const [role, { accountId }] of Object.entries(people))
    cookies[role as keyof typeof cookies] = cookiesOf(
      await site.post('/inloggen', { with: 'persona', accountId: accountId ?? '' }),
    )
})
afterAll(async () => {
  await site.close()
  await home.close()
})
beforeEach(async () => {
  await home.db.delete(rateLimits)
})

const routes = (): [string, QuotaName, keyof typeof cookies | null][] => [
  ['/nl/plekken?q=bakker', 'search', null],
  ['/nl/plekken', 'search', 'newcomer'],
  [`/nl/plekken/${made.position.code}`, 'place', null],
  [`/ar/plekken/${made.position.code}/interesse`, 'interest', null],
  ['/nl/mijn-gegevens/kopie', 'export', 'newcomer'],
  ['/nl/mijn-gegevens/kopie.json', 'export', 'newcomer'],
  ['/coach/deelnemers.csv', 'export', 'coach'],
  ['/gemeente.csv', 'export', 'municipality'],
  [`/werkgever/plekken/${made.position.positionId}/kandidaten`, 'candidates', 'employer'],
  [`/werkgever/kandidaten/${made.proposalId}`, 'candidates', 'employer'],
]

test('the policy is dated, wide enough for a desk and for a house behind one address', () => {
  expect(QUOTAS_POLICY).toMatchObject({ label: 'policy', datedOn: '2026-11-22' })
  for (const { account, network } of Object.values(QUOTAS)) {
    expect(account.most).toBeGreaterThanOrEqual(30)
    if (network) expect(network.most).toBeGreaterThanOrEqual(account.most * 10)
  }
})

describe('asked too often', () => {
  test.each(Array.from({ length: 10 }, (_, index) => index))('route %i says when it goes on again', async (index) => {
    const [path, quota, role] = routes()[index] ?? ['', 'search', null]
    const limit = role === null ? QUOTAS[quota].network : QUOTAS[quota].account
    const most = Math.max(1, Math.floor((limit?.most ?? 0) * FACTOR))
    const cookie = role === null ? '' : cookies[role]
    for (let times = 0; times < most; times += 1) {
      const { status } = await site.ask({ path, headers: { cookie } })
      expect([path, status]).toEqual([path, 200])
    }
    const over = await site.ask({ path, headers: { cookie } })
    expect([path, over.status]).toEqual([path, 429])
    const wait = Number(over.headers['retry-after'])
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(limit?.seconds ?? 0)
    expect(over.text).not.toContain('Retry')
    // Somebody else goes on.
    const other = role === null ? cookies.newcomer : ''
    expect((await site.ask({ path: '/nl/plekken', headers: { cookie: other } })).status).toBe(200)
  })

  test('the page says in plain words, in the language of the page, when it goes on again', async () => {
    const most = Math.floor(QUOTAS.search.network.most * FACTOR)
    for (let times = 0; times < most; times += 1) await site.ask({ path: '/ar/plekken' })
    const [ar, nl] = [await site.ask({ path: '/ar/plekken' }), await site.ask({ path: '/nl/plekken' })]
    expect(nl.text).toMatch(/Probeer het over \d+ min/)
    expect(ar.text).toContain('dir="rtl"')
    expect(ar.status).toBe(429)
  })

  test('in Postgres, so that two processes count together, and again after the window', async () => {
    const { accountId } = made.coach
    const ask = (at: Date) => spend({ db: home.db, now: at }, 'export', { accountId: accountId ?? '' })
    const many = Array.from({ length: QUOTAS.export.account.most + 10 }, () => codeOf(ask(NOW)))
    const said = await Promise.all(many)
    expect(said.filter((one) => one === 'ok')).toHaveLength(QUOTAS.export.account.most)
    expect(said.filter((one) => one === 'too-many')).toHaveLength(10)
    expect(await codeOf(ask(new Date(NOW.getTime() + QUOTAS.export.account.seconds * 1000)))).toBe('ok')
  })

  test('no address of a visitor is kept in clear', async () => {
    await site.ask({ path: '/nl/plekken' })
    const rows = await home.db.select().from(rateLimits)
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toMatch(/127\.0\.0|::1/)
  })
})

describe('somebody of an employer who goes through all candidates', () => {
  const cardsOf = async (count: number) => {
    const owner = await anEmployer(home.db)
    const position = await aPosition(home.db, { employer: owner, seats: 5 })
    const ids: string[] = []
    for (let more = 0; more < count; more += 1)
      ids.push(
        (await aProposal(home.db, { position, newcomer: await aNewcomer(home.db), state: 'shortlisted' })).proposalId,
      )
    return { ctx: ctxOf(home.db, owner.actor), ids, employerId: owner.employerId }
  }
  const events = (employerId: string) =>
    home.db
      .select()
      .from(outboxEvents)
      .where(and(eq(outboxEvents.name, 'cards.many'), sql`${outboxEvents.payload} ->> 'employerId' = ${employerId}`))

  test('is noticed once a day, and then stopped; the same candidate again does not count', async () => {
    const { ctx, ids, employerId } = await cardsOf(8)
    const [tell, most] = [4 / CARDS_A_DAY.tell, 6]
    const factor = tell
    expect(Math.floor(CARDS_A_DAY.most * factor)).toBe(10)
    const [first = '', ...rest] = ids
    for (let times = 0; times < 30; times += 1) await countCards(ctx, [first], factor)
    expect(await events(employerId)).toEqual([])
    await countCards(ctx, rest.slice(0, 2), factor)
    expect(await events(employerId)).toEqual([])
    await countCards(ctx, rest.slice(0, 3), factor)
    await countCards(ctx, rest, factor)
    expect(await events(employerId)).toHaveLength(1)
    const [entry] = await home.db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.action, 'cards.many'), eq(auditEntries.subjectId, employerId)))
    expect(entry).toMatchObject({ actorRole: 'employer', detail: { count: 4 } })
    // A little less is allowed, and somebody who saw too many today sees none of them again.
    const strict = most / CARDS_A_DAY.most
    expect(await codeOf(countCards(ctx, ids, strict))).toBe('too-many')
    expect(await codeOf(countCards(ctx, [first], strict))).toBe('too-many')
    const tomorrow = { ...ctx, now: new Date(NOW.getTime() + 86_400_000) }
    expect(await codeOf(countCards(tomorrow, [first], strict))).toBe('ok')
  })

  test('colleagues who are invited for it get no more: all people of an employer together have a limit too', async () => {
    const { ctx, ids, employerId } = await cardsOf(5)
    // One account sees 1, so the employer 3.
    const factor = 1 / CARDS_A_DAY.most
    const seen: string[] = []
    for (const id of ids) {
      const colleague = await anAccount(home.db, { role: 'employer', employerId, isAdmin: false })
      seen.push(await codeOf(countCards(ctxOf(home.db, colleague), [id], factor)))
    }
    expect(seen).toEqual(['ok', 'ok', 'ok', 'too-many', 'too-many'])
    expect(await events(employerId)).toHaveLength(1)
    // The same card seen by a colleague is one card of the employer.
    const shared = await cardsOf(1)
    for (let times = 0; times < 5; times += 1) {
      const colleague = await anAccount(home.db, { role: 'employer', employerId: shared.employerId, isAdmin: false })
      expect(await codeOf(countCards(ctxOf(home.db, colleague), shared.ids, factor))).toBe('ok')
    }
    expect(await codeOf(countCards(ctx, ids.slice(0, 1), factor))).toBe('too-many')
  })

  test('a refusal says after how long', async () => {
    const { ctx, ids } = await cardsOf(2)
    const refused = await countCards(ctx, ids, 1 / CARDS_A_DAY.most).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Refusal)
    expect((refused as Refusal).params['retryAfterSeconds']).toBe(CARDS_A_DAY.seconds)
  })

  test('what counts is forgotten with the other counters', async () => {
    const { ctx, ids } = await cardsOf(1)
    await countCards(ctx, ids)
    const rows = await home.db.select().from(rateLimits).where(like(rateLimits.bucket, 'card%'))
    // Of the account and of the employer: what was seen, and how many.
    expect(rows).toHaveLength(4)
    for (const row of rows) expect(row.resetsAt.getTime() - NOW.getTime()).toBe(86_400_000)
  })
})
