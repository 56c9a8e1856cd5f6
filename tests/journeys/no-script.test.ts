import { eq } from 'drizzle-orm'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wordsFor } from '#app/ui/words/words.tsx'
import { accounts } from '#db/schema/accounts.ts'
import { positions } from '#db/schema/positions.ts'
import { consents } from '#db/schema/proposals.ts'
import { WORKER } from '#server/platform/context.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { stateOf, stepsOf } from '#tests/make/proposals.ts'
import { anEmployer } from '#tests/make/rooms.ts'
import { aBrowser } from '#tests/setup/chromium.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { aSite } from '#tests/setup/site.ts'
import { aCountry, allArePersonas, aWaitingProposal, CANARY } from './cast.ts'
import { aDesk, press, textOf } from './desk.ts'
import { stepsOfPosition } from './proof.ts'
import { publishThroughForm } from './publish.ts'

/** The browser has JavaScript switched off: every form is a form, every link a link. */
const OFF = { javaScriptEnabled: false }

let database: Awaited<ReturnType<typeof aDatabase>>
let site: Awaited<ReturnType<typeof aSite>>
let browser: Browser
let employer: string
let waiting: Awaited<ReturnType<typeof aWaitingProposal>>

beforeAll(async () => {
  database = await aDatabase()
  await aCountry(database.db)
  waiting = await aWaitingProposal(database.db, { state: 'shortlisted' })
  await database.db
    .update(accounts)
    .set({ displayName: `${CANARY.givenName} ${CANARY.familyName}`, language: 'en' })
    .where(eq(accounts.id, waiting.newcomer))
  employer = (await anEmployer(database.db)).actor.accountId ?? ''
  await allArePersonas(database.db)
  await rebuildIndex({ db: database.db, actor: WORKER, now: new Date() }, null)
  ;[site, browser] = await Promise.all([aSite({ databaseUrl: database.url }), aBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
  await database?.close()
})

describe('a newcomer without scripts', () => {
  test('chooses a language, searches, looks, signs in, says yes and takes it back', async () => {
    const { t } = wordsFor('en')
    const { db } = database
    const desk = await aDesk(browser, site.origin, null, OFF)
    const { page } = desk
    await desk.go('/')
    await page.getByRole('main').getByRole('link', { name: 'English' }).click()
    expect(new URL(page.url()).pathname).toBe('/en')
    // The choice is remembered: the door leads on at once.
    await desk.go('/')
    expect(new URL(page.url()).pathname).toBe('/en')

    await desk.go('/en/plekken')
    await page.getByLabel(t('visitor.results.query')).fill('zzzz')
    await press(page, t('visitor.results.show'))
    expect(await textOf(page)).toContain(t('visitor.results.none'))
    await page.getByRole('link', { name: t('visitor.results.clear') }).click()
    await page.getByLabel(t('visitor.results.sector')).selectOption('bakery')
    await press(page, t('visitor.results.show'))
    expect(new URL(page.url()).searchParams.get('sector')).toBe('bakery')
    await page.getByRole('link', { name: 'Leren en werken in de bakkerij' }).first().click()
    expect(new URL(page.url()).pathname).toBe(`/en/plekken/${waiting.code}`)
    expect(await textOf(page)).toContain('Deeg maken')

    // Signing in leads to the page that was asked for.
    await desk.go('/en/mijn-reis')
    expect(new URL(page.url()).pathname).toBe('/inloggen')
    await press(page, `${CANARY.givenName} ${CANARY.familyName}`)
    expect(new URL(page.url()).pathname).toBe('/en/mijn-reis')
    await page
      .getByRole('link', { name: t('newcomer.journey.open') })
      .first()
      .click()
    const proposal = `/en/mijn-reis/voorstel/${waiting.proposalId}`
    expect(new URL(page.url()).pathname).toBe(proposal)

    // Nothing chosen: said on top with a link to the question, and what was ticked stays.
    const { t: say } = wordsFor('en')
    await page.getByLabel(say('enum.consentField.phone')).check()
    await press(page, t('newcomer.proposal.send'))
    await page.getByRole('link', { name: t('newcomer.proposal.error') }).click()
    expect(new URL(page.url()).hash).toBe('#choice')
    expect(await page.getByLabel(say('enum.consentField.phone')).isChecked()).toBe(true)
    expect(await stateOf(db, waiting.proposalId)).toBe('shortlisted')

    await page.locator('input[name="choice"][value="yes"]').check()
    await press(page, t('newcomer.proposal.send'))
    expect(await textOf(page)).toContain(t('newcomer.done.yes'))
    expect(await stateOf(db, waiting.proposalId)).toBe('consented')
    const [consent] = await db.select().from(consents)
    expect([[...(consent?.fields ?? [])].sort(), consent?.language]).toEqual([['given-name', 'phone'], 'en'])

    // Back and send once more: a used form does nothing twice.
    await desk.go('/en/mijn-gegevens')
    await page.getByRole('link', { name: t('card.seen.stop') }).click()
    await press(page, t('newcomer.withdraw.confirm'))
    expect(await textOf(page)).toContain(t('newcomer.done.withdrawn'))
    expect(await stateOf(db, waiting.proposalId)).toBe('declined')
    expect(await stepsOf(db, waiting.proposalId)).toEqual([
      'shortlisted>consent>consented by newcomer',
      'consented>withdraw-consent>declined by newcomer',
    ])
    expect((await db.select().from(consents))[0]?.withdrawnAt).not.toBeNull()
    await desk.close()
  })
})

describe('an employer without scripts', () => {
  test('publishes a place, after a first try with mistakes', async () => {
    const { db } = database
    const desk = await aDesk(browser, site.origin, employer, OFF)
    const positionId = await publishThroughForm(desk)
    expect(await stepsOfPosition(db, positionId)).toEqual(['create by employer', 'publish by employer'])
    // What the safeguards ask of a paid place is stored as it was typed.
    const [kept] = await db
      .select({ declaration: positions.declaration })
      .from(positions)
      .where(eq(positions.id, positionId))
    expect(kept?.declaration).toMatchObject({
      cao: { code: 'Bakkersbedrijf', scale: '2', scaleCents: 1590 },
      repaymentClause: false,
      probationDays: 0,
      afterTrial: false,
    })
    await desk.close()
  })
})
