import { eq } from 'drizzle-orm'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wordsFor } from '#app/ui/words/words.tsx'
import { newcomerIdentities } from '#db/schema/newcomers.ts'
import { deadJobs, outboxEvents } from '#db/schema/outbox.ts'
import { positions } from '#db/schema/positions.ts'
import { CARD_REASONS } from '#db/values/cards.ts'
import { WORKER } from '#server/platform/context.ts'
import { eraseNewcomer } from '#server/privacy/erase-newcomer.ts'
import { ledgerOf } from '#server/privacy/replay-erasures.ts'
import { showHeldCard } from '#server/proposals/show-held-card.ts'
import { stateOf } from '#tests/make/proposals.ts'
import type { anAccount } from '#tests/make/rooms.ts'
import { aBrowser } from '#tests/setup/chromium.ts'
import { aDatabase, serverUrl } from '#tests/setup/database.ts'
import { anIndexPrefix, forgetPrefix, meilisearch } from '#tests/setup/meilisearch.ts'
import { aRedisPrefix, redisUrl } from '#tests/setup/redis.ts'
import { aSite } from '#tests/setup/site.ts'
import { aCountry, type aWaitingProposal, CANARY, canariesIn } from './cast.ts'
import { aDesk, type Desk, fillIn, press, t, textOf, until } from './desk.ts'
import { aMailbox } from './mailbox.ts'
import { aPrivacyCast, coachPages, NEWCOMER, pagesOf, restored, searchDocuments, told } from './privacy-cast.ts'
import { queueTables } from './proof.ts'
import { anyMarks, marksIn, newcomerMarks, OTHERS, OWN_WORDS, tablesWith, textDump } from './text-dump.ts'
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

/** Of this process and of those of the site: the ledger of erasures is kept under a digest with it. */
const AUDIT_KEYS = 'the audit key of the privacy drill is long enough'
process.env['AUDIT_KEYS'] = AUDIT_KEYS

