import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase, type Tx } from '#db/client.ts'
import { aDatabase } from '#tests/setup/database.ts'

/**
 * The reproduction of porsager/postgres #1216 as a permanent test: a backend dies inside transaction A, B begins on the replacement
 * connection, and A goes on. Without the fence A's late query and its COMMIT run inside B.
 */
let home: Awaited<ReturnType<typeof aDatabase>>
let admin: postgres.Sql
let one: Database

beforeAll(async () => {
  home = await aDatabase()
  admin = postgres(home.url, { max: 1, onnotice: () => {} })
  await admin`create table fence_rows (id int, who text)`
  one = openDatabase(home.url, { max: 1 })
})
beforeEach(async () => {
  await admin`truncate fence_rows`
})
afterAll(async () => {
  await one.close()
  await admin.end()
  await home.close()
})

const soon = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const put = (tx: Pick<Tx, 'execute'>, id: number, who: string) =>
  tx.execute(sql`insert into fence_rows values (${id}, ${who})`)
const rows = async () => (await admin`select who from fence_rows order by id`).map((row) => row['who'])
const pidOf = async (tx: Pick<Tx, 'execute'>): Promise<number> =>
  Number((await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`))[0]?.pid)

/** A gate that a test opens. */
function gate(): { opened: Promise<void>; open(): void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = () => resolve()
  })
  return { opened, open: () => open() }
}

/**
 * @param late what A does after its backend died
 * @param nested whether A works inside a savepoint, as a command inside `once` does
 */
async function deadBackend(late: (tx: Tx) => Promise<unknown>, nested: boolean): Promise<string[]> {
  const told: string[] = []
  const goOn = gate()
  const finish = gate()
  let pid = 0
  const started = gate()
  const work = async (tx: Tx) => {
    await put(tx, 1, 'A before')
    pid = await pidOf(tx)
    started.open()
    await goOn.opened
    try {
      await late(tx)
      told.push('late query ran')
    } catch {
      told.push('late query refused')
    }
  }
  const first = one.db.transaction((tx) => (nested ? tx.transaction((inner) => work(inner)) : work(tx)))
  first.then(
    () => told.push('A kept'),
    () => told.push('A lost'),
  )
  await started.opened
  await admin`select pg_terminate_backend(${pid})`
  await soon(200)
  const second = one.db.transaction(async (tx) => {
    await put(tx, 3, 'B first')
    await finish.opened
    await put(tx, 4, 'B second')
    throw new Error('B rolls back')
  })
  second.then(
    () => told.push('B kept'),
    () => told.push('B rolled back'),
  )
  await soon(200)
  goOn.open()
  await soon(200)
  finish.open()
  await Promise.allSettled([second])
  await soon(100)
  return told
}

test('a dead transaction reaches neither the rows nor the COMMIT of the next one', async () => {
  const told = await deadBackend((tx) => put(tx, 2, 'A after'), false)
  expect(await rows()).toEqual([])
  expect(told).toEqual(['A lost', 'late query refused', 'B rolled back'])
})

test('the same inside a savepoint', async () => {
  const told = await deadBackend((tx) => put(tx, 2, 'A after'), true)
  expect(await rows()).toEqual([])
  expect(told).toEqual(['A lost', 'late query refused', 'B rolled back'])
})

test('a dead transaction that opens a savepoint late is refused', async () => {
  const told = await deadBackend((tx) => tx.transaction((inner) => put(inner, 2, 'A after')), false)
  expect(await rows()).toEqual([])
  expect(told).toEqual(['A lost', 'late query refused', 'B rolled back'])
})

test('a dead transaction that swallows the refusal and returns does not commit the next one', async () => {
  await deadBackend(async () => {}, false)
  expect(await rows()).toEqual([])
})

test('reserve() is not offered: it is not fenced', () => {
  expect(() => one.sql.reserve()).toThrow('not fenced')
})

test('a hundred transactions started at once on one connection all end, none outside a transaction', async () => {
  const ended = await Promise.allSettled(
    Array.from({ length: 120 }, (_, n) =>
      one.db.transaction(async (tx) => {
        await put(tx, n, 'kept or not')
        if (n % 3 === 0) throw new Error('rolled back')
      }),
    ),
  )
  expect(ended.filter((end) => end.status === 'fulfilled')).toHaveLength(80)
  expect(await rows()).toHaveLength(80)
})
