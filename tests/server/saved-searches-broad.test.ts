import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { positions } from '#db/schema/positions.ts'
import { savedSearches } from '#db/schema/saved-searches.ts'
import { positionSearch } from '#db/schema/search.ts'
import { WORKER } from '#server/platform/context.ts'
import { indexPositions } from '#server/search/index-positions.ts'
import { LAST_HIT } from '#server/search/rules-ask.ts'
import { newIn } from '#server/search/rules-saved.ts'
import { SaveSearchInput, saveSearch } from '#server/search/save-search.ts'
import { tellNewMatches } from '#server/search/tell-new-matches.ts'
import { aNewcomer, aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** A search that more positions match than one answer of search gives. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
let home: Awaited<ReturnType<typeof aDatabase>>
let me: Awaited<ReturnType<typeof aNewcomer>>
/** As many positions as one answer gives, and one more: the oldest is the last. */
let ids: string[]
const NEWEST_DAY = 20_000

beforeAll(async () => {
  home = await aDatabase()
  me = await aNewcomer(home.db)
  const { positionId } = await aPosition(home.db, { title: 'Vlechtwerk maken' })
  await indexPositions(ctxOf(home.db, WORKER), { positionIds: [positionId] }, null)
  const copies = await home.db.execute<{ id: string }>(sql`
    insert into positions
    select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'code', 'Z' || n))).*
    from positions p, generate_series(1, ${LAST_HIT}) n where p.id = ${positionId}
    returning id`)
  ids = [positionId, ...copies.map(({ id }) => id)]
  const [row] = await home.db.select().from(positionSearch)
  if (!row) throw new Error('Nothing was indexed.')
  await home.db.delete(positionSearch)
  const rows = ids.map((id, at) => ({ ...row, positionId: id, publishedDay: NEWEST_DAY - at }))
  await home.db.insert(positionSearch).values(rows)
})
afterAll(() => home.close())

const save = () => saveSearch(ctxOf(home.db, me.actor), SaveSearchInput.parse({ question: 'q=vlechtwerk' }))
const look = (days: number) => tellNewMatches(ctxOf(home.db, WORKER, new Date(NOW.getTime() + days * 86_400_000)))
const goes = async (...positionIds: string[]) => {
  await home.db.update(positions).set({ state: 'closed' }).where(inArray(positions.id, positionIds))
  await home.db.delete(positionSearch).where(inArray(positionSearch.positionId, positionIds))
}

test('is not kept: who keeps one chooses a filter more', async () => {
  expect(await save()).toBe('broad')
  expect(await home.db.select().from(savedSearches)).toEqual([])
})

test('that grew so after it was kept tells of what is newer, and never of an old one that moves in', async () => {
  const { accountId } = me.actor
  const known = ids.slice(0, LAST_HIT)
  await home.db.insert(savedSearches).values({
    accountId: accountId ?? '',
    question: 'q=vlechtwerk',
    known,
    lookedOn: '2026-11-01',
    createdAt: NOW,
    endsOn: '2027-05-01',
  })
  expect(await look(1)).toMatchObject({ looked: 1, told: 0 })
  // One closes, and the oldest of all moves into the answer.
  await goes(ids[5] ?? '')
  expect(await look(2)).toMatchObject({ looked: 1, told: 0 })
  const [kept] = await home.db.select().from(savedSearches)
  expect(kept?.known).toContain(ids.at(-1))
  // A new one, before everything that is known.
  const { positionId } = await aPosition(home.db, { title: 'Vlechtwerk leren' })
  await indexPositions(ctxOf(home.db, WORKER), { positionIds: [positionId] }, null)
  const newest = eq(positionSearch.positionId, positionId)
  await home.db
    .update(positionSearch)
    .set({ publishedDay: NEWEST_DAY + 1 })
    .where(newest)
  expect(await look(3)).toMatchObject({ looked: 1, told: 1 })
  // Below the limit nothing comes back as new.
  await goes(...ids.slice(6, 12))
  expect(await look(4)).toMatchObject({ looked: 1, told: 0 })
  await home.db.delete(savedSearches)
  expect(await save()).toBe('saved')
})

test('what is new in an answer', () => {
  const known = new Set(['b', 'c'])
  expect(newIn({ ids: ['b', 'c', 'd'], isCut: false }, known)).toBe(true)
  expect(newIn({ ids: ['b', 'c', 'd'], isCut: true }, known)).toBe(false)
  expect(newIn({ ids: ['a', 'b'], isCut: true }, known)).toBe(true)
  // All that was known is pushed out by newer ones, or nothing was known.
  expect(newIn({ ids: ['x', 'y'], isCut: true }, known)).toBe(true)
  expect(newIn({ ids: ['b'], isCut: false }, known)).toBe(false)
})
