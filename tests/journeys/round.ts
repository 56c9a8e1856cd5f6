import { and, eq, ne } from 'drizzle-orm'
import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { wordsFor } from '#app/ui/words/words.tsx'
import { accounts } from '#db/schema/accounts.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { consents, proposals } from '#db/schema/proposals.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import { addressOf } from '#server/platform/addresses.ts'
import { anAccount, anEmployer } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { aRedisPrefix } from '#tests/setup/redis.ts'
import { aSite } from '#tests/setup/site.ts'
import { aCountry, allArePersonas, aPlace, CANARY, canariesIn, inDays } from './cast.ts'
import { aDesk, type Desk, fillIn, press, reloadUntil, t, textOf, until } from './desk.ts'
import { aRecorder, type Recorder } from './recorder.ts'
import { watchRedis } from './watch-redis.ts'

/** The stage of one round of the circle: who plays, and what came of it so far. */
export type Round = {
  database: Awaited<ReturnType<typeof aDatabase>>
  site: Awaited<ReturnType<typeof aSite>>
  redis: Awaited<ReturnType<typeof watchRedis>> | null
  employer: Desk
  coach: Desk
  newcomer: Desk | null
  /** Everything that went over the wire to the employer's browser. */
  toEmployer: Recorder
  people: { employer: string; coach: string; newcomer: string }
  newcomerId: string
  positionId: string
  proposalId: string
  otherProposalId: string
}

/** Opens the site with workers on its own database, and two desks. Of the other employer's place nobody knows yet. */
export async function openRound(browser: Browser, redisUrl: string | undefined): Promise<Round> {
  const database = await aDatabase()
  const { db } = database
  await aCountry(db)
  const employer = await anEmployer(db, { name: 'Wijkbakkerij De Korenaar' })
  const coach = await anAccount(db, { role: 'coach', displayName: 'Coach Een' })
  await aPlace(db, { title: 'Een plek bij een ander' })
  await allArePersonas(db)
  const redis = redisUrl ? await watchRedis(redisUrl) : null
  const site = await aSite({
    databaseUrl: database.url,
    redisUrl,
    queuePrefix: redisUrl ? aRedisPrefix() : undefined,
    env: { SWEEP_MS: '1000' },
  })
  const toEmployer = await aRecorder()
  const people = { employer: employer.actor.accountId ?? '', coach: coach.accountId ?? '', newcomer: '' }
  return {
    database,
    site,
    redis,
    employer: await aDesk(browser, site.origin, people.employer, { proxy: toEmployer.proxy }),
    coach: await aDesk(browser, site.origin, people.coach),
    newcomer: null,
    toEmployer,
    people,
    newcomerId: '',
    positionId: '',
    proposalId: '',
    otherProposalId: '',
  }
}

export async function closeRound(round: Round | undefined): Promise<void> {
  if (!round) return
  await Promise.all([round.employer.close(), round.coach.close(), round.newcomer?.close()])
  await round.toEmployer.close()
  await round.site.stop()
  round.redis?.close()
  await round.database.close()
}

/** The workers opened an account for the newcomer, in the language that the coach wrote down; here it is a persona too. */
export async function findAccount(round: Round): Promise<void> {
  const { db } = round.database
  const own = eq(accounts.newcomerId, round.newcomerId)
  await until('the account of the newcomer', async () => (await db.select().from(accounts).where(own)).length === 1)
  const [row] = await db.update(accounts).set({ demo: true }).where(own).returning()
  expect(row).toMatchObject({ role: 'newcomer', language: 'ar', state: 'active' })
  expect(row && addressOf(row)).toBe(CANARY.email)
  round.people.newcomer = row?.id ?? ''
}

/** The workers found two places for the newcomer: the one of the form and the one of the other employer. */
export async function findProposals(round: Round): Promise<void> {
  const { db } = round.database
  const { coach, newcomerId, positionId } = round
  await coach.go(`/coach/voorstellen?deelnemer=${newcomerId}`)
  await reloadUntil(coach.page, 'the proposal in the inbox', () =>
    coach.page.locator('.in-item', { hasText: 'Korenaar' }),
  )
  await until('the other proposal', async () => (await db.select().from(proposals)).length === 2)
  const of = and(eq(proposals.newcomerId, newcomerId), eq(proposals.positionId, positionId))
  const [one] = await db.select().from(proposals).where(of)
  const [other] = await db.select().from(proposals).where(ne(proposals.positionId, positionId))
  round.proposalId = one?.id ?? ''
  round.otherProposalId = other?.id ?? ''
}

