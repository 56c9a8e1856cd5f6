import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { employerNews, officerNews } from '#app/routes/staff.news.ts'
import { changeAvailability } from '#server/newcomers/change-availability.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { noticesOf } from '#server/notices/reads.ts'
import type { EventCatalogue, EventName } from '#server/outbox/events.ts'
import { WORKER } from '#server/platform/context.ts'
import { ownPositions } from '#server/positions/reads.ts'
import { cardCodesFor } from '#server/proposals/reads-codes.ts'
import { aProposal, codeOf, eventsAbout } from '#tests/make/proposals.ts'
import { anAccount, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { mailText } from '#workers/mail-text.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

let lastId = 0
const tell = <N extends EventName>(name: N, payload: EventCatalogue[N]) =>
  makeNotice(ctxOf(home.db, WORKER), { id: ++lastId, name, payload })

describe('news', () => {
  test('an employer reads about a position and a card, never a name, and only about its own', async () => {
    const { proposalId, position, newcomer } = await aProposal(home.db, { state: 'consented' })
    const other = await aProposal(home.db, { state: 'consented' })
    const ended = await aProposal(home.db, { state: 'declined', position })
    await tell('consent.given', { proposalId, consentId: crypto.randomUUID() })
    await tell('consent.withdrawn', { proposalId: ended.proposalId, consentId: crypto.randomUUID() })
    const ctx = ctxOf(home.db, position.employer)
    const own = await ownPositions(ctx)
    const news = await employerNews(ctx, own)
    const title = own[0]?.title
    expect(news.find((one) => one.code === 'newcomer-consented')).toMatchObject({
      unread: true,
      title,
      card: proposalId.slice(0, 8),
      href: `/werkgever/kandidaten/${proposalId}`,
    })
    expect(news.find((one) => one.code === 'consent-withdrawn')).toMatchObject({
      card: ended.proposalId.slice(0, 8),
      href: `/werkgever/plekken/${position.positionId}`,
    })
    expect(JSON.stringify(news)).not.toMatch(new RegExp(`Samira|Tester|${newcomer.newcomerId}`))
    expect([...(await cardCodesFor(ctx, [other.proposalId, 'not-an-id'])).keys()]).toEqual([])
    expect(await codeOf(cardCodesFor(ctxOf(home.db, newcomer.actor), [proposalId]))).toBe('forbidden')
  })

  test('an officer reads what waits, with a link while it waits', async () => {
    const officer = await anAccount(home.db, { role: 'officer' })
    const { position } = await aProposal(home.db)
    const { positionId } = position
    const verdictId = crypto.randomUUID()
    await tell('position.decision-asked', { positionId, verdictId })
    const ctx = ctxOf(home.db, officer)
    expect(await officerNews(ctx, [], [])).toMatchObject([
      { code: 'decision-asked', href: null, title: 'Leren en werken in de bakkerij' },
    ])
    expect(await officerNews(ctx, [{ positionId, title: 'Bakker' }], [])).toMatchObject([
      { href: `/toets/${positionId}` },
    ])
    const start = { id: verdictId, title: 'Bakker', cardCode: 'K7' }
    expect(await officerNews(ctx, [], [start])).toMatchObject([{ href: `/toets/start/${verdictId}`, card: 'K7' }])
  })

  test('a mail leads to the page where one signs in', () => {
    for (const language of ['nl', 'en', 'ar'] as const)
      expect(mailText('https://instroom.example')('follow-up-due', language).text).toContain(
        'https://instroom.example/inloggen\n',
      )
  })
})

describe('a newcomer who stops', () => {
  test('the coach is told, unless the coach did it', async () => {
    for (const by of ['newcomer', 'coach'] as const) {
      const { newcomer, coach } = await aProposal(home.db)
      const { newcomerId } = newcomer
      const actor = by === 'coach' ? coach : newcomer.actor
      await changeAvailability(ctxOf(home.db, actor), { newcomerId, step: 'withdraw' })
      const [event] = await eventsAbout(home.db, newcomerId, 'newcomer.withdrawn')
      expect(event?.payload).toEqual({ newcomerId, accountId: actor.accountId })
      await tell('newcomer.withdrawn', { newcomerId, accountId: actor.accountId ?? '' })
      const told = (await noticesOf(ctxOf(home.db, coach))).map((one) => one.code)
      expect(told).toEqual(by === 'coach' ? [] : ['newcomer-stopped'])
    }
  })
})
