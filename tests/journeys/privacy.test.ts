import { eq, sql } from 'drizzle-orm'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wordsFor } from '#app/ui/words/words.tsx'
import { accounts } from '#db/schema/accounts.ts'
import { newcomerEducations, newcomerIdentities } from '#db/schema/newcomers.ts'
import { deadJobs, outboxEvents } from '#db/schema/outbox.ts'
import { WORKER } from '#server/platform/context.ts'
import { eraseNewcomer } from '#server/privacy/erase-newcomer.ts'
import { stateOf } from '#tests/make/proposals.ts'
import { anAccount } from '#tests/make/rooms.ts'
import { aBrowser } from '#tests/setup/chromium.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { aRedisPrefix, redisUrl } from '#tests/setup/redis.ts'
import { aSite } from '#tests/setup/site.ts'
import { aCountry, allArePersonas, aPerson, aWaitingProposal, CANARY, canariesIn } from './cast.ts'
import { aDesk, type Desk, fillIn, press, t, textOf, until } from './desk.ts'
import { aMailbox } from './mailbox.ts'
import { queueTables } from './proof.ts'
import { watchRedis } from './watch-redis.ts'

/**
 * A name, a number and an address go through every door at which software likes to write them down: searches, mistakes in forms, mail that
 * is turned away, jobs that fail, signing in. Logs, queue and events must not know them afterwards; and once the person had everything erased,
 * nothing knows them a minute later: no table, no queue, no page.
 */
const BACKENDS = [
  { queue: 'Redis', url: redisUrl, runs: redisUrl !== undefined },
  { queue: 'Postgres', url: undefined, runs: true },
]