/** Coach: reasons on the screen, then the shortlist. */
export async function shortlist({ coach, proposalId, newcomerId }: Round): Promise<void> {
  const { page } = coach
  await page.locator('.in-item a', { hasText: CANARY.givenName }).first().waitFor()
  await coach.go(`/coach/voorstellen/${proposalId}?deelnemer=${newcomerId}`)
  expect(await page.locator('.in-fitrow .in-list li').count()).toBeGreaterThan(3)
  const text = await textOf(page)
  expect(text).toContain(t('coach.inbox.why'))
  expect(text).toContain(CANARY.givenName)
  await press(page, t('coach.inbox.shortlist'))
  // Nobody here looks like this person, so that any card would point at them: the coach decides.
  await page.waitForURL(/gedaan=shortlist-held/)
  expect(await textOf(page)).toContain(t('coach.shownCard.held'))
  await page.locator('#cardReason').selectOption('newcomer-agrees')
  await press(page, t('coach.shownCard.show'))
  await page.waitForURL(/gedaan=show-card/)
  expect(await textOf(page)).toContain(t('coach.done.show-card'))
}

/** What the loader of a page says, as the page itself would ask for it. */
async function dataOf({ page }: Desk, path: string, route: string): Promise<Record<string, unknown>> {
  const address = `${path}?_data=${encodeURIComponent(`routes/${route}`)}`
  const json = await page.evaluate(async (url) => (await fetch(url)).text(), address)
  return JSON.parse(json) as Record<string, unknown>
}

/** Employer: a card without a name; returns it. */
export async function lookAtCard({ employer, positionId, proposalId, toEmployer }: Round): Promise<unknown> {
  await employer.go(`/werkgever/plekken/${positionId}/kandidaten`)
  await employer.page.locator(`a[href="/werkgever/kandidaten/${proposalId}"]`).click()
  await employer.page.waitForURL(/\/werkgever\/kandidaten\//)
  const text = await textOf(employer.page)
  expect(text).toContain(t('employer.candidate.hidden'))
  expect(text).not.toContain(t('employer.candidate.accept'))
  const { card, revealed } = await dataOf(employer, `/werkgever/kandidaten/${proposalId}`, 'employer.candidate')
  expect(revealed).toBeNull()
  // Not on this page, not on one before, not in data, headers or files: nowhere.
  expect(toEmployer.answers.length).toBeGreaterThan(10)
  expect(
    toEmployer.answers.flatMap(({ url, text: body }) => canariesIn(body).map((mark) => `${mark} in ${url}`)),
  ).toEqual([])
  // Which position it is for stands beside the card on this page; the newcomer's page has it elsewhere.
  return { ...(card as object), positionId: undefined }
}

/** Newcomer, in their own language: the proposal, why, the same card as the employer has, and yes with the phone number. */
export async function sayYes(round: Round, browser: Browser, language: ScreenLanguage, card: unknown): Promise<void> {
  const words = wordsFor(language)
  const { site, proposalId, people } = round
  const desk = await aDesk(browser, site.origin, people.newcomer, { viewport: { width: 390, height: 844 } })
  round.newcomer = desk
  const { page } = desk
  await desk.go(`/${language}/mijn-reis`)
  expect(await page.getAttribute('html', 'dir')).toBe(words.dir)
  await page.locator(`a[href="/${language}/mijn-reis/voorstel/${proposalId}"]`).first().click()
  await page.waitForURL(/voorstel/)
  const text = await textOf(page)
  expect(text).toContain(words.t('newcomer.proposal.why'))
  expect(await page.locator('section[aria-labelledby="why"] li').count()).toBeGreaterThan(3)
  expect((await dataOf(desk, `/${language}/mijn-reis/voorstel/${proposalId}`, 'newcomer.proposal'))['card']).toEqual(
    card,
  )
  await page.locator('input[name="choice"][value="yes"]').check()
  await fillIn(page, { fields: ['phone'] })
  await press(page, words.t('newcomer.proposal.send'))
  await page.waitForURL(/gedaan=yes/)
  expect(await textOf(page)).toContain(words.t('newcomer.done.yes'))
  const rows = await round.database.db.select().from(consents)
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ proposalId, language, newcomerId: round.newcomerId, withdrawnAt: null })
  expect([...(rows[0]?.fields ?? [])].sort()).toEqual(['given-name', 'phone'])
}

