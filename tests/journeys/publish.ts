import { expect } from 'vitest'
import { inDays } from './cast.ts'
import { type Desk, fillIn, press, t, textOf } from './desk.ts'

const TITLE = 'Leren bakken in de wijkbakkerij'

/** Monday, Tuesday and Thursday from nine to five. */
const WEEK = Object.fromEntries(
  [1, 2, 4].flatMap((day) => [
    [`week[${day}][0].from`, '09:00'],
    [`week[${day}][0].to`, '17:00'],
  ]),
)

/** What a paid place needs for every safeguard, but for its name and its occupation. */
const FIELDS = {
  tasks: 'Deeg maken\nBrood bakken\nDe winkel vullen',
  learns: 'Werken met de oven',
  earns: 'Loon en een vaste begeleider',
  type: 'REGULAR_JOB',
  startsOn: inDays(21),
  endsOn: inDays(220),
  hoursPerWeek: '24',
  ...WEEK,
  seats: '1',
  hourlyWage: '16,80',
  supports: ['language-buddy'],
  supervisorName: 'Anneke de Bakker',
  supervisorHours: '6',
  traineesPerSupervisor: '1',
  'dutch.speaking.level': 'A2',
  'declaration.candidateFee': '0',
  'dutch.speaking.task': 'Overleggen in het team',
  'declaration.cao.code': 'Bakkersbedrijf',
  'declaration.cao.scale': '2',
  'declaration.cao.scaleEuros': '15,90',
  'declaration.repaymentClause': ['no'],
}
/** Asked as soon as the form knows that the place has a contract; without scripts that is after it was sent once. */
const OF_A_CONTRACT = {
  'declaration.probationDays': '0',
  'declaration.afterTrial': ['no'],
  'declaration.wageSubsidy': ['no'],
}

/**
 * The employer fills in the form of a new place, with a mistake at first, and publishes it.
 *
 * @param scripts the browser runs them: the form is tested while it is filled in
 * @returns the id of the position
 */
export async function publishThroughForm({ page, go }: Desk, scripts?: 'scripts'): Promise<string> {
  await go('/werkgever')
  await page
    .getByRole('link', { name: t('employer.positions.add') })
    .first()
    .click()
  await page.waitForURL(/\/werkgever\/plekken\/nieuw/)
  await fillIn(page, FIELDS)
  await press(page, t('employer.form.publish'))

  // Two answers are missing: both are said on top, each with a link to its field; the rest is still there.
  const summary = page.locator('.in-errors')
  await summary.waitFor()
  expect(await page.title()).toMatch(/^Fout: /)
  expect(await summary.getByRole('link').count()).toBe(2)
  await expectTyped(page)
  await summary.getByRole('link', { name: t('employer.form.field.title') }).click()
  expect(new URL(page.url()).hash).toBe('#title')
  expect(await page.evaluate(() => document.querySelector(location.hash)?.getAttribute('aria-invalid'))).toBe('true')

  await fillIn(page, { ...OF_A_CONTRACT, title: TITLE, occupationSearch: 'bakker' })
  await page
    .locator('#occupationUri-keuze')
    .getByRole('button', { name: t('employer.form.search') })
    .click()
  await page.locator('[name="occupationUri"]').first().waitFor()
  await expectTyped(page)
  await page.locator('[name="occupationUri"]').first().check()
  if (scripts) await expectTestedByItself(page)
  await press(page, t('employer.form.publish'))
  await page.waitForURL(/\/werkgever\/plekken\/[0-9a-f-]{36}\?/)
  const text = await textOf(page)
  expect(text).toContain(t('employer.done.published'))
  expect(text).toContain(TITLE)
  return new URL(page.url()).pathname.split('/')[3] ?? ''
}

/** A wage that is too low is stopped without a button, and is fine again when it is put right; who types keeps the focus. */
async function expectTestedByItself(page: Desk['page']): Promise<void> {
  const wage = page.locator('[name="hourlyWage"]')
  const stopped = page.locator('.in-verdict').getByRole('heading', { name: t('employer.verdict.blockTitle') })
  await wage.fill('9,00')
  await stopped.waitFor()
  expect(await page.getByRole('status').allInnerTexts()).toContain(t('employer.verdict.blockTitle'))
  expect(await wage.evaluate((field) => field === document.activeElement)).toBe(true)
  await wage.fill(FIELDS.hourlyWage)
  await stopped.waitFor({ state: 'detached' })
  expect(await wage.inputValue()).toBe(FIELDS.hourlyWage)
}

/** Everything that was typed stands in the form again. */
async function expectTyped(page: Desk['page']): Promise<void> {
  for (const [name, value] of Object.entries(FIELDS)) {
    const field = page.locator(`[name="${name}"]`)
    if (Array.isArray(value)) expect(await page.locator(`[name="${name}"]:checked`).count(), name).toBe(value.length)
    else expect((await field.first().inputValue()).replaceAll('\r', ''), name).toBe(value)
  }
}
