import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { migrate } from '#db/migrate.ts'
import { refuseUnbound, refuseUnboundOnceThere } from '#db/row-level/refuse-unbound.ts'
import { WEB, WORKERS } from '#db/row-level/roles.ts'
import { aNewcomer } from '#tests/make/rooms.ts'
import { aDatabase, serverUrl, TEMPLATE } from '#tests/setup/database.ts'
import { aWebLogin } from '#tests/setup/site.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let server: postgres.Sql
beforeAll(async () => {
  home = await aDatabase()
  server = postgres(serverUrl(), { max: 1, onnotice: () => {} })
})
afterAll(async () => {
  await server.end()
  await home.close()
})

const addressOf = (user: string, password: string, database: string): string => {
  const url = new URL(serverUrl(database))
  url.username = user
  url.password = password
  return url.href
}

test('a data migration of the owner touches the rows, though row level security is forced upon the owner', async () => {
  await aNewcomer(home.db)
  const owner = openDatabase(home.url, { max: 1 })
  const changed = await owner.sql`update newcomers set max_travel_minutes = 44 returning id`
  expect(changed).toHaveLength(1)
  await owner.close()
})

test('the workers see everybody, the web process nobody until it says for whom it asks', async () => {
  for (const [role, rows] of [
    [WORKERS, 1],
    [WEB, 0],
  ] as const) {
    const open = openDatabase(home.url, { max: 1, role })
    const [who] = await open.sql<{ who: string }[]>`select current_user as who`
    expect(who?.who).toBe(role)
    expect(await open.sql`select id from newcomers`).toHaveLength(rows)
    await expect(open.sql`create table mine (id int)`).rejects.toMatchObject({ code: '42501' })
    await open.close()
  }
})

test('an owner who may make no roles hears what an administrator has to run, and with that it goes', async () => {
  const [name, password] = [`plain_${randomUUID().slice(0, 8)}`, randomUUID()]
  await server.unsafe(`create role ${name} login password '${password}'`)
  const [version] = await server<{ own: boolean }[]>`select current_setting('server_version_num')::int >= 160000 as own`
  if (version?.own) await server.unsafe(`grant ${name} to current_user with set true`)
  else await server.unsafe(`grant ${name} to current_user`)
  await server.unsafe(`create database ${name} owner ${name}`)
  try {
    const url = addressOf(name, password, name)
    await expect(migrate(url)).rejects.toThrow(/grant instroom_web, instroom_worker to "plain_/)
    for (const role of [WEB, WORKERS]) await server.unsafe(`grant ${role} to ${name}`)
    await migrate(url)
    await migrate(url)
    const web = openDatabase(url, { max: 1, role: WEB })
    expect(await web.sql`select * from municipalities`).toHaveLength(0)
    await web.close()
  } finally {
    await server.unsafe(`drop database if exists ${name} with (force)`)
    await server.unsafe(`drop role if exists ${name}`)
  }
}, 60_000)

describe('for real people the site', () => {
  test('does not start with a login that owns the tables or may become who does; with one of its own it does', async () => {
    const owner = openDatabase(home.url, { max: 1, role: WEB })
    await expect(refuseUnbound(owner.sql, { login: false })).resolves.toBeUndefined()
    await expect(refuseUnbound(owner.sql, { login: true })).rejects.toThrow(
      /logs in to the database as .+one statement.+create role web login/,
    )
    await owner.close()

    const login = await aWebLogin(home.url)
    const web = openDatabase(login.url, { max: 1, role: WEB })
    await expect(refuseUnbound(web.sql, { login: true })).resolves.toBeUndefined()
    await web.sql`set role none`
    await expect(web.sql`select * from newcomers`).resolves.toHaveLength(0)
    const { username } = new URL(login.url)
    await server.unsafe(`alter role ${username} createrole`)
    await expect(refuseUnbound(web.sql, { login: true })).rejects.toThrow(`as ${username}`)
    await web.close()
    await login.drop()
  })

  test('is looked at as soon as the database is there, when it was away at the start', async () => {
    const name = `later_${randomUUID().slice(0, 8)}`
    const open = openDatabase(serverUrl(name), { max: 1 })
    const away: string[] = []
    let ended: unknown
    const looked = refuseUnboundOnceThere(open.sql, { login: true }, (code) => away.push(code)).catch((error) => {
      ended = error
    })
    try {
      while (away.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
      expect([away, ended]).toEqual([['3D000'], undefined])
      await server.unsafe(`create database ${name} template ${TEMPLATE} strategy file_copy`)
      await looked
      expect(ended).toMatchObject({ name: 'Unbound' })
      expect(away).toHaveLength(1)
    } finally {
      await open.close()
      await server.unsafe(`drop database if exists ${name} with (force)`)
    }
  }, 30_000)
})