describe.each(BACKENDS)('what is written down beside the tables, queue on $queue', ({ url, runs }) => {
  let database: Awaited<ReturnType<typeof aDatabase>>
  let site: Awaited<ReturnType<typeof aSite>>
  let redis: Awaited<ReturnType<typeof watchRedis>> | null = null
  let mailbox: Awaited<ReturnType<typeof aMailbox>>
  let browser: Browser
  let coach: Desk
  let waiting: Awaited<ReturnType<typeof aWaitingProposal>>
  let employer: string

  beforeAll(async () => {
    if (!runs) return
    database = await aDatabase()
    const { db } = database
    await aCountry(db)
    const coachActor = await anAccount(db, { role: 'coach', email: 'coach@instroom.example' })
    const newcomer = await aPerson(db, {
      identity: CANARY,
      coach: coachActor,
      needsAtWork: `${CANARY.familyName} wil rustig beginnen`,
    })
    await db
      .insert(newcomerEducations)
      .values({ newcomerId: newcomer.newcomerId, level: 'vocational', field: `${CANARY.familyName} kunde` })
    waiting = await aWaitingProposal(db, { newcomer })
    await db
      .update(accounts)
      .set({ displayName: `${CANARY.givenName} ${CANARY.familyName}`, email: CANARY.email, language: 'en' })
      .where(eq(accounts.id, waiting.newcomer))
    await db.update(accounts).set({ email: 'bakker@instroom.example' }).where(eq(accounts.role, 'employer'))
    const [bakery] = await db.select().from(accounts).where(eq(accounts.role, 'employer'))
    employer = bakery?.id ?? ''
    await allArePersonas(db)
    mailbox = await aMailbox()
    mailbox.refuse.add(CANARY.email)
    if (url) redis = await watchRedis(url)
    site = await aSite({
      databaseUrl: database.url,
      redisUrl: url,
      queuePrefix: url ? aRedisPrefix() : undefined,
      env: { SWEEP_MS: '1000', SMTP_URL: mailbox.url },
    })
    browser = await aBrowser()
    coach = await aDesk(browser, site.origin, waiting.coach)
  })
  afterAll(async () => {
    await coach?.close()
    await browser?.close()
    await site?.stop()
    await mailbox?.close()
    redis?.close()
    await database?.close()
  })

  test.skipIf(!runs)('a coach searches a name, and makes mistakes in a form with it', async () => {
    const { page, go } = coach
    await go(`/coach/deelnemers?q=${CANARY.givenName}`)
    expect(await textOf(page)).toContain(CANARY.givenName)
    await go('/coach/deelnemers/nieuw')
    await fillIn(page, { ...CANARY, email: `${CANARY.givenName}@`, phone: 'geen' })
    await press(page, t('coach.create.submit'))
    await page.locator('.in-errors').waitFor()
    await fillIn(page, { email: CANARY.email, phone: CANARY.phone })
    await press(page, t('coach.create.submit'))
    await page.waitForURL(/gedaan=created/)
    // Addresses that do not exist, and one that no page made.
    await page.goto(`${site.origin}/coach/deelnemers/nergens?naam=${CANARY.familyName}`)
    await page.goto(`${site.origin}/nl/plekken?q=${CANARY.email}`)
    await page.goto(`${site.origin}/nl/plekken?q=${CANARY.email}&q=%00`)
  })

  test.skipIf(!runs)('a mail to the newcomer is turned away, with the address in the answer', async () => {
    const { page, go } = coach
    await go(`/coach/voorstellen/${waiting.proposalId}`)
    await press(page, t('coach.inbox.shortlist'))
    await page.waitForURL(/gedaan=shortlist/)
    expect(await stateOf(database.db, waiting.proposalId)).toBe('shortlisted')
    await until('the mail server to turn the mail away', async () => mailbox.refusals() > 1)
    await until('the workers to write that it failed', async () => /workers \|.*send-mail/.test(site.logs()))
    // The job waits for its next try, with the reason of this one.
    if (!redis) expect(canariesIn(await queueTables(database.db))).toEqual([])
  })

  test.skipIf(!runs)('an employer sees a card, and nobody', async () => {
    const bakery = await aDesk(browser, site.origin, employer)
    const pages = await pagesOf(bakery, waiting)
    expect(pages.join()).toContain('Kandidaat')
    expect(canariesIn(pages.join())).toEqual([])
    told('before a yes', { employerPages: pages.length, canaries: 0 })
    await bakery.close()
  })

  test.skipIf(!runs)('the newcomer signs in with a mailed code and says yes', async () => {
    const { t: say } = wordsFor('en')
    const visitor = await aDesk(browser, site.origin, null, { javaScriptEnabled: false })
    const { page } = visitor
    const ask = async (email: string) => {
      await visitor.go('/inloggen?naar=/en/mijn-reis')
      await page.locator('[name="email"]').fill(email)
      await page.locator('form:has([name="email"]) button').click()
    }
    await ask(`${CANARY.givenName}@@`)
    await page.locator('.in-errors').waitFor()
    mailbox.refuse.clear()
    await ask(CANARY.email)
    // Six digits that stand alone: the ids in the links of other mails hold six digits too.
    const codes = () =>
      mailbox.received
        .filter(({ to }) => to === CANARY.email)
        .flatMap(({ text }) => /(?<![\w/-])(\d{6})(?![\w-])/.exec(text)?.[1] ?? [])
    await until('the mail with the code', async () => codes().length > 0)
    await page.locator('[name="code"]').fill('000000')
    await page.locator('form:has([name="code"]) button').click()
    await page.locator('.in-errors').waitFor()
    await page.locator('[name="code"]').fill(codes().at(-1) ?? '')
    await page.locator('form:has([name="code"]) button').click()
    await page.waitForURL(/\/en\/mijn-reis/)
    await visitor.go(`/en/mijn-reis/voorstel/${waiting.proposalId}`)
    await page.locator('input[name="choice"][value="yes"]').check()
    await fillIn(page, { fields: ['family-name', 'phone', 'email'] })
    await press(page, say('newcomer.proposal.send'))
    await page.waitForURL(/gedaan=yes/)
    await visitor.close()
    const told = (address: string) => mailbox.received.some(({ to }) => to === address)
    await until(
      'the mails to employer and coach',
      async () => told('bakker@instroom.example') && told('coach@instroom.example'),
    )
  })

  test.skipIf(!runs)('mail to others, logs, events, dead jobs and the queue know nobody', async () => {
    const others = mailbox.received.filter(({ to }) => to !== CANARY.email)
    expect(canariesIn(JSON.stringify(others))).toEqual([])
    const { db } = database
    expect(canariesIn(JSON.stringify(await db.select().from(outboxEvents)))).toEqual([])
    expect(canariesIn(JSON.stringify(await db.select().from(deadJobs)))).toEqual([])
    expect(canariesIn(site.logs())).toEqual([])
    expect(site.logs()).toContain('/coach/deelnemers')
    if (redis) {
      expect(redis.said()).toContain('send-mail')
      expect(canariesIn(redis.said())).toEqual([])
      expect(canariesIn(await redis.kept())).toEqual([])
    } else expect(canariesIn(await queueTables(db))).toEqual([])
    told('after the journey', {
      mailsToOthers: others.length,
      events: (await db.select().from(outboxEvents)).length,
      logBytes: site.logs().length,
      canaries: 0,
    })
  })

  test.skipIf(!runs)('within a minute of an erasure nothing knows the person', async () => {
    const { db } = database
    const bakery = await aDesk(browser, site.origin, employer)
    // They are there to be found: a search that finds nothing now would find nothing later either.
    expect(canariesIn((await pagesOf(bakery, waiting)).join())).not.toEqual([])
    expect(canariesIn((await everyRow(db)).join())).toHaveLength(4)

    const person = await aDesk(browser, site.origin, waiting.newcomer)
    await person.go('/en/mijn-gegevens/wissen')
    const { t: say } = wordsFor('en')
    const asked = Date.now()
    await person.page.getByRole('button', { name: say('rights.erase.confirm') }).click()
    await person.page.waitForURL(/\/en\/gewist/)
    await person.page.goto(`${site.origin}/en/mijn-gegevens`)
    expect(person.page.url()).toContain('/inloggen')
    await person.close()
    // The one that the coach made with the same name has no way to sign in: an operator erases it.
    for (const { newcomerId } of await db.select().from(newcomerIdentities))
      await eraseNewcomer({ db, actor: WORKER, now: new Date() }, newcomerId, 'asked', { dry: false })

    let left: string[] = ['not looked yet']
    const searched = { rows: 0, pages: 0, queueBytes: 0 }
    await until('nothing to know the person', async () => {
      const rows = await everyRow(db)
      const kept = redis ? await redis.kept() : await queueTables(db)
      const pages = [...(await pagesOf(bakery, waiting)), ...(await coachPages(coach, waiting))]
      left = canariesIn([...rows, kept, ...pages].join())
      Object.assign(searched, { rows: rows.length, pages: pages.length, queueBytes: kept.length })
      return left.length === 0
    })
    const seconds = (Date.now() - asked) / 1000
    expect(left).toEqual([])
    expect(seconds).toBeLessThan(60)
    expect(canariesIn(site.logs())).toEqual([])
    if (redis) expect(canariesIn(redis.said())).toEqual([])
    told('after the erasure', { ...searched, seconds: Math.round(seconds * 10) / 10, canaries: left.length })
    await bakery.close()
  })
})

