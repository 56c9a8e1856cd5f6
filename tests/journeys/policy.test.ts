import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from '#app/request/security-headers.ts'
import { aBrowser, chromiumPath } from '#tests/setup/chromium.ts'

/** That every journey fails on a page that breaks our own policy: proven by pages that do, under the policy that the site sends. */
const PAGES: Record<string, string> = {
  '/good': '<p>nothing wrong</p>',
  '/script': '<script>document.title = "ran"</script>',
  '/style': '<p style="color: red">inline</p>',
  '/image': '<img src="https://elsewhere.example/a.png" alt="">',
  '/later': '<p>later</p>',
}

let server: Server
let origin: string
beforeAll(async () => {
  server = createServer((asked, answer) => {
    answer.setHeader('Content-Security-Policy', contentSecurityPolicy())
    answer.setHeader('Content-Type', 'text/html; charset=utf-8')
    answer.end(
      `<!doctype html><html lang="nl"><title>t</title><link rel="icon" href="/icon">${PAGES[asked.url ?? ''] ?? ''}`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** What closing the browser says after a look at one page. */
async function closing(path: string, javaScriptEnabled: boolean): Promise<string> {
  const browser = await aBrowser()
  const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
  await page.goto(`${origin}${path}`)
  // Something that is blocked after the page stood there counts as well.
  if (path === '/later') await page.evaluate(() => document.body.setAttribute('style', 'color: red'))
  // The page is told of what was blocked in a task of its own, which comes after what caused it.
  if (javaScriptEnabled) await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)))
  return browser.close().then(
    () => 'closed',
    (error: Error) => error.message,
  )
}

describe.skipIf(!chromiumPath)('a journey fails when the policy blocks something', () => {
  test.each(['/script', '/style', '/image'])('%s, with scripts and without', async (path) => {
    expect(await closing(path, true)).toContain('securitypolicyviolation')
    // Where no script runs, none is blocked.
    if (path !== '/script') expect(await closing(path, false)).toContain('Content Security Policy')
  })

  test('also what a script of ours does afterwards', async () => {
    expect(await closing('/later', true)).toContain('securitypolicyviolation: style-src')
  })

  test('and not on a page that keeps to it', async () => {
    expect(await closing('/good', true)).toBe('closed')
    expect(await closing('/good', false)).toBe('closed')
  })
})
