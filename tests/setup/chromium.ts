import { type Browser, chromium } from 'playwright-core'

/** The browser of this machine, or undefined: then ask with `test.skipIf(!chromiumPath)`. */
export const chromiumPath: string | undefined = process.env['CHROMIUM_PATH'] || undefined

/** A browser that talks to nobody but the site under test. The caller closes it. */
export async function aBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error('CHROMIUM_PATH is not set: start the tests with `npm test -- <path>`.')
  return chromium.launch({
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
}
