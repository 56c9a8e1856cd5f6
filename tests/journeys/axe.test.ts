import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { and, desc, eq } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { establishments } from '#db/schema/employers.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { places } from '#db/schema/reference.ts'
import { askOpening } from '#server/openings/ask-opening.ts'
import { decideOpening } from '#server/openings/decide-opening.ts'
import { WORKER } from '#server/platform/context.ts'
import { recheckPositions } from '#server/positions/recheck-positions.ts'
import { someCases } from '#tests/app/route-cases.ts'
import { UTRECHT } from '#tests/make/reference.ts'
import { ctxOf } from '#tests/make/rooms.ts'
import { aWholeRun } from '#tests/make/run.ts'
import { aBrowser } from '#tests/setup/chromium.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { aSite } from '#tests/setup/site.ts'
import { allArePersonas } from './cast.ts'
import { seedDemo } from './demo.ts'
import { aDesk } from './desk.ts'
import { byAccount, type Guide, languageOfVisit, type Tour, tourOf, type Visit } from './tour.ts'

/** Every page of the site map, signed in as who it is for, on a wide and on a narrow screen. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const WIDTHS = [1280, 360]

let database: Awaited<ReturnType<typeof aDatabase>>
let site: Awaited<ReturnType<typeof aSite>>
let browser: Browser
let tour: Tour

beforeAll(async () => {
  database = await aDatabase()
  await seedDemo(database.url)
  await aWholeRun(database.db)
  await someCases(database.db, await aPlaceIn(database.db, UTRECHT))
  // A pausing signal is among them: what it takes off the site is off before the tour chooses its examples, whenever the workers look.
  await recheckPositions({ db: database.db, actor: WORKER, now: new Date() })
  await anOpenFile(database.db)
  await allArePersonas(database.db) // so that every state is somebody's page
  ;[site, browser] = await Promise.all([aSite({ databaseUrl: database.url }), aBrowser()])
  tour = await tourOf(database.db)
})
/** A file that one manager asked for and another opened, for an hour from now. */
async function anOpenFile(db: Db): Promise<void> {
  const managers = await db
    .select()
    .from(accounts)
    .where(and(eq(accounts.demo, true), eq(accounts.role, 'municipality'), eq(accounts.municipalityCode, UTRECHT)))
    .orderBy(desc(accounts.displayName))
  const [newcomer] = await db.select().from(newcomers).where(eq(newcomers.municipalityCode, UTRECHT)).limit(1)
  const [karin, joost] = managers.map(({ id, role, newcomerId, employerId, municipalityCode }) =>
    ctxOf(db, { role, accountId: id, newcomerId, employerId, municipalityCode }, new Date()),
  )
  if (!joost || !karin || !newcomer) throw new Error('two managers and a newcomer')
  const openingId = await askOpening(joost, {
    newcomerId: newcomer.id,
    why: 'coach-gone',
    reason: 'De coach is plotseling uitgevallen en er is haast.',
  })
  await decideOpening(karin, { openingId, state: 'approved' })
}
/** A place in a municipality, for what an officer has a page for. */
async function aPlaceIn(db: Db, code: string): Promise<string> {
  const [row] = await db
    .select({ id: positions.id })
    .from(positions)
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(eq(places.municipalityCode, code))
    .limit(1)
  if (!row) throw new Error('no place')
  return row.id
}
afterAll(async () => {
  await browser?.close()
  await site?.stop()
  await database?.close()
})