describe.each(BACKENDS)('what is written down beside the tables, queue on $queue', ({ url, runs }) => {
  let database: Awaited<ReturnType<typeof aDatabase>>
  let site: Awaited<ReturnType<typeof aSite>>
  let redis: Awaited<ReturnType<typeof watchRedis>> | null = null
  let mailbox: Awaited<ReturnType<typeof aMailbox>>
  let browser: Browser
  let coach: Desk
  let waiting: Awaited<ReturnType<typeof aWaitingProposal>>
  let employer: string
  let coachActor: Awaited<ReturnType<typeof anAccount>>
  const prefix = anIndexPrefix()
  /** The whole database as text, past every right. */
  const dump = () => textDump(serverUrl(new URL(database.url).pathname.slice(1)))

  beforeAll(async () => {
    if (!runs) return
    database = await aDatabase()
    const { db } = database
    await aCountry(db)
    ;({ waiting, employer, coachActor } = await aPrivacyCast(db))
    mailbox = await aMailbox()
    mailbox.refuse.add(CANARY.email)
    if (url) redis = await watchRedis(url)
    site = await aSite({
      databaseUrl: database.url,
      redisUrl: url,
      queuePrefix: url ? aRedisPrefix() : undefined,
      env: { SWEEP_MS: '1000', SMTP_URL: mailbox.url, AUDIT_KEYS },
      ...(meilisearch && { meili: { ...meilisearch, prefix } }),
    })
    browser = await aBrowser()
    coach = await aDesk(browser, site.origin, waiting.coach)
  })
  afterAll(async () => {
    await coach?.close()
    await browser?.close()
    await site?.stop()
    await forgetPrefix(prefix)
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

  test.skipIf(!runs)('somebody without an account reports the workplace, after a mistake in the form', async () => {
    const [position] = await database.db.select().from(positions).where(eq(positions.id, waiting.positionId))
    const visitor = await aDesk(browser, site.origin, null)
    await visitor.go(`/nl/melden?vestiging=${position?.establishmentId}`)
    await fillIn(visitor.page, { body: OTHERS.report, contact: OTHERS.reporter })
    await press(visitor.page, t('report.send'))
    await visitor.page.locator('.in-errors').waitFor()
    await fillIn(visitor.page, { concern: 'no-guidance', reporterRole: 'worker' })
    await press(visitor.page, t('report.send'))
    await visitor.page.getByText(t('report.thanksTitle')).waitFor()
    await visitor.close()
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
    // So few people look alike here that the card is held back; the coach says that it may be shown.
    const asked = { proposalId: waiting.proposalId, reason: CARD_REASONS[0] }
    await showHeldCard({ db: database.db, actor: coachActor, now: new Date() }, asked)
    const pages = await pagesOf(bakery, waiting)
    expect(pages.filter((page) => page.includes('Kandidaat')).length).toBeGreaterThan(0)
    expect(newcomerMarks(pages.join())).toEqual([])
    expect(marksIn(pages.join(), [OTHERS.coachMail, OTHERS.report, OTHERS.reporter])).toEqual([])
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
    await until('the mails to employer and coach', async () => told(OTHERS.employerMail) && told(OTHERS.coachMail))
  })

  test.skipIf(!runs)('mail to others, logs, events, dead jobs and the queue know nobody', async () => {
    const others = mailbox.received.filter(({ to }) => to !== CANARY.email)
    // The address that a mail goes to stands in its head; nothing else of anybody does.
    const said = others.map(({ to, text }) => text.replaceAll(to, ''))
    expect(newcomerMarks(said.join())).toEqual([])
    expect(marksIn(said.join(), [OTHERS.report, OTHERS.reporter, OTHERS.coachMail, OTHERS.employerMail])).toEqual([])
    const own = mailbox.received.filter(({ to }) => to === CANARY.email).map(({ to, text }) => text.replaceAll(to, ''))
    expect(marksIn(own.join(), Object.values({ ...OWN_WORDS, ...OTHERS }))).toEqual([])
    const { db } = database
    expect(anyMarks(JSON.stringify(await db.select().from(outboxEvents)))).toEqual([])
    expect(anyMarks(JSON.stringify(await db.select().from(deadJobs)))).toEqual([])
    expect(anyMarks(site.logs())).toEqual([])
    expect(site.logs()).toContain('/coach/deelnemers')
    if (redis) {
      expect(redis.said()).toContain('send-mail')
      expect(anyMarks(redis.said())).toEqual([])
      expect(anyMarks(await redis.kept())).toEqual([])
    } else expect(anyMarks(await queueTables(db))).toEqual([])
    told('after the journey', {
      mailsToOthers: others.length,
      events: (await db.select().from(outboxEvents)).length,
      logBytes: site.logs().length,
      canaries: 0,
    })
  })

  test.skipIf(!runs)(
    'the tables know names where names belong, and nobody can be reached with what stands in them',
    async () => {
      const rows = await dump()
      const { email, phone } = CANARY
      const sealed = [
        email,
        phone.slice(1),
        OWN_WORDS.needs,
        OWN_WORDS.note,
        OTHERS.coachMail,
        OTHERS.employerMail,
        OTHERS.reporter,
      ]
      expect(tablesWith(rows, sealed)).toEqual({})
      const named = Object.keys(tablesWith(rows, ['quellara', 'vanzithe', ...Object.values(OWN_WORDS)]))
      const allowed = ['accounts', 'newcomer_educations', 'newcomer_identities', 'placements']
      expect(named.filter((table) => !allowed.includes(table))).toEqual([])
      expect(named).toContain('newcomer_identities')
      const others = Object.keys(tablesWith(rows, Object.values(OTHERS)))
      expect(others.filter((table) => !['accounts', 'positions', 'public_reports'].includes(table))).toEqual([])
      told('in the tables', {
        tables: new Set(rows.map(({ table }) => table)).size,
        rows: rows.length,
        sealed: sealed.length,
      })
    },
  )

  test.skipIf(!runs || !meilisearch)('the search engine knows nobody (needs a Meilisearch)', async () => {
    const documents = await searchDocuments(prefix)
    expect(documents).not.toBe('')
    expect(anyMarks(documents)).toEqual([])
    told('in the search engine', { bytes: documents.length, canaries: 0 })
  })

  test.skipIf(!runs)('within a minute of an erasure nothing knows the person', async () => {
    const { db } = database
    const bakery = await aDesk(browser, site.origin, employer)
    // They are there to be found: a search that finds nothing now would find nothing later either.
    expect(canariesIn((await pagesOf(bakery, waiting)).join())).not.toEqual([])
    const backup = await dump()
    expect(Object.keys(tablesWith(backup, NEWCOMER))).toContain('newcomer_identities')

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
      const rows = (await dump()).map(({ row }) => row)
      const kept = redis ? await redis.kept() : await queueTables(db)
      const pages = [...(await pagesOf(bakery, waiting)), ...(await coachPages(coach, waiting))]
      left = newcomerMarks([...rows, kept, ...pages].join())
      Object.assign(searched, { rows: rows.length, pages: pages.length, queueBytes: kept.length })
      return left.length === 0
    })
    const seconds = (Date.now() - asked) / 1000
    expect(left).toEqual([])
    expect(await db.$count(newcomerIdentities)).toBe(0)
    expect(seconds).toBeLessThan(60)
    expect(anyMarks(site.logs())).toEqual([])
    if (redis) expect(anyMarks(redis.said())).toEqual([])
    if (meilisearch) expect(newcomerMarks(await searchDocuments(prefix))).toEqual([])
    // The others stay.
    expect(anyMarks((await dump()).map(({ row }) => row).join())).toContain(OTHERS.report)
    told('after the erasure', { ...searched, seconds: Math.round(seconds * 10) / 10, canaries: left.length })
    await bakery.close()
    await restored(
      backup,
      (await ledgerOf(db)).map((one) => one.subjectHash),
    )
  })
})
