import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { accounts, sessions, submissions } from '#db/schema/accounts.ts'
import { newcomerEducations, newcomers } from '#db/schema/newcomers.ts'
import { notices } from '#db/schema/notices.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { positionVerdicts } from '#db/schema/positions.ts'
import { corrections, erasedStatistics, erasures } from '#db/schema/privacy.ts'
import { consents, proposalLog, proposals } from '#db/schema/proposals.ts'
import { newcomerSearch } from '#db/schema/search.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { type Ctx, WORKER } from '#server/platform/context.ts'
import { eraseMe, eraseNewcomer } from '#server/privacy/erase-newcomer.ts'
import { ledgerOf, replayErasures } from '#server/privacy/replay-erasures.ts'
import { indexNewcomers } from '#server/search/index-newcomers.ts'
import { aProposal, aReadyNewcomer } from '#tests/make/proposals.ts'
import { anAccount, aPosition } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

const NOW = new Date('2026-11-22T10:00:00Z')
const CANARY = 'Kanarie'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home?.close())
beforeEach(() =>
  home.db.execute(
    sql`truncate newcomers, accounts, positions, erasures, erased_statistics, outbox_events, submissions, newcomer_search cascade`,
  ),
)

const ctxOf = (actor: Ctx['actor']): Ctx => ({ db: home.db, actor, now: NOW })

/** Every row of every table, as text. */
async function everything(): Promise<Map<string, string>> {
  const tables = await home.db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  const held = new Map<string, string>()
  for (const { name } of tables) {
    const rows = await home.db.execute(sql`select to_jsonb(t) as row from ${sql.identifier(name)} t`)
    held.set(name, JSON.stringify(rows))
  }
  return held
}
const tablesWith = async (mark: string): Promise<string[]> =>
  [...(await everything())].flatMap(([name, text]) => (text.includes(mark) ? [name] : [])).sort()

/** Somebody with a canary in every text that can hold one, proposals, and one placement that is over. */
async function somebody(given: { state?: 'completed' | 'active' } = {}) {
  const { db } = home
  const newcomer = await aReadyNewcomer(db, {
    needsAtWork: `${CANARY} needs`,
    identity: {
      givenName: `${CANARY} given`,
      familyName: `${CANARY} family`,
      email: `${CANARY}@x.example`,
      phone: CANARY,
    },
  })
  const { newcomerId, actor } = newcomer
  const accountId = actor.accountId ?? ''
  await db
    .update(accounts)
    .set({ displayName: `${CANARY} display`, email: `${CANARY}.${newcomerId}@x.example`.toLowerCase() })
    .where(eq(accounts.id, accountId))
  await db.insert(newcomerEducations).values({ newcomerId, level: 'vocational', field: `${CANARY} field` })
  const open = await aProposal(db, { state: 'consented', newcomer })
  const placed = await aProposal(db, { state: 'placed', newcomer })
  await db.insert(proposalLog).values({
    proposalId: placed.proposalId,
    step: 'consent',
    fromState: 'shortlisted',
    toState: 'consented',
    actorId: accountId,
    actorRole: 'newcomer',
    reasons: [{ code: CANARY, params: {} }],
    at: NOW,
  })
  const placementId = crypto.randomUUID()
  await db.insert(placements).values({
    id: placementId,
    proposalId: placed.proposalId,
    newcomerId,
    positionId: placed.position.positionId,
    state: given.state ?? 'completed',
    seat: 1,
    startsOn: '2026-02-02',
    endsOn: '2026-08-01',
    mentor: `${CANARY} mentor`,
    learningGoals: [`${CANARY} goal`],
    createdAt: NOW,
    stateSince: NOW,
  })
  await db
    .insert(followUps)
    .values({ placementId, kind: 'week-2', state: 'done', dueOn: '2026-02-16', note: `${CANARY} note` })
  await db.insert(positionVerdicts).values({
    positionId: placed.position.positionId,
    newcomerId,
    moment: 'start',
    outcome: 'ok',
    reasons: [],
    inputs: { person: CANARY },
    policyVersion: 'x',
    askedAt: NOW,
  })
  await db.insert(notices).values([
    { accountId, code: 'proposal-for-you', params: {}, effectKey: `a${newcomerId}`, createdAt: NOW },
    {
      accountId: newcomer.coach.accountId ?? '',
      code: 'newcomer-consented',
      params: { proposalId: open.proposalId },
      effectKey: `b${newcomerId}`,
      createdAt: NOW,
    },
  ])
  await db
    .insert(submissions)
    .values({ accountId, key: crypto.randomUUID(), route: '/', bodyHash: Buffer.alloc(1), createdAt: NOW })
  await db.insert(sessions).values({
    tokenHash: Buffer.from(newcomerId),
    id: crypto.randomUUID(),
    accountId,
    createdAt: NOW,
    seenAt: NOW,
    idleMinutes: 30,
    absoluteAt: NOW,
  })
  await db.insert(corrections).values({ newcomerId, part: 'name', askedAt: NOW })
  await indexNewcomers(ctxOf(WORKER), { newcomerIds: [newcomerId] }, null)
  return { newcomerId, actor, accountId, coach: newcomer.coach, open, placed, placementId }
}

