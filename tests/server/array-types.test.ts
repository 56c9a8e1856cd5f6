import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

/** Sends a list as one parameter of this type and reads it again, beside drizzle's columns. */
const there = async (type: string, list: unknown[]) => {
  const [row] = await home.db.execute<{ list: unknown }>(sql`select ${sql.param(list)}::${sql.raw(type)} as list`)
  return row?.list
}

test('texts of every kind come back as they went', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
        { minLength: 0 },
      ),
      async (list) => {
        expect(await there('text[]', list)).toEqual(list)
      },
    ),
    { seed: 1, numRuns: 200, examples: [[['"', '\\', '{', '}', ',', '', ' ', "'", 'a"b\\c']], [[]]] },
  ))

test('numbers, ids, nothing', async () => {
  const id = crypto.randomUUID()
  expect(await there('int[]', [1, -2, 3])).toEqual([1, -2, 3])
  expect(await there('smallint[]', [7])).toEqual([7])
  expect(await there('float8[]', [1.5])).toEqual([1.5])
  expect(await there('uuid[]', [id])).toEqual([id])
  expect(
    await there('int[]', [
      [1, 2],
      [3, 4],
    ] as never),
  ).toEqual([
    [1, 2],
    [3, 4],
  ])
  expect(await there('text[]', ['a', null])).toEqual(['a', null])
})

test('a new connection asks nothing but what it was opened for', async () => {
  const { sql: one, close } = openDatabase(home.url, { max: 1, name: 'array-types' })
  const asked = await one<{ statement: string }[]>`select statement from pg_prepared_statements`
  expect(asked.map(({ statement }) => statement)).toEqual(['select statement from pg_prepared_statements'])
  await close()
})
