import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { iscoGroups, municipalities } from '#db/schema/reference.ts'
import { copyRows } from '#db/seed/copy-rows.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** What Postgres refuses must end the seed with the reason: a COPY that aborts used to leave it waiting for good. */
let base: Awaited<ReturnType<typeof aDatabase>>
let home: Database
beforeAll(async () => {
  base = await aDatabase()
  home = openDatabase(base.url, { max: 2, statementTimeoutMs: 10_000 })
})
afterAll(async () => {
  await home.close()
  await base.close()
})

const regionOf = (regionCode: string | null, n: number) => ({ code: `x${n}`, name: 'x', province: null, regionCode })
const count = async () => (await home.sql`select count(*)::int as n from municipalities where name = 'x'`)[0]?.['n']

test('rows that only their end brings down, after the last was sent', async () => {
  const rows = [regionOf(null, 1), regionOf('nowhere', 2)]
  await expect(home.sql.begin((tx) => copyRows(tx, municipalities, rows))).rejects.toThrow(
    /rows of municipalities: .*foreign key.*nowhere/,
  )
  expect(await count()).toBe(0)
})

test('rows that go wrong long before the last', async () => {
  const rows = Array.from({ length: 30_000 }, (_, n) => ({
    code: n === 700 ? 'g1' : `g${n}`,
    labels: { nl: 'x'.repeat(90) },
  }))
  await expect(home.sql.begin((tx) => copyRows(tx, iscoGroups, rows))).rejects.toThrow(/isco_groups: duplicate key.*g1/)
})

test('and the connection is good for the next', async () => {
  const rows = [regionOf(null, 1), regionOf(null, 2)]
  expect(await home.sql.begin((tx) => copyRows(tx, municipalities, rows))).toBe(2)
  expect(await home.sql.begin((tx) => copyRows(tx, municipalities, []))).toBe(0)
  expect(await count()).toBe(2)
})
