import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { placements } from '#db/schema/placements.ts'
import { stateOf } from '#tests/make/proposals.ts'
import { aBrowser } from '#tests/setup/chromium.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { aSite } from '#tests/setup/site.ts'
import { aCountry, allArePersonas, aPerson, aPlace, aWaitingProposal, inDays } from './cast.ts'
import { aDesk, type Desk, fillIn, press, t, textOf } from './desk.ts'

let database: Awaited<ReturnType<typeof aDatabase>>
let site: Awaited<ReturnType<typeof aSite>>
let browser: Browser

beforeAll(async () => {
  database = await aDatabase()
  await aCountry(database.db)
  ;[site, browser] = await Promise.all([aSite({ databaseUrl: database.url }), aBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
  await database?.close()
})

const TYPED = {
  startsOn: inDays(25),
  endsOn: inDays(120),
  mentor: 'Jolanda van de Oven',
  goals: ['Deeg leren kneden', 'Veilig de oven in en uit'],
}

async function openForm(desk: Desk, proposalId: string): Promise<void> {
  await desk.go(`/coach/voorstellen/${proposalId}/start`)
  const { goals, ...plain } = TYPED
  await fillIn(desk.page, plain)
  const rows = desk.page.locator('[name="learningGoals"]')
  for (const [at, goal] of goals.entries()) await rows.nth(at).fill(goal)
  for (let at = goals.length; at < (await rows.count()); at++) await rows.nth(at).fill('')
}

/** Presses start and waits for the answer, whichever it is. */
async function start({ page }: Desk): Promise<'started' | 'refused'> {
  const refused = page.getByText(t('refusal.seats-taken'), { exact: true })
  await press(page, t('coach.start.submit'))
  return Promise.race([
    page.waitForURL(/gedaan=started/, { timeout: 30_000 }).then(() => 'started' as const),
    refused.waitFor({ timeout: 30_000 }).then(() => 'refused' as const),
  ])
}

test.each([1, 2, 3])('two coaches press start for the last seat, round %i: one wins, the other reads why', async () => {
  const { db } = database
  const place = await aPlace(db, { seats: 1 })
  const both = await Promise.all(
    [0, 1].map(async () => aWaitingProposal(db, { state: 'accepted', position: place, newcomer: await aPerson(db) })),
  )
  await allArePersonas(db)
  const desks = await Promise.all(both.map(({ coach }) => aDesk(browser, site.origin, coach)))
  try {
    await Promise.all(desks.map((desk, at) => openForm(desk, both[at]?.proposalId ?? '')))
    const ends = await Promise.all(desks.map(start))
    expect([...ends].sort()).toEqual(['refused', 'started'])
    const lost = ends.indexOf('refused')
    const page = desks[lost]?.page
    if (!page) throw new Error('nobody lost')
    expect(await textOf(page)).toContain(t('refusal.seats-taken'))
    expect(await page.title()).toMatch(/^Fout: /)
    // Nothing of what was typed is lost, and nothing is half done.
    for (const name of ['startsOn', 'endsOn', 'mentor'] as const)
      expect(await page.locator(`[name="${name}"]`).inputValue()).toBe(TYPED[name])
    const goals = page.locator('[name="learningGoals"]')
    expect([await goals.nth(0).inputValue(), await goals.nth(1).inputValue()]).toEqual(TYPED.goals)
    const rows = (await db.select().from(placements)).filter((row) => row.positionId === place.positionId)
    expect(rows.map((row) => [row.proposalId, row.seat, row.mentor])).toEqual([
      [both[1 - lost]?.proposalId, 1, TYPED.mentor],
    ])
    expect(await stateOf(db, both[lost]?.proposalId ?? '')).toBe('accepted')
    // Pressing again changes nothing, and says the same.
    expect(await start(desks[lost] as Desk)).toBe('refused')
    expect((await db.select().from(placements)).filter((row) => row.positionId === place.positionId)).toHaveLength(1)
  } finally {
    await Promise.all(desks.map((desk) => desk.close()))
  }
})