test('everything about somebody goes, and nothing of anybody else', async () => {
  const other = await somebody()
  const gone = await somebody()
  const otherRows = await tablesWith(other.newcomerId)
  expect(await tablesWith(CANARY)).toEqual(
    expect.arrayContaining([
      'accounts',
      'newcomers',
      'newcomer_identities',
      'placements',
      'follow_ups',
      'position_verdicts',
    ]),
  )
  await home.db.execute(
    sql`update newcomer_identities set given_name = 'Iemand', family_name = '', email = null, phone = null where newcomer_id = ${other.newcomerId}`,
  )
  await home.db.execute(sql`update newcomers set needs_at_work = '' where id = ${other.newcomerId}`)
  await home.db.execute(sql`update newcomer_educations set field = '' where newcomer_id = ${other.newcomerId}`)
  await home.db.execute(sql`update accounts set display_name = 'Iemand', email = null where id = ${other.accountId}`)
  await home.db.execute(
    sql`update placements set mentor = 'Anneke', learning_goals = '{}' where id = ${other.placementId}`,
  )
  await home.db.execute(sql`update follow_ups set note = 'rustig' where placement_id = ${other.placementId}`)
  await home.db.execute(sql`update position_verdicts set inputs = '{"a":1}' where newcomer_id = ${other.newcomerId}`)
  await home.db.execute(sql`update proposal_log set reasons = '[]' where actor_id = ${other.accountId}`)

  const erased = await eraseMe(ctxOf(gone.actor))
  expect(erased.rows).toMatchObject({ accounts: 1, newcomers: 1, consents: 2, proposals: 2, placements: 1 })
  // The canaries that are left would be the other's; those were taken out above.
  expect(await tablesWith(CANARY)).toEqual([])
  expect(await tablesWith(gone.newcomerId)).toEqual(['audit_entries', 'outbox_events'])
  expect(await tablesWith(gone.accountId)).toEqual(['audit_entries'])
  expect(await tablesWith(gone.open.proposalId)).toEqual([])
  expect(await tablesWith(other.newcomerId)).toEqual(otherRows)
  expect(await home.db.select().from(newcomerSearch)).toHaveLength(1)

  const [placement] = await home.db.select().from(placements).where(eq(placements.id, gone.placementId))
  expect(placement).toMatchObject({ state: 'completed', startsOn: '2026-02-02', mentor: '', learningGoals: [] })
  const [nobody] = await home.db
    .select()
    .from(newcomers)
    .where(eq(newcomers.id, placement?.newcomerId ?? ''))
  expect(nobody).toMatchObject({
    availability: 'withdrawn',
    needsAtWork: '',
    postcode4: null,
    waitingSince: '2026-09-01',
  })
  expect(await home.db.select().from(erasedStatistics)).toMatchObject([
    { yearMonth: '2026-11', known: 'under-6-months', dutch: 'a2', placed: 'once' },
  ])
  expect(await home.db.select().from(proposals).where(eq(proposals.id, gone.placed.proposalId))).toMatchObject([
    { newcomerId: nobody?.id, score: 0, expectedLevel: null },
  ])
  expect(await home.db.select().from(consents).where(eq(consents.newcomerId, gone.newcomerId))).toEqual([])
})

