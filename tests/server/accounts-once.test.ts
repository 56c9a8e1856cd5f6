import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { submissions } from '#db/schema/accounts.ts'
import { once } from '#server/accounts/once.ts'
import { type Ctx, WORKER } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
const actorOf = (accountId: string): Ctx['actor'] => ({
  role: 'coach',
  accountId,
  newcomerId: null,
  employerId: null,
  municipalityCode: 'GM0344',
})
let ctx: Ctx

beforeAll(async () => {
  home = await aDatabase()
  await home.db.execute(sql`create table once_effects (id serial, what text)`)
})
afterAll(() => home.close())
beforeEach(async () => {
  await home.db.delete(submissions)
  await home.db.execute(sql`truncate once_effects`)
  ctx = { db: home.db, actor: actorOf(crypto.randomUUID()), now: new Date() }
})

const effects = async () => (await home.db.execute(sql`select id from once_effects`)).length
/** A command as all are: its own transaction, which becomes a savepoint inside `once`. */
const command = (inside: Ctx, what = 'x') =>
  inside.db.transaction(async (tx) => {
    await tx.execute(sql`insert into once_effects (what) values (${what})`)
    await tx.execute(sql`select pg_sleep(0.02)`)
    return crypto.randomUUID()
  })
const aForm = () => ({
  key: crypto.randomUUID() as string,
  route: '/coach/voorstellen',
  body: { a: '1', b: '2' } as Record<string, string>,
})
const send = (form: ReturnType<typeof aForm>, by = ctx) =>
  once(by, form, async (inside) => ({ answer: { id: await command(inside) } }))

test('20 identical posts at once: one effect, one answer', async () => {
  const form = aForm()
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(form)))
  expect(await effects()).toBe(1)
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
})

test('fields in another order are the same body', async () => {
  const form = aForm()
  const first = await send(form)
  expect(await send({ ...form, body: { b: '2', a: '1' } })).toEqual(first)
})

test('the same key with another body or on another page is refused', async () => {
  const form = aForm()
  await send(form)
  await expect(send({ ...form, body: { a: '1', b: '3' } })).rejects.toMatchObject({ code: 'key-reused' })
  await expect(send({ ...form, route: '/coach/plaatsingen' })).rejects.toMatchObject({ code: 'key-reused' })
  expect(await effects()).toBe(1)
})

test('another person with the same key has an effect of their own', async () => {
  const form = aForm()
  await send(form)
  await send(form, { ...ctx, actor: actorOf(crypto.randomUUID()) })
  expect(await effects()).toBe(2)
})

test('a refused command leaves nothing, so the same form can be sent again', async () => {
  const form = aForm()
  const failed = once(ctx, form, async (inside) => {
    await command(inside)
    throw new Refusal('stale')
  })
  await expect(failed).rejects.toMatchObject({ code: 'stale' })
  expect(await effects()).toBe(0)
  await send(form)
  expect(await effects()).toBe(1)
})

test('a verdict keeps what the command wrote and not the key: the mended form has the same key', async () => {
  const form = aForm()
  const first = await once(ctx, form, async (inside) => {
    await command(inside, 'the verdict')
    return { again: { outcome: 'block' } }
  })
  expect(first).toEqual({ again: { outcome: 'block' } })
  await send({ ...form, body: { a: 'mended' } })
  expect(await effects()).toBe(2)
})

test('a post whose twin failed runs itself', async () => {
  const form = aForm()
  let tries = 0
  const attempt = () =>
    once(ctx, form, async (inside) => {
      tries += 1
      const mine = tries
      const id = await command(inside)
      if (mine === 1) throw new Refusal('stale')
      return { answer: { id } }
    })
  const ends = await Promise.allSettled([attempt(), attempt(), attempt()])
  expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(2)
  expect(await effects()).toBe(1)
})

test('only a person signed in has keys, and only uuids are keys', async () => {
  await expect(send(aForm(), { ...ctx, actor: WORKER })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(send({ ...aForm(), key: "'; drop" })).rejects.toMatchObject({ code: 'key-reused' })
})
