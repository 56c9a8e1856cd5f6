import { eq } from 'drizzle-orm'
import { generateSync } from 'otplib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accounts, sessions } from '#db/schema/accounts.ts'
import { anAccount, anEmployer } from '#tests/make/rooms.ts'
import { aBrowser, chromiumPath } from '#tests/setup/chromium.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { aSite } from '#tests/setup/site.ts'
import { aDesk, type Desk, fillIn, press, t, textOf, until } from './desk.ts'
import { aMailbox } from './mailbox.ts'
import { publishThroughForm } from './publish.ts'

/** An admin asks a colleague, who takes the invitation, is a member, and is made admin: by forms and mail, in two browsers. */
const ADMIN = 'beheer@bakkerij.example'
const COLLEAGUE = 'collega@bakkerij.example'
let database: Awaited<ReturnType<typeof aDatabase>>
let site: Awaited<ReturnType<typeof aSite>>
let mailbox: Awaited<ReturnType<typeof aMailbox>>
let browser: Browser
let admin: Desk
let colleague: Desk
let secret = ''

beforeAll(async () => {
  if (!chromiumPath) return
  database = await aDatabase()
  const { employerId, actor } = await anEmployer(database.db)
  await database.db
    .update(accounts)
    .set({ email: ADMIN })
    .where(eq(accounts.id, actor.accountId ?? ''))
  await anAccount(database.db, { role: 'municipality' })
  expect(employerId).toBeTruthy()
  mailbox = await aMailbox()
  site = await aSite({ databaseUrl: database.url, demo: false, env: { SMTP_URL: mailbox.url } })
  browser = await aBrowser()
  admin = await aDesk(browser, site.origin, null, { javaScriptEnabled: false })
  colleague = await aDesk(browser, site.origin, null)
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
  await mailbox?.close()
  await database?.close()
})

/** The newest mail to this address, with what quoted-printable broke put together again. */
const mailTo = (address: string): string =>
  (mailbox.received.filter(({ to }) => to === address).at(-1)?.text ?? '').replace(/=\r?\n/g, '').replace(/=3D/g, '=')

async function byMail({ page, go }: Desk, address: string): Promise<void> {
  const before = mailbox.received.length
  await go('/inloggen')
  await page.fill('[name=email]', address)
  await press(page, 'Stuur mij een code')
  await until('the mail with the code', async () => mailbox.received.length > before)
  await page.fill('[name=code]', /code is (\d{6})/.exec(mailTo(address))?.[1] ?? '')
  await press(page, 'Inloggen')
}

/** Links an app and gives its first code. @returns what the app was given */
async function linksApp({ page }: Desk): Promise<string> {
  await page.waitForURL((url) => url.pathname === '/account/beveiligen')
  await page.locator('form:has([value=begin]) button').click()
  await page.locator('[name=code]').waitFor()
  const text = await textOf(page)
  const shown = /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}|[A-Z2-7]{32}/.exec(text)?.[0].replaceAll(' ', '') ?? ''
  await page.fill('[name=code]', generateSync({ secret: shown }))
  await page.locator('form:has([value=link]) button').click()
  await page.waitForURL((url) => url.pathname === '/account/herstelcodes')
  return shown
}

describe.skipIf(!chromiumPath)('a colleague who is invited', () => {
  test('gets a mail with link and code from an admin, whose own second step comes first', async () => {
    await byMail(admin, ADMIN)
    await linksApp(admin)
    await admin.go('/werkgever/mensen')
    await admin.page.fill('[name=email]', COLLEAGUE)
    await press(admin.page, t('people.send'))
    expect(await textOf(admin.page)).toContain(t('people.done.invited'))
    await until('the invitation', async () => mailTo(COLLEAGUE) !== '')
    expect(await textOf(admin.page)).toContain(COLLEAGUE)
  })

  test('takes it with the own address and the code of the mail, and works as a member at once', async () => {
    const { page, go } = colleague
    const mail = mailTo(COLLEAGUE)
    const link = /\/uitnodiging\?sleutel=[\w.-]+/.exec(mail)?.[0] ?? ''
    const code = /code is (\d{6})/.exec(mail)?.[1] ?? ''
    await go(link)
    expect(await textOf(page)).toContain('Bakkerij Test')
    await fillIn(page, { displayName: 'Els Bakker', email: ADMIN, code })
    await press(page, 'Neem de uitnodiging aan')
    expect(await textOf(page)).toContain('hoort niet bij deze uitnodiging')
    await fillIn(page, { displayName: 'Els Bakker', email: COLLEAGUE, code })
    await press(page, 'Neem de uitnodiging aan')
    await page.waitForURL((url) => url.pathname === '/werkgever')
    await go('/werkgever/mensen')
    const text = await textOf(page)
    expect(text).toContain('Els Bakker')
    expect(text).not.toContain(t('people.send'))
    // Opened again, the link says that it was used.
    await go(link)
    expect(await textOf(page)).toContain('al gebruikt')
  })

  test('does not publish: the form says who does, and a form that was made by hand is refused', async () => {
    const { page, go } = colleague
    await go('/werkgever/plekken/nieuw')
    const text = await textOf(page)
    expect(text).toContain(t('employer.form.adminPublishes'))
    expect(await page.getByRole('button', { name: t('employer.form.publish') }).count()).toBe(0)
    const status = await page.evaluate(async () => {
      const answer = await fetch('/werkgever/mensen', {
        method: 'POST',
        body: new URLSearchParams({
          intent: 'invite',
          email: 'nog-een@bakkerij.example',
          seat: 'employer-admin',
          language: 'nl',
          key: crypto.randomUUID(),
        }),
      })
      return answer.status
    })
    expect(status).toBe(403)
  })

  test('is made admin, is signed out by that, takes the second step, and publishes', async () => {
    const { page: own } = admin
    await admin.go('/werkgever/mensen')
    const row = own.getByRole('row').filter({ hasText: 'Els Bakker' })
    await row.locator('[name=step]').selectOption('make-admin')
    await row.locator('[name=reason]').selectOption('other-work')
    await press(row, /Voer uit/)
    expect(await textOf(own)).toContain(t('people.done.changed'))
    const alive = await database.db
      .select({ id: sessions.id, revokedAt: sessions.revokedAt })
      .from(sessions)
      .innerJoin(accounts, eq(accounts.id, sessions.accountId))
      .where(eq(accounts.displayName, 'Els Bakker'))
    expect(alive.filter(({ revokedAt }) => revokedAt === null)).toEqual([])
    await colleague.page.goto(`${site.origin}/werkgever`)
    expect(new URL(colleague.page.url()).pathname).toBe('/inloggen')
    await byMail(colleague, COLLEAGUE)
    secret = await linksApp(colleague)
    expect(secret).not.toBe('')
    const positionId = await publishThroughForm(colleague, 'scripts')
    expect(positionId).toMatch(/^[0-9a-f-]{36}$/)
  })
})
