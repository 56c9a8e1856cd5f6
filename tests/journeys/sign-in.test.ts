import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountWords } from '#app/ui/account/words.ts'
import { sessions } from '#db/schema/accounts.ts'
import { makeAccessCard } from '#server/accounts/make-access-card.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { aNewcomer, anAccount, ctxOf } from '#tests/make/rooms.ts'
import { aBrowser, chromiumPath } from '#tests/setup/chromium.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { aSite } from '#tests/setup/site.ts'
import { aDesk, type Desk, press, textOf, until } from './desk.ts'
import { aMailbox } from './mailbox.ts'

/** Signing in as real people do: no demo, mail through a mail server, passkeys of a device that Chromium plays. */
const words = accountWords('nl')
const COACH = 'coach@instroom.example'
let database: Awaited<ReturnType<typeof aDatabase>>
let site: Awaited<ReturnType<typeof aSite>>
let mailbox: Awaited<ReturnType<typeof aMailbox>>
let browser: Browser
let made: Awaited<ReturnType<typeof aNewcomer>>

beforeAll(async () => {
  if (!chromiumPath) return
  database = await aDatabase()
  const coach = await anAccount(database.db, { role: 'coach', email: COACH })
  made = await aNewcomer(database.db, { coach })
  mailbox = await aMailbox()
  site = await aSite({ databaseUrl: database.url, demo: false, env: { SMTP_URL: mailbox.url } })
  browser = await aBrowser()
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
  await mailbox?.close()
  await database?.close()
})

/** The device of this browser: it makes passkeys, and asks its owner (or says that it could not). */
async function aDevice({ context, page }: Desk, asksOwner: boolean): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: asksOwner,
      automaticPresenceSimulation: true,
    },
  })
  return { cdp, id: authenticatorId }
}

/** Signs in by the code of a mail, as far as that goes: to this page. */
async function byMail({ page, go }: Desk, to: string): Promise<void> {
  const before = mailbox.received.length
  await go('/inloggen')
  await page.fill('[name=email]', COACH)
  await press(page, 'Stuur mij een code')
  await until('the mail with the code', async () => mailbox.received.length > before)
  const code = /code is (\d{6})/.exec(mailbox.received.at(-1)?.text ?? '')?.[1] ?? ''
  await page.fill('[name=code]', code)
  await press(page, 'Inloggen')
  await page.waitForURL((url) => url.pathname === to)
}
async function signOut({ page, go }: Desk): Promise<void> {
  await go('/account')
  await press(page, 'Uitloggen')
  await page.waitForURL((url) => !url.pathname.startsWith('/account'))
}
const aliveSessions = async () =>
  (await database.db.select().from(sessions)).filter(({ revokedAt }) => revokedAt === null)