test('the coach is told, without a name, and nobody else is told', async () => {
  const gone = await somebody()
  await eraseMe(ctxOf(gone.actor))
  const [event] = await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'newcomer.erased'))
  if (!event) throw new Error('no event')
  await makeNotice(ctxOf(WORKER), { id: event.id, name: 'newcomer.erased', payload: event.payload as never })
  const told = await home.db.select().from(notices)
  expect(told.map((one) => [one.accountId, one.code])).toEqual([[gone.coach.accountId, 'newcomer-erased']])
})

test('not while somebody works or is about to; a colleague or a coach cannot ask for it', async () => {
  const working = await somebody({ state: 'active' })
  await expect(eraseMe(ctxOf(working.actor))).rejects.toMatchObject({ code: 'already-placed' })
  await expect(eraseMe(ctxOf(working.coach))).rejects.toMatchObject({ code: 'forbidden' })
  await expect(eraseNewcomer(ctxOf(working.coach), working.newcomerId, 'asked', { dry: true })).rejects.toMatchObject({
    code: 'forbidden',
  })
  expect(await home.db.select().from(erasures)).toEqual([])
})

test('a dry run says what would go, and changes nothing', async () => {
  const { newcomerId } = await somebody()
  const before = await everything()
  const found = await eraseNewcomer(ctxOf(WORKER), newcomerId, 'retention', { dry: true })
  expect(found?.rows).toMatchObject({ newcomers: 1, accounts: 1, proposals: 2, placements: 1 })
  expect(await everything()).toEqual(before)
  expect(await eraseNewcomer(ctxOf(WORKER), crypto.randomUUID(), 'retention', { dry: true })).toBeNull()
})

test('after a restore the ledger erases again, also with another key since', async () => {
  const gone = await somebody()
  const stays = await somebody()
  await eraseMe(ctxOf(gone.actor))
  const ledger = (await ledgerOf(home.db)).map((one) => one.subjectHash)
  expect(ledger).toHaveLength(1)
  expect(ledger[0]).not.toContain(gone.newcomerId)
  // Yesterday's backup: the person is there, the ledger is not.
  await home.db.delete(erasures)
  const position = await aPosition(home.db)
  const again = await aReadyNewcomer(home.db, {
    id: gone.newcomerId,
    coachId: (await anAccount(home.db, { role: 'coach' })).accountId ?? '',
  })
  await aProposal(home.db, { newcomer: again, position, state: 'shortlisted' })
  const before = process.env['AUDIT_KEYS']
  try {
    process.env['AUDIT_KEYS'] = `${'n'.repeat(40)},only-for-commands-that-serve-no-page`
    expect(await replayErasures(ctxOf(WORKER), ledger, { dry: true })).toMatchObject({ erased: 1 })
    expect(await home.db.select().from(newcomers).where(eq(newcomers.id, gone.newcomerId))).toHaveLength(1)
    expect(await replayErasures(ctxOf(WORKER), ledger, { dry: false })).toMatchObject({ erased: 1 })
    expect(await replayErasures(ctxOf(WORKER), ledger, { dry: false })).toMatchObject({ erased: 0 })
  } finally {
    if (before === undefined) delete process.env['AUDIT_KEYS']
    else process.env['AUDIT_KEYS'] = before
  }
  expect(await home.db.select().from(newcomers).where(eq(newcomers.id, gone.newcomerId))).toEqual([])
  expect(await home.db.select().from(newcomers).where(eq(newcomers.id, stays.newcomerId))).toHaveLength(1)
})
