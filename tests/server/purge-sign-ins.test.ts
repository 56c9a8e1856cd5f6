import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  accessCards,
  loginChallenges,
  passkeyChallenges,
  rateLimits,
  sessions,
  submissions,
  totpKeys,
} from '#db/schema/accounts.ts'
import { invitations } from '#db/schema/members.ts'
import { purgeSignIns } from '#server/accounts/purge-sign-ins.ts'
import { WORKER } from '#server/platform/context.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { aNewcomer, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000)

test('what ended goes, what lives stays, and only a worker sweeps', async () => {
  const { actor } = await aNewcomer(home.db)
  const accountId = actor.accountId ?? ''
  const session = (given: Partial<typeof sessions.$inferInsert>) => ({
    tokenHash: Buffer.from(crypto.randomUUID()),
    id: crypto.randomUUID(),
    accountId,
    createdAt: daysAgo(5),
    seenAt: NOW,
    idleMinutes: 30,
    absoluteAt: daysAgo(-1),
    ...given,
  })
  const living = session({})
  await home.db
    .insert(sessions)
    .values([
      living,
      session({ absoluteAt: daysAgo(1) }),
      session({ revokedAt: daysAgo(2) }),
      session({ seenAt: daysAgo(2) }),
    ])
  const form = (createdAt: Date) => ({
    accountId,
    key: crypto.randomUUID(),
    route: '/',
    bodyHash: Buffer.from('x'),
    createdAt,
  })
  const kept = form(daysAgo(29))
  await home.db.insert(submissions).values([kept, form(daysAgo(31))])
  const code = { bindHash: Buffer.from('x'), codeMac: Buffer.from('x'), createdAt: daysAgo(3) }
  await home.db.insert(loginChallenges).values([
    { ...code, expiresAt: daysAgo(2) },
    { ...code, expiresAt: NOW },
  ])
  const challenge = { challenge: 'x', createdAt: daysAgo(3) }
  await home.db.insert(passkeyChallenges).values([
    { ...challenge, expiresAt: daysAgo(2) },
    { ...challenge, expiresAt: NOW },
  ])
  const app = { accountId, secret: Buffer.from('x') }
  await home.db.insert(totpKeys).values([
    { ...app, createdAt: daysAgo(2) },
    { ...app, createdAt: daysAgo(9), confirmedAt: daysAgo(9) },
  ])
  const card = () => ({ accountId, numberMac: Buffer.from(crypto.randomUUID()), codeMac: Buffer.from('x') })
  const valid = { ...card(), createdAt: daysAgo(1), expiresAt: daysAgo(-1) }
  await home.db
    .insert(accessCards)
    .values([valid, { ...card(), createdAt: daysAgo(9), expiresAt: daysAgo(-9), revokedAt: daysAgo(2) }])
  await home.db.insert(rateLimits).values([
    { bucket: 'old', count: 1, resetsAt: daysAgo(2) },
    { bucket: 'new', count: 1, resetsAt: NOW },
  ])

  expect(await codeOf(purgeSignIns(ctxOf(home.db, actor)))).toBe('forbidden')
  expect(await purgeSignIns(ctxOf(home.db, WORKER))).toBe(9)
  expect(await purgeSignIns(ctxOf(home.db, WORKER))).toBe(0)
  expect((await home.db.select().from(sessions)).map((row) => row.id)).toEqual([living.id])
  expect((await home.db.select().from(submissions)).map((row) => row.key)).toEqual([kept.key])
  for (const table of [loginChallenges, passkeyChallenges]) expect(await home.db.select().from(table)).toHaveLength(1)
  expect((await home.db.select().from(totpKeys)).map((row) => row.confirmedAt)).toEqual([daysAgo(9)])
  expect((await home.db.select().from(accessCards)).map((row) => row.expiresAt)).toEqual([daysAgo(-1)])
  expect((await home.db.select().from(rateLimits)).map((row) => row.bucket)).toEqual(['new'])
})

test('the address of an invitation that nobody took is forgotten two weeks after it ended', async () => {
  const invited = (days: number, given: Partial<typeof invitations.$inferInsert> = {}) => ({
    id: crypto.randomUUID(),
    role: 'auditor' as const,
    emailSealed: Buffer.from('x'),
    emailIndex: Buffer.from(crypto.randomUUID()),
    createdAt: daysAgo(60),
    sentAt: daysAgo(60),
    expiresAt: daysAgo(days),
    ...given,
  })
  const [old, late, open] = [invited(15), invited(13), invited(-1)]
  const taken = invited(-1, { state: 'accepted', endedAt: daysAgo(3) })
  await home.db.insert(invitations).values([old, late, open, taken])
  expect(await purgeSignIns(ctxOf(home.db, WORKER))).toBe(2)
  expect(await purgeSignIns(ctxOf(home.db, WORKER))).toBe(0)
  const rows = await home.db.select().from(invitations)
  const said = new Map(
    rows.map((row) => [row.id, [row.state, row.endedAt, row.emailSealed === null && row.emailIndex === null]]),
  )
  expect([old, late, open, taken].map(({ id }) => said.get(id ?? ''))).toEqual([
    ['withdrawn', NOW, true],
    ['open', null, false],
    ['open', null, false],
    ['accepted', daysAgo(3), true],
  ])
})
