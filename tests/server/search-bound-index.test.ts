import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newcomerSearch } from '#db/schema/search.ts'
import { sqlFilterOf } from '#server/search/filter-sql.ts'
import { scopeOf } from '#server/search/rules-encode.ts'
import { UTRECHT } from '#tests/make/reference.ts'
import { anAccount, ctxOf } from '#tests/make/rooms.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

/** Row level security lets a condition into an index only when it is leakproof: for a coach every search is a walk through all profiles otherwise. */
let home: Home
beforeAll(async () => {
  home = await ownDatabase()
})
afterAll(() => home.close())

test('a coach who searches on Postgres reads the own municipality by its index', async () => {
  const coach = await anAccount(home.db, { role: 'coach' })
  const asked = sqlFilterOf('newcomers', { is: 'scope', value: scopeOf.municipality(UTRECHT) })
  const plan = await ctxOf(home.db, coach).db.transaction(async (tx) => {
    // So few rows are read whole: with that off, what is left is whether it could be otherwise.
    await tx.execute(sql`set local enable_seqscan = off`)
    return tx.execute(sql`explain select ${newcomerSearch.newcomerId} from ${newcomerSearch} where ${asked}`)
  })
  expect(JSON.stringify(plan)).toContain('newcomer_search_municipality')
})