const told = (moment: string, counts: Record<string, number>): void =>
  console.log(`privacy drill, ${moment}: ${JSON.stringify(counts)}`)

type Waiting = { positionId: string; proposalId: string }
const visit = async (desk: Desk, paths: string[]): Promise<string[]> => {
  const pages: string[] = []
  for (const path of paths) {
    await desk.page.goto(`${desk.origin}${path}`)
    pages.push(await desk.page.content())
  }
  return pages
}

/** Every page on which an employer could meet a candidate, with the address bar's own data. */
const pagesOf = (desk: Desk, { positionId, proposalId }: Waiting): Promise<string[]> =>
  visit(desk, [
    '/werkgever',
    `/werkgever/plekken/${positionId}`,
    `/werkgever/plekken/${positionId}/kandidaten`,
    `/werkgever/kandidaten/${proposalId}`,
    '/werkgever/dossier',
  ])

const coachPages = (desk: Desk, { proposalId }: Waiting): Promise<string[]> =>
  visit(desk, [
    '/coach',
    '/coach/deelnemers',
    '/coach/voorstellen',
    `/coach/voorstellen/${proposalId}`,
    '/coach/plaatsingen',
  ])

/** Every row of every table of every schema of ours, as text. */
async function everyRow(db: Awaited<ReturnType<typeof aDatabase>>['db']): Promise<string[]> {
  const tables = await db.execute<{ space: string; name: string }>(
    sql`select table_schema as space, table_name as name from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  )
  const rows: string[] = []
  for (const { space, name } of tables)
    for (const { row } of await db.execute<{ row: string }>(
      sql`select to_jsonb(t)::text as row from ${sql.identifier(space)}.${sql.identifier(name)} t`,
    ))
      rows.push(row)
  return rows
}