/** Employer: now the given name and the phone number, and nothing that was not ticked; then yes. */
export async function acceptCandidate({ employer, proposalId, toEmployer }: Round): Promise<void> {
  const { page } = employer
  await employer.go('/werkgever')
  await employer.go(`/werkgever/kandidaten/${proposalId}`)
  const text = await textOf(page)
  expect(text).toContain(CANARY.givenName)
  expect(text).toContain(CANARY.phone)
  await press(page, t('employer.candidate.accept'))
  await page.waitForURL(/gedaan=accepted/)
  expect(await textOf(page)).toContain(t('employer.done.accepted'))
  expectOnlyTicked(toEmployer)
}

/** Family name and mail address were never ticked: the employer's browser never gets them. */
export const expectOnlyTicked = ({ answers }: Recorder): void => {
  const found = new Set(answers.flatMap(({ text }) => canariesIn(text)))
  expect([...found].sort()).toEqual(['687125409', 'quellara'])
}

/** Coach: starts the placement from the form as it stands, with the days that are needed. */
export async function startPlacement(round: Round): Promise<string> {
  const { coach, proposalId } = round
  const { page } = coach
  await coach.go(`/coach/voorstellen/${proposalId}`)
  await page.getByRole('link', { name: t('coach.inbox.start') }).click()
  await page.waitForURL(/\/start$/)
  await fillIn(page, { startsOn: inDays(25), mentor: 'Anneke de Bakker' })
  await page.locator('[name="learningGoals"]').first().fill('Zelf een deeg maken')
  await press(page, t('coach.start.submit'))
  await page.waitForURL(/gedaan=started/)
  expect(await textOf(page)).toContain(t('coach.done.started'))
  const rows = await round.database.db.select().from(placements)
  expect(rows.map((row) => [row.proposalId, row.seat, row.state])).toEqual([[proposalId, 1, 'planned']])
  return rows[0]?.id ?? ''
}

/** The first day and the first conversation come: moved in the database, found by the clock of the workers, answered by the coach. */
export async function answerFollowUp(round: Round, placementId: string): Promise<void> {
  const { db } = round.database
  const { coach } = round
  const { page } = coach
  const all = () => db.select().from(followUps).where(eq(followUps.placementId, placementId))
  expect((await all()).map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'waiting'))
  await db
    .update(placements)
    .set({ startsOn: inDays(-14) })
    .where(eq(placements.id, placementId))
  const first = and(eq(followUps.placementId, placementId), eq(followUps.kind, 'week-2'))
  await db
    .update(followUps)
    .set({ dueOn: inDays(0) })
    .where(first)
  await coach.go('/coach/plaatsingen')
  const link = () => page.locator('.in-todo a[href^="/coach/vervolg/"]')
  await reloadUntil(page, 'the conversation to be due', link, 30_000)
  expect(await link().count()).toBe(1)
  await link().click()
  await page.waitForURL(/\/coach\/vervolg\//)
  await press(page, t('coach.followUp.submit'))
  await page.locator('.in-errors').waitFor()
  await fillIn(page, { outcome: 'going-well', note: 'Het gaat goed in de ploeg' })
  await press(page, t('coach.followUp.submit'))
  await page.waitForURL(/gedaan=follow-up/)
  const rows = await all()
  expect(rows.map(({ state }) => state).sort()).toEqual(['done', 'waiting', 'waiting', 'waiting', 'waiting'])
  expect(rows.find(({ kind }) => kind === 'week-2')).toMatchObject({ outcome: 'going-well', concern: null })
}

/** Ids of everybody who can be told something. */
export async function accountsOf(round: Round): Promise<string[]> {
  return (await round.database.db.select({ id: accounts.id }).from(accounts)).map(({ id }) => id)
}

/** The state of the place that went through the form. */
export async function stateOfPosition({ database, positionId }: Round): Promise<string | undefined> {
  const [row] = await database.db.select().from(positions).where(eq(positions.id, positionId))
  return row?.state
}
