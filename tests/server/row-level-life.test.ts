import { count, eq, sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { boundDb, type Claims, elevated } from '#db/bound.ts'
import { type Database, openDatabase, type Tx } from '#db/client.ts'
import { WEB } from '#db/row-level/roles.ts'
import { newcomerIdentities, newcomers } from '#db/schema/newcomers.ts'
import { notices } from '#db/schema/notices.ts'
import { proposals } from '#db/schema/proposals.ts'
import { accountOfSession } from '#server/accounts/reads.ts'
import type { Actor } from '#server/platform/context.ts'
import { AMERSFOORT, UTRECHT } from '#tests/make/reference.ts'
import { aNewcomer, NOW } from '#tests/make/rooms.ts'
import { claimsOf } from '#tests/make/row-level.ts'
import { aWorld, type World } from '#tests/make/two-worlds.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let web: Database
let admin: postgres.Sql
let here: World
let there: World

beforeAll(async () => {
  home = await aDatabase()
  admin = postgres(home.url, { max: 1, onnotice: () => {} })
  const checks = await admin<{ name: string; relation: string }[]>`
    select conname as name, conrelid::regclass::text as relation from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace`
  for (const one of checks) await admin.unsafe(`alter table ${one.relation} drop constraint ${one.name}`)
  here = await aWorld(home.db, UTRECHT, '3511')
  there = await aWorld(home.db, AMERSFOORT, '3811')
  // One connection, so that whatever stayed behind on it would be found.
  web = openDatabase(home.url, { max: 1, role: WEB })
}, 60_000)
afterAll(async () => {
  await web.close()
  await admin.end()
  await home.close()
})

test('two thousand actors by turns on one connection: nobody reads for another', async () => {
  const people = await Promise.all(Array.from({ length: 20 }, () => aNewcomer(home.db)))
  let foreign = 0
  const asked = Array.from({ length: 2_000 }, async (_, turn) => {
    const me = people[turn % people.length]?.actor as Actor
    const db = boundDb(web.db, claimsOf(me))
    const look = async (on: Pick<typeof db, 'select'>) => {
      const rows = await on.select({ id: newcomers.id }).from(newcomers)
      if (rows.length !== 1 || rows[0]?.id !== me.newcomerId) foreign += 1
    }
    if (turn % 3 === 0) await look(db)
    else
      await db.transaction(async (tx) => {
        await look(tx)
        if (turn % 11 === 0)
          await tx
            .transaction(async (inner) => {
              await look(elevated(inner, 'say-who'))
              await inner.execute(sql`select set_config('app.newcomer', ${people[0]?.newcomerId}, true)`)
              throw new Error('a savepoint goes back, and who was set in it')
            })
            .catch(() => {})
        await look(tx)
        if (turn % 7 === 0) throw new Error('rolled back')
      })
  })
  const ended = await Promise.allSettled(asked)
  expect(ended.filter((one) => one.status === 'rejected').length).toBeLessThan(300)
  expect(foreign).toBe(0)
  expect(await web.db.select().from(newcomers)).toEqual([])
  const [left] = await web.sql<{ left: string }[]>`select concat(${sql.raw('') as never}) as left`.catch(() => [
    { left: '' },
  ])
  expect(left?.left).toBe('')
}, 60_000)

test('an elevation ends with its statement, also between others that run at the same moment, and within a savepoint', async () => {
  const db = boundDb(web.db, claimsOf(here.actors.coach))
  const all = Number((await home.db.select({ all: count() }).from(newcomers))[0]?.all)
  const seen = async (on: Pick<typeof db, 'select'>) =>
    Number((await on.select({ all: count() }).from(newcomers))[0]?.all)
  const own = await seen(db)
  expect(own).toBeLessThan(all)
  await db
    .transaction(async (tx) => {
      const wider = elevated(tx, 'count-people')
      const counted = await Promise.all([seen(tx), seen(wider), seen(tx), seen(elevated(wider, 'say-who')), seen(tx)])
      expect(counted).toEqual([own, all, own, all, own])
      await wider.transaction(async (inner) => {
        expect([await seen(inner), await seen(elevated(inner, 'say-who')), await seen(inner)]).toEqual([all, all, all])
      })
      await wider.transaction(() => Promise.reject(new Error('back'))).catch(() => {})
      expect(await seen(tx)).toBe(own)
    })
    .catch((error: Error) => {
      // A savepoint that throws ends a transaction of postgres.js only when nobody caught it.
      if (error.message !== 'back') throw error
    })
  expect(await seen(elevated(db, 'count-people'))).toBe(all)
  expect(await seen(db)).toBe(own)
  // It reads, and changes nothing.
  const changed = await elevated(db, 'count-people')
    .update(newcomers)
    .set({ maxTravelMinutes: 1 })
    .returning({ id: newcomers.id })
  expect(changed).toHaveLength(own)
})

test('a page of the built site raises what the process bound: they are two bundles with two copies of the module', async () => {
  vi.resetModules()
  const copy: typeof import('#db/bound.ts') = await import('#db/bound.ts')
  expect(copy.elevated).not.toBe(elevated)
  const db = boundDb(web.db, claimsOf(here.actors.coach))
  const seen = async (on: Pick<typeof db, 'select'>) => (await on.select({ id: newcomers.id }).from(newcomers)).length
  const own = await seen(db)
  expect(await seen(copy.elevated(db, 'count-people'))).toBeGreaterThan(own)
  expect(await db.transaction((tx) => seen(copy.elevated(tx, 'count-people')))).toBeGreaterThan(own)
  expect(copy.baseOf(db)).toBe(web.db)
})

test('a transaction whose backend died answers nobody: not for another actor, and not for its own', async () => {
  const gate = () => {
    let open = () => {}
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    return { opened, open }
  }
  const [started, goOn] = [gate(), gate()]
  const told: string[] = []
  let pid = 0
  const first = boundDb(web.db, claimsOf(here.actors.newcomer)).transaction(async (tx: Tx) => {
    pid = Number((await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`))[0]?.pid)
    started.open()
    await goOn.opened
    await tx
      .select()
      .from(notices)
      .then(
        (rows) => told.push(`late query: ${rows.length}`),
        () => told.push('late query refused'),
      )
  })
  first.then(
    () => told.push('kept'),
    () => told.push('lost'),
  )
  await started.opened
  await admin`select pg_terminate_backend(${pid})`
  await new Promise((resolve) => setTimeout(resolve, 200))
  const second = boundDb(web.db, claimsOf(there.actors.newcomer)).transaction(async (tx) => {
    goOn.open()
    await new Promise((resolve) => setTimeout(resolve, 200))
    return tx.select({ accountId: notices.accountId }).from(notices)
  })
  expect((await second).map((row) => row.accountId)).toEqual([there.actors.newcomer.accountId])
  expect(told).toEqual(['lost', 'late query refused'])
})

describe('one name and one session', () => {
  test('a name is for the own coach, the person, and an employer while a yes stands', async () => {
    const names = async (claims: Claims) =>
      (await boundDb(web.db, claims).select({ id: newcomerIdentities.newcomerId }).from(newcomerIdentities)).map(
        (row) => row.id,
      )
    const { newcomer, coach, employer, municipality, officer } = here.actors
    for (const actor of [newcomer, coach, employer]) expect(await names(claimsOf(actor))).toEqual([newcomer.newcomerId])
    for (const actor of [municipality, officer]) expect(await names(claimsOf(actor))).toEqual([])
    await home.db.execute(
      sql`update consents set withdrawn_at = ${NOW.toISOString()} where newcomer_id = ${newcomer.newcomerId}`,
    )
    expect(await names(claimsOf(employer))).toEqual([])
    await home.db.execute(sql`update consents set withdrawn_at = null where newcomer_id = ${newcomer.newcomerId}`)
    await home.db.update(proposals).set({ state: 'consented' }).where(eq(proposals.id, here.proposalId))
    expect(await names(claimsOf(employer))).toHaveLength(1)
    // After its last day a yes shows nobody, on the Dutch day.
    expect(await names({ ...claimsOf(employer), now: new Date('2026-12-23T22:59:00Z') })).toHaveLength(1)
    expect(await names({ ...claimsOf(employer), now: new Date('2026-12-23T23:01:00Z') })).toEqual([])
  })

  test('a session is found at the door alone', async () => {
    const token = 'a'.repeat(43)
    expect(
      await accountOfSession(
        boundDb(web.db, { ...claimsOf(here.actors.coach), role: 'anyone', accountId: null }),
        token,
        NOW,
      ),
    ).toBeNull()
    const left = await boundDb(web.db, claimsOf(here.actors.coach)).execute<{ all: number }>(
      sql`select count(*)::int as all from sessions`,
    )
    // The own one, and that of the newcomer whose card the coach may end.
    expect(left[0]?.all).toBe(2)
  })
})
