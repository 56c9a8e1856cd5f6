import { eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { matchingBlockingPairs, matchingRuns } from '#db/schema/matching.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { notices } from '#db/schema/notices.ts'
import { positions } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import type { Actor } from '#server/platform/context.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { aNewcomer, anAccount, aPosition, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, cookiesOf, type RunningSite } from './edge-site.ts'

/** Every page that names a proposal to the coach: what was on the screen counts as seen, and nothing else does. */
let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db)
})
afterAll(async () => {
  await site.close()
  await home.close()
})

const signIn = async ({ accountId }: Actor): Promise<string> => {
  await home.db
    .update(accounts)
    .set({ demo: true })
    .where(eq(accounts.id, accountId ?? ''))
  return cookiesOf(await site.post('/inloggen', { with: 'persona', accountId: accountId ?? '' }))
}

type Made = Awaited<ReturnType<typeof aProposal>>
let shown: Made
let other: Made
let cookie: string
/** Two newcomers of one coach, each with a proposal that waits. */
beforeEach(async () => {
  shown = await aProposal(home.db)
  other = await aProposal(home.db, { newcomer: await aNewcomer(home.db, { coach: shown.coach }) })
  cookie = await signIn(shown.coach)
})
const seen = async (): Promise<boolean[]> => {
  const ids = [shown.proposalId, other.proposalId]
  const rows = await home.db.select().from(proposals).where(inArray(proposals.id, ids))
  return ids.map((id) => rows.find((row) => row.id === id)?.seenAt != null)
}
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  site.ask({ path, method, headers: { cookie, ...headers } })

/** By page: its address, and which of the two it names. */
const DOORS: Record<string, { path: () => string; names: [boolean, boolean] }> = {
  'the inbox': { path: () => '/coach/voorstellen', names: [true, true] },
  'the inbox of one person': {
    path: () => `/coach/voorstellen?deelnemer=${shown.newcomer.newcomerId}`,
    names: [true, false],
  },
  'a proposal, with the list beside it': {
    path: () => `/coach/voorstellen/${shown.proposalId}?deelnemer=${other.newcomer.newcomerId}`,
    names: [true, true],
  },
  'the dossier': { path: () => `/coach/deelnemers/${shown.newcomer.newcomerId}`, names: [true, false] },
  'the match page': {
    path: () => `/coach/deelnemers/${shown.newcomer.newcomerId}/plekken/${shown.position.positionId}`,
    names: [true, false],
  },
  'the places': { path: () => `/coach/deelnemers/${shown.newcomer.newcomerId}/plekken`, names: [true, false] },
  today: { path: () => '/coach', names: [false, false] },
  'the caseload': { path: () => '/coach/deelnemers', names: [false, false] },
}

describe.each(Object.entries(DOORS))('%s', (_name, { path, names }) => {
  test('marks what it names, once; a look ahead, a HEAD and another coach mark nothing', async () => {
    for (const name of ['sec-purpose', 'purpose'])
      expect((await ask(path(), { [name]: 'prefetch;prerender' })).status).toBe(200)
    expect((await ask(path(), {}, 'HEAD')).status).toBe(200)
    const stranger = await signIn(await anAccount(home.db, { role: 'coach' }))
    await site.ask({ path: path(), headers: { cookie: stranger } })
    expect(await seen()).toEqual([false, false])

    expect((await ask(path())).status).toBe(200)
    expect(await seen()).toEqual(names)
    const rows = await home.db.select().from(proposals)
    expect((await ask(path())).status).toBe(200)
    expect(await home.db.select().from(proposals)).toEqual(rows)
  })
})

test('data for a page that is on the screen already count like the page', async () => {
  const { path } = DOORS['the dossier'] ?? { path: () => '' }
  const data = await ask(`${path()}?_data=${encodeURIComponent('routes/coach.newcomer')}`)
  expect(JSON.parse(data.text).view.openProposals).toMatchObject([{ id: shown.proposalId, state: 'proposed' }])
  expect(await seen()).toEqual([true, false])
})

test('a place that is worth a look marks what would be set aside for it, also when no list names that', async () => {
  const { newcomer } = shown
  // Two in the lists, and the least at a place whose demand nobody knows to be met: that one is in no list.
  for (let n = 0; n < 2; n += 1) await aProposal(home.db, { newcomer, score: 600 })
  await home.db.update(newcomers).set({ availableFrom: '2026-11-01' }).where(eq(newcomers.id, newcomer.newcomerId))
  await home.db
    .update(positions)
    .set({ licences: ['B'] })
    .where(eq(positions.id, shown.position.positionId))
  await home.db.update(proposals).set({ score: 100 }).where(eq(proposals.id, shown.proposalId))
  const [better, runId] = [await aPosition(home.db), crypto.randomUUID()]
  await home.db.insert(matchingRuns).values({
    id: runId,
    kind: 'asked',
    day: '2026-11-23',
    state: 'done',
    policyVersion: MATCHING_POLICY.version,
    policy: {},
    parts: 1,
    plannedAt: NOW,
  })
  await home.db
    .insert(matchingBlockingPairs)
    .values({ runId, newcomerId: newcomer.newcomerId, positionId: better.positionId, score: 900, newcomerLeaves: 100 })
  const { text } = await ask(`/coach/deelnemers/${newcomer.newcomerId}/plekken`)
  expect(text).toContain(`name="insteadOf" value="${shown.proposalId}"`)
  expect(await seen()).toEqual([true, false])
})

test('today marks what a message names', async () => {
  await home.db.insert(notices).values({
    accountId: shown.coach.accountId ?? '',
    code: 'newcomer-wants-to-talk',
    params: { proposalId: shown.proposalId },
    effectKey: shown.proposalId,
    createdAt: NOW,
  })
  expect((await ask('/coach')).text).toContain(`/coach/voorstellen/${shown.proposalId}`)
  expect(await seen()).toEqual([true, false])
})

test('what the inbox has on its next page is not seen', async () => {
  for (let n = 0; n < 26; n += 1)
    await aProposal(home.db, { newcomer: shown.newcomer, position: await aPosition(home.db), score: 800 })
  await ask('/coach/voorstellen?volgorde=best')
  const rows = await home.db
    .select({ seenAt: proposals.seenAt })
    .from(proposals)
    .where(eq(proposals.newcomerId, shown.newcomer.newcomerId))
  expect(rows.filter((row) => row.seenAt !== null)).toHaveLength(25)
  expect(await seen()).toEqual([false, false])
})