describe.skipIf(!chromiumPath)('a passkey', () => {
  let desk: Desk
  let device: Awaited<ReturnType<typeof aDevice>>
  let sent: string | null = null
  beforeAll(async () => {
    desk = await aDesk(browser, site.origin, null)
    device = await aDevice(desk, true)
    desk.page.on('request', (request) => {
      if (request.method() === 'POST' && request.postData()?.includes('intent=passkey&')) sent = request.postData()
    })
  })
  afterAll(() => desk?.close())

  test('is made at the first sign-in of a coach, in the place of an app, and opens the desk', async () => {
    await byMail(desk, '/account/beveiligen')
    await press(desk.page, words.passkeyAdd)
    await desk.page.waitForURL((url) => url.pathname === '/account/herstelcodes')
    await desk.go('/coach')
    await desk.go('/account')
    expect(await textOf(desk.page)).toContain('Chrome op Linux')
    const [session] = await aliveSessions()
    expect(session).toMatchObject({ aal: 2, amr: ['code', 'passkey'] })
  })

  test('signs in without mail, as surely as two steps', async () => {
    await signOut(desk)
    await desk.go('/inloggen/passkey?naar=/coach/deelnemers')
    await press(desk.page, words.passkeyUse)
    await desk.page.waitForURL(`${site.origin}/coach/deelnemers`)
    const alive = await aliveSessions()
    expect(alive.map(({ aal, amr }) => [aal, amr])).toEqual([[2, ['passkey']]])
  })

  test('signs once: what was sent opens nothing a second time, alone or fifty times at once', async () => {
    const before = (await aliveSessions()).length
    const again = () =>
      fetch(`${site.origin}/inloggen/passkey`, {
        method: 'POST',
        headers: { origin: site.origin, 'content-type': 'application/x-www-form-urlencoded' },
        body: sent ?? '',
        redirect: 'manual',
      })
    expect(sent).toContain('challenge=')
    const answers = await Promise.all(Array.from({ length: 50 }, again))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422]))
    expect(answers.flatMap(({ headers }) => headers.getSetCookie())).toEqual([])
    expect(await aliveSessions()).toHaveLength(before)
  })

  test('is the second step after a code from the mail', async () => {
    await signOut(desk)
    await byMail(desk, '/account/bevestigen')
    await press(desk.page, words.passkeyUse)
    await desk.page.waitForURL(`${site.origin}/coach`)
    expect((await aliveSessions()).map(({ aal, amr }) => [aal, amr])).toEqual([[2, ['code', 'passkey']]])
  })

  test('is refused when the device did not ask its owner', async () => {
    await signOut(desk)
    await device.cdp.send('WebAuthn.setUserVerified', { authenticatorId: device.id, isUserVerified: false })
    await desk.go('/inloggen/passkey')
    await press(desk.page, words.passkeyUse)
    await desk.page.locator('[data-passkey-failed]:not([hidden])').waitFor()
    expect(await textOf(desk.page)).toContain(words.passkeyFailed)
    expect(await aliveSessions()).toEqual([])
    await device.cdp.send('WebAuthn.setUserVerified', { authenticatorId: device.id, isUserVerified: true })
  })

  test('the policy of the pages was never in the way', () => {
    expect(desk.complaints.filter((line) => !line.includes('status of 4'))).toEqual([])
  })

  test('without a script the page says what to do instead', async () => {
    const plain = await aDesk(browser, site.origin, null, { javaScriptEnabled: false })
    await plain.go('/inloggen/passkey')
    await press(plain.page, words.passkeyUse)
    await plain.page.getByText(words.passkeyNoScript).waitFor()
    await plain.close()
  })
})

describe.skipIf(!chromiumPath)('the square of an access card', () => {
  test('fills in the number, which no log and no address keeps; without a script it is typed', async () => {
    const key = accountsKey('only-for-tests-only-for-tests-only-for-tests')
    const card = await makeAccessCard(ctxOf(database.db, made.coach, new Date()), { newcomerId: made.newcomerId, key })
    const phone = await aDesk(browser, site.origin, null, { viewport: { width: 360, height: 740 } })
    await phone.go(`/inloggen/kaart#${card.number}`)
    await until('the number', async () => (await phone.page.inputValue('[name=number]')) === card.number)
    expect(phone.page.url()).toBe(`${site.origin}/inloggen/kaart`)
    await phone.page.fill('[name=code]', card.code)
    await press(phone.page, 'Inloggen')
    await phone.page.waitForURL((url) => url.pathname === '/account/kaart')
    expect(site.logs()).not.toContain(card.number)
    expect(phone.complaints).toEqual([])
    await phone.close()
    const plain = await aDesk(browser, site.origin, null, { javaScriptEnabled: false })
    await plain.go(`/inloggen/kaart#${card.number}`)
    expect(await plain.page.inputValue('[name=number]')).toBe('')
    await plain.page.fill('[name=number]', card.number.toLowerCase())
    await plain.page.fill('[name=code]', card.code)
    await press(plain.page, 'Inloggen')
    await plain.page.waitForURL(/mijn-reis/)
    await plain.close()
  })
})
