import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { wordsFor } from '#app/ui/words/words.tsx'

/** The words of the staff screens: journeys find buttons and headings by the sentences that people read. */
export const { t } = wordsFor('nl')

/** One person at their own browser. */
export type Desk = {
  page: Page
  context: BrowserContext
  origin: string
  /** What the browser complained of: console errors, scripts that threw. What the policy blocks fails every journey besides (`aBrowser`). */
  complaints: string[]
  /** Goes to an address of the site. @throws Error with the words of the page when it does not answer 200 */
  go(path: string): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a browser of one's own on the site, signed in as a demo persona when one is given.
 *
 * @param who account id of a persona, or null for a visitor
 * @param options playwright's: viewport, javaScriptEnabled, proxy
 */
export async function aDesk(
  browser: Browser,
  origin: string,
  who: string | null,
  options: BrowserContextOptions = {},
): Promise<Desk> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, baseURL: origin, ...options })
  context.setDefaultTimeout(15_000)
  if (who !== null) await signIn(context, origin, who)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (said) => {
    if (said.type() === 'error') complaints.push(`${new URL(page.url()).pathname}: ${said.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${new URL(page.url()).pathname}: ${error.message}`))
  return {
    page,
    context,
    origin,
    complaints,
    go: async (path) => {
      const status = (await page.goto(`${origin}${path}`))?.status() ?? 0
      if (status !== 200) throw new Error(`${path} answered ${status}: ${(await textOf(page)).slice(0, 300)}`)
    },
    close: () => context.close(),
  }
}

/** Signs in by the form of the sign-in page, without showing that page to this browser: it names every persona. */
async function signIn(context: BrowserContext, origin: string, accountId: string): Promise<void> {
  const answer = await fetch(`${origin}/inloggen`, {
    method: 'POST',
    body: new URLSearchParams({ with: 'persona', accountId }),
    headers: { origin },
    redirect: 'manual',
  })
  if (answer.status !== 303) throw new Error(`Signing in answered ${answer.status}.`)
  const cookies = answer.headers.getSetCookie().map((cookie) => {
    const [name = '', value = ''] = cookie.split(';', 1)[0]?.split('=') ?? []
    return { name, value, url: origin }
  })
  await context.addCookies(cookies)
}

/** Presses a button by its words; fails when there is none or more than one. */
export const press = (within: Page | Locator, words: string | RegExp): Promise<void> => button(within, words).click()

const button = (within: Page | Locator, words: string | RegExp): Locator =>
  within.getByRole('button', { name: words, ...(typeof words === 'string' ? { exact: true } : {}) })

/** The text of the page as people read it: white space is one space, bidi marks are gone. */
export async function textOf(page: Page | Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what a person sees, not what is in the source
  const text = 'content' in page ? await page.locator('body').innerText() : await page.innerText()
  return text.replace(/[\u2066-\u2069\u200e\u200f]/g, '').replace(/\s+/g, ' ')
}

/** Asks again until it is so; fails with what was waited for. */
export async function until(
  what: string,
  ask: () => Promise<boolean>,
  timeoutMs = 60_000,
  everyMs = 250,
): Promise<void> {
  for (const end = Date.now() + timeoutMs; ; await wait(everyMs)) {
    if (await ask()) return
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs / 1000} s for: ${what}`)
  }
}

/** Reloads a page until it shows something, as a person does who waits for the workers. */
export async function reloadUntil(page: Page, what: string, shown: () => Locator, timeoutMs = 60_000): Promise<void> {
  await until(
    what,
    async () => {
      if ((await shown().count()) > 0) return true
      await page.reload()
      return (await shown().count()) > 0
    },
    timeoutMs,
    500,
  )
}

/**
 * Fills in fields of a form by their names: text, dates, one of a list, boxes and radio buttons.
 *
 * @param fields what to type, or which of the values to choose; an array ticks several boxes
 */
export async function fillIn(within: Page | Locator, fields: Record<string, string | string[]>): Promise<void> {
  for (const [name, given] of Object.entries(fields)) {
    const named = within.locator(`[name="${name}"]:not([type=hidden])`)
    const first = named.first()
    await first.waitFor({ state: 'attached' }).catch(async () => {
      const page = 'content' in within ? within : within.page()
      throw new Error(`There is no field ${name} at ${page.url()}: ${(await textOf(page)).slice(0, 400)}`)
    })
    const kind = await first.evaluate((field) => (field instanceof HTMLInputElement ? field.type : field.tagName))
    for (const value of [given].flat())
      if (kind === 'SELECT') await first.selectOption(value)
      else if (kind === 'radio' || kind === 'checkbox') await tick(within, name, value)
      else await first.fill(value)
  }
}

const tick = (within: Page | Locator, name: string, value: string): Promise<void> =>
  within.locator(`[name="${name}"][value="${value}"]`).first().check()
