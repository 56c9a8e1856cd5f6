import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { openDatabase } from '#db/client.ts'
import { aBrowser } from '#tests/setup/chromium.ts'
import { aDesk } from './desk.ts'
import { byAccount, type Guide, languageOfVisit, tourOf } from './tour.ts'

/**
 * Full-page pictures of every page at 1280 and 360, for people who look. The site runs in demo mode on a database with the demo.
 *   DATABASE_URL=... CHROMIUM_PATH=... npx tsx tests/journeys/look.ts <origin> <out folder> [part of a path]
 */
const [origin, folder, only = ''] = process.argv.slice(2)
const url = process.env['DATABASE_URL']
if (!origin || !folder || !url) {
  console.error(
    'Usage: DATABASE_URL=... CHROMIUM_PATH=... npx tsx tests/journeys/look.ts <origin> <out folder> [part of a path]',
  )
  process.exit(2)
}
mkdirSync(folder, { recursive: true })
const database = openDatabase(url, { max: 1, name: 'look' })
const browser = await aBrowser()
try {
  const tour = await tourOf(database.db)
  if (tour.missed.length > 0) console.log('No example of:', tour.missed.join(', '))
  const taken = new Map<string, number>()
  for (const width of [1280, 360])
    for (const guide of [
      'visitor',
      'newcomer',
      'employer',
      'coach',
      'municipality',
      'officer',
      'platform',
      'auditor',
    ] satisfies Guide[])
      for (const [who, visits] of byAccount(tour.visits, guide)) {
        const desk = await aDesk(browser, origin, who, { viewport: { width, height: 800 } })
        for (const visit of visits) {
          // English is as long as Dutch; Arabic is what turns a page around.
          if (languageOfVisit(visit) === 'en' || !visit.path.includes(only)) continue
          const status = (await desk.page.goto(`${origin}${visit.path}`))?.status()
          const file = path.join(folder, `${nameOf(guide, visit.path, width)}.png`)
          await desk.page.screenshot({ path: file, fullPage: true })
          console.log(status, visit.path, file)
        }
        await desk.close()
      }
  /** The address without its ids, and a number where that happens more than once. */
  function nameOf(guide: Guide, address: string, width: number): string {
    const words = address.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '').replace(/[^A-Za-z0-9]+/g, '-')
    const name = `${guide}${words}-${width}`
    const before = taken.get(name) ?? 0
    taken.set(name, before + 1)
    return before === 0 ? name : `${name}-${before + 1}`
  }
} finally {
  await browser.close()
  await database.close()
}