/** Runs axe outside the page's policy, which lets no foreign script in. */
async function axe(page: Page): Promise<string[]> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Runtime.evaluate', { expression: AXE })
  const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
    expression: `axe.run(document, ${JSON.stringify({ runOnly: RULES, resultTypes: ['violations'] })})`,
    awaitPromise: true,
    returnByValue: true,
  })
  await cdp.detach()
  if (exceptionDetails) throw new Error(`axe: ${exceptionDetails.text}`)
  return (result.value as AxeResults).violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} (${nodes.length}x) ${nodes
        .slice(0, 2)
        .map((node) => `${node.html.slice(0, 160)} ${JSON.stringify(node.any[0]?.data ?? '').slice(0, 160)}`)
        .join(' | ')}`,
  )
}

async function lookAt(page: Page, visit: Visit): Promise<string[]> {
  const answer = await page.goto(visit.path)
  // Scripts that complain do so when they wake up.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 3000 })))
  const found: string[] = []
  if (answer?.status() !== visit.status) found.push(`status ${answer?.status()}`)
  const language = languageOfVisit(visit)
  const root = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    title: document.title,
    headings: document.querySelectorAll('h1').length,
    wide: document.documentElement.scrollWidth - window.innerWidth,
  }))
  // One's own account speaks one's own language.
  const isFree = visit.as === 'visitor' || visit.path.startsWith('/account')
  if (root.lang !== (language ?? (isFree ? root.lang : 'nl'))) found.push(`lang=${root.lang}`)
  if (root.lang === 'ar' && root.dir !== 'rtl') found.push('not from right to left')
  if (root.title === '') found.push('no title')
  if (root.headings !== 1) found.push(`${root.headings} h1`)
  if (root.wide > 0) found.push(`scrolls sideways by ${root.wide} px`)
  return [...found, ...(await axe(page))]
}

const GUIDES: Guide[] = ['visitor', 'newcomer', 'employer', 'coach', 'municipality', 'officer', 'platform', 'auditor']

describe.each(GUIDES)('pages of the %s', (guide) => {
  test.each(WIDTHS)('%i wide: no violation, no complaint of the browser, no sideways scroll', async (width) => {
    const faults: string[] = []
    for (const [who, visits] of byAccount(tour.visits, guide)) {
      const desk = await aDesk(browser, site.origin, who, { viewport: { width, height: 800 } })
      for (const visit of visits) {
        desk.complaints.length = 0
        const seen = await lookAt(desk.page, visit)
        // The browser writes a line about every answer that is no success.
        const expected = visit.status === 200 ? null : `status of ${visit.status}`
        const said = desk.complaints.filter((line) => expected === null || !line.includes(expected))
        for (const fault of new Set([...seen, ...said.map((line) => line.split('\n')[0])]))
          faults.push(`${visit.path} (${visit.route}): ${fault}`)
      }
      await desk.close()
    }
    expect(faults.join('\n')).toBe('')
  })
})

test('no place is wider than a phone, whatever its employer called it', async () => {
  const desk = await aDesk(browser, site.origin, null, { viewport: { width: 360, height: 800 } })
  const wide: string[] = []
  // Read here: a place whose establishment got a pausing signal left the site meanwhile.
  const codes = await database.db
    .select({ code: positions.code })
    .from(positions)
    .where(eq(positions.state, 'published'))
  for (const { code } of codes)
    for (const language of ['nl', 'ar']) {
      await desk.go(`/${language}/plekken/${code}`)
      const over = await desk.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (over > 0) wide.push(`/${language}/plekken/${code} by ${over} px: ${await desk.page.title()}`)
    }
  await desk.close()
  expect(codes.length).toBeGreaterThan(10)
  expect(wide).toEqual([])
})

/** Forms that are sent as they are, empty or with nothing chosen: the page with its errors is a page too. */
const REFUSED: [Guide, route: string, button: string][] = [
  ['visitor', 'inloggen', 'form:has([name="email"]) button'],
  ['newcomer', ':language/mijn-reis/voorstel/:id', '#kies button'],
  ['employer', 'werkgever/plekken/nieuw', 'button[value="publish"]'],
  ['coach', 'coach/deelnemers/nieuw', '.in-formcard button'],
  ['coach', 'coach/vervolg/:id', '.in-formcard button'],
  ['officer', 'toets/:id', 'form:not([action="/uitloggen"]) button'],
]
test.each(REFUSED)('a refused form of the %s, %s: no violation either', async (guide, route, button) => {
  for (const visit of tour.visits.filter((one) => one.as === guide && one.route === route)) {
    const desk = await aDesk(browser, site.origin, visit.who, { viewport: { width: 360, height: 800 } })
    await desk.go(visit.path)
    const send = desk.page.locator(button).first()
    const hasForm = (await send.count()) > 0 // in some states there is nothing to answer
    if (hasForm) {
      await send.click()
      await desk.page.locator('.in-errors').waitFor()
      expect([visit.path, await axe(desk.page)]).toEqual([visit.path, []])
      expect([visit.path, await desk.page.title()]).toEqual([visit.path, expect.stringMatching(/^(Fout|Error|خطأ): /)])
    }
    await desk.close()
    if (hasForm) return
  }
  throw new Error(`There is no form to refuse at ${route}.`)
})

test('every line of the site map is looked at', () => {
  expect(tour.missed).toEqual([])
})

test('axe sees a fault that is planted', async () => {
  const desk = await aDesk(browser, site.origin, null)
  await desk.go('/inloggen')
  await desk.page.evaluate(() => document.documentElement.removeAttribute('lang'))
  expect((await axe(desk.page)).join()).toContain('html-has-lang')
  await desk.close()
})

test('what is to be downloaded comes as a file', async () => {
  for (const visit of tour.visits.filter(({ file }) => file)) {
    const desk = await aDesk(browser, site.origin, visit.who)
    const answer = await desk.context.request.get(visit.path)
    expect([visit.path, answer.status(), answer.headers()['content-disposition']?.startsWith('attachment')]).toEqual([
      visit.path,
      200,
      true,
    ])
    await desk.close()
  }
})
