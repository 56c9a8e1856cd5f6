import { expect } from 'vitest'
import { CANARY, inDays } from './cast.ts'
import { type Desk, fillIn, press, t } from './desk.ts'

/** How many minutes each page of the intake may take is the coach's matter; here every part is filled in and saved by its own form. */
const WEEK = Object.fromEntries(
  [0, 1, 2, 3, 4].flatMap((day) => [
    [`slots[${day}].from`, '07:30'],
    [`slots[${day}].to`, '18:30'],
  ]),
)

/**
 * The coach takes somebody into the caseload and fills in the intake through its seven pages, until proposals can be made.
 *
 * @returns the id of the newcomer
 */
export async function doIntake({ page, go }: Desk): Promise<string> {
  const saveNext = () => press(page, t('coach.intake.saveNext'))
  await go('/coach/deelnemers/nieuw')
  await fillIn(page, { ...CANARY, screenLanguage: 'ar' })
  await press(page, t('coach.create.submit'))
  await page.waitForURL(/\/coach\/deelnemers\/[0-9a-f-]{36}\?/)
  const newcomerId = new URL(page.url()).pathname.split('/')[3] ?? ''
  const home = `/coach/deelnemers/${newcomerId}`

  await go(`${home}/intake/basics`)
  // A mistake is said and costs nothing that was typed.
  await fillIn(page, { postcode4: '99', needsAtWork: 'Een vaste begeleider' })
  await saveNext()
  await page.getByRole('heading', { name: t('common.errors', { count: 1 }) }).waitFor()
  expect(await page.locator('[name="needsAtWork"]').inputValue()).toBe('Een vaste begeleider')
  expect(await page.title()).toMatch(/^Fout: /)
  await fillIn(page, { postcode4: '3526' })
  await saveNext()

  await page.waitForURL(/\/intake\/language/)
  for (const row of [0, 1, 2, 3])
    await fillIn(page, {
      [`languages[${row}].level`]: 'A2',
      [`languages[${row}].source`]: 'tested',
      [`languages[${row}].assessedOn`]: inDays(-20),
    })
  await saveNext()

  await page.waitForURL(/\/intake\/skills/)
  await search(page, 'skills', 'deeg')
  await saveNext()
  await page.waitForURL(/\/intake\/experience/)
  await search(page, 'experiences', 'bakker')
  await press(page, t('coach.intake.add'))
  await fillIn(page, { 'experiences[0].months': '30' })
  await saveNext()
  await page.waitForURL(/\/intake\/education/)
  await fillIn(page, { educationLevel: 'vocational' })
  await saveNext()
  await page.waitForURL(/\/intake\/wishes/)
  await search(page, 'occupations', 'bakker')
  await saveNext()
  await page.waitForURL(/\/intake\/practical/)
  await fillIn(page, {
    ...WEEK,
    hoursMin: '16',
    hoursMax: '32',
    maxTravelMinutes: '45',
    travelMeans: ['bicycle', 'public-transport'],
    availableFrom: inDays(1),
    workRight: 'free',
    workRightCheckedOn: inDays(-3),
  })
  await saveNext()
  await page.waitForURL((url) => url.pathname === home)
  await press(page, t('coach.newcomer.step.finish-intake'))
  await page.waitForURL(/gedaan=availability/)
  return newcomerId
}

/** Searches a term and ticks the first answer. */
async function search(page: Desk['page'], list: string, words: string): Promise<void> {
  await fillIn(page, { [`q.${list}`]: words })
  await page.locator(`[name="q.${list}"]`).press('Enter')
  await page.locator(`[name="found.${list}"]`).first().check()
}
