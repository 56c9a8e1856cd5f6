import { type Browser, type BrowserContext, chromium } from 'playwright-core'

/** The browser of this machine, or undefined: then ask with `test.skipIf(!chromiumPath)`. */
export const chromiumPath: string | undefined = process.env['CHROMIUM_PATH'] || undefined

/**
 * A browser that talks to nobody but the site under test. The caller closes it, and that fails when the content security policy blocked anything on any page of
 * any of its contexts: no journey has to remember to ask.
 */
export async function aBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error('CHROMIUM_PATH is not set: start the tests with `npm test -- <path>`.')
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Chromium's sandbox does not start for root, and a container often gives /dev/shm too little room.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-dev-shm-usage',
    ],
  })
  const blocked: string[] = []
  const newContext = browser.newContext.bind(browser)
  const close = browser.close.bind(browser)
  browser.newContext = async (options) => {
    const context = await newContext(options)
    await watchPolicy(context, options?.javaScriptEnabled !== false, blocked)
    return context
  }
  browser.close = async () => {
    await close()
    if (blocked.length > 0) throw new Error(`The policy blocked something:\n${[...new Set(blocked)].join('\n')}`)
  }
  return browser
}

/** Writes down each `securitypolicyviolation`, and what the browser itself says of one, which it also does where no script runs. */
async function watchPolicy(context: BrowserContext, hasScripts: boolean, blocked: string[]): Promise<void> {
  context.on('console', (said) => {
    if (!/^securitypolicyviolation|Content Security Policy/.test(said.text())) return
    blocked.push(`${said.page()?.url() ?? ''}: ${said.text()}`)
  })
  if (hasScripts)
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`securitypolicyviolation: ${event.violatedDirective} ${event.blockedURI}`)
      })
    })
}
