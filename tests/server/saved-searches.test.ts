import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { boundDb } from '#db/bound.ts'
import { accounts } from '#db/schema/accounts.ts'
import { organisationStandings } from '#db/schema/members.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { notices } from '#db/schema/notices.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { positions } from '#db/schema/positions.ts'
import { savedSearches } from '#db/schema/saved-searches.ts'
import { mailNotices } from '#server/notices/mail-notices.ts'
import { type Actor, dayOf, WORKER } from '#server/platform/context.ts'
import type { Mail } from '#server/platform/mail.ts'
import { copyTables } from '#server/privacy/copy-tables.ts'
import { eraseNewcomer } from '#server/privacy/erase-newcomer.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { indexPositions } from '#server/search/index-positions.ts'
import { savedSearchesOf } from '#server/search/reads-saved.ts'
import { removeSavedSearch } from '#server/search/remove-saved-search.ts'
import { restoreSavedSearch } from '#server/search/restore-saved-search.ts'
import { MOST_SAVED, SAVED_DAYS } from '#server/search/rules-saved.ts'
import { SaveSearchInput, saveSearch } from '#server/search/save-search.ts'
import { tellNewMatches } from '#server/search/tell-new-matches.ts'
import { COOK } from '#tests/make/reference.ts'
import { aNewcomer, anAccount, anEmployer, aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

vi.setConfig({ testTimeout: 60_000 })
let home: Awaited<ReturnType<typeof aDatabase>>
let employer: Awaited<ReturnType<typeof anEmployer>>
let me: Awaited<ReturnType<typeof aNewcomer>>
beforeAll(async () => {
  home = await aDatabase()
  employer = await anEmployer(home.db)
})
afterAll(() => home.close())
beforeEach(async () => {
  await home.db.delete(savedSearches)
  await home.db.update(positions).set({ state: 'closed' }).where(eq(positions.state, 'published'))
  me = await aNewcomer(home.db)
})

const at = (days: number, hour = 9) => new Date(NOW.getTime() + days * 86_400_000 + (hour - 9) * 3_600_000)
const search = (question: string) => SaveSearchInput.parse({ question })
const save = (question: string, actor: Actor = me.actor, now = NOW) =>
  saveSearch(ctxOf(home.db, actor, now), search(question))
const look = (days: number, hour?: number) => tellNewMatches(ctxOf(home.db, WORKER, at(days, hour)))
/** A place on the site that search knows of. */
const aPlace = async (given: Parameters<typeof aPosition>[1] = {}) => {
  const { positionId } = await aPosition(home.db, { employer, ...given })
  await index(positionId)
  return positionId
}
const index = (...positionIds: string[]) => indexPositions(ctxOf(home.db, WORKER), { positionIds }, null)
/** The events of searches of this account so far. */
const told = async (actor: Actor = me.actor) =>
  (await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'search.matched'))).filter(
    ({ payload }) => (payload as { ownerId?: string }).ownerId === actor.accountId,
  )

describe('what is kept', () => {
  test('the address of a page, read by the reader of the page; the same again is one, for longer', async () => {
    expect(await save('q=Kok&sector=hospitality&page=3&onbekend=1')).toBe('saved')
    expect(await save('sector=hospitality&q=Kok', me.actor, at(10))).toBe('saved')
    const [one, ...others] = await savedSearchesOf(ctxOf(home.db, me.actor))
    expect(others).toEqual([])
    expect(one).toMatchObject({ asked: { q: 'Kok', sector: 'hospitality' }, toldAt: null, isRemoved: false })
    expect(one?.endsOn).toBe(addDays(dayOf(at(10)), SAVED_DAYS))
  })

  test.each(['', 'page=2', 'onbekend=1', 'volgorde=newest', 'sector=nietbestaand', 'q=mijn+nummer+111222333', 'q=<b>'])(
    '%s is not kept: it asks nothing, or holds what is never stored',
    (question) => {
      expect(SaveSearchInput.safeParse({ question }).success).toBe(false)
    },
  )

  test('at most so many, also when two come at once', async () => {
    const kinds = Array.from({ length: MOST_SAVED + 4 }, (_, number) => `q=werk${number}`)
    const answers = await Promise.all(kinds.map((question) => save(question)))
    expect(answers.filter((one) => one === 'saved')).toHaveLength(MOST_SAVED)
    expect(await savedSearchesOf(ctxOf(home.db, me.actor))).toHaveLength(MOST_SAVED)
    const other = await aNewcomer(home.db)
    expect(await save('q=kok', other.actor)).toBe('saved')
  })

  test('taken away and put back, for a day; never one of somebody else', async () => {
    await save('q=kok')
    const ctx = ctxOf(home.db, me.actor)
    const [one] = await savedSearchesOf(ctx)
    const chosen = { savedSearchId: one?.id ?? '' }
    const stranger = ctxOf(home.db, (await aNewcomer(home.db)).actor)
    await expect(removeSavedSearch(stranger, chosen)).rejects.toThrow('not-found')
    await removeSavedSearch(ctx, chosen)
    await removeSavedSearch(ctx, chosen)
    expect(await savedSearchesOf(ctx)).toMatchObject([{ isRemoved: true }])
    await expect(restoreSavedSearch(stranger, chosen)).rejects.toThrow('not-found')
    expect(await restoreSavedSearch(ctx, chosen)).toBe('restored')
    expect(await savedSearchesOf(ctx)).toMatchObject([{ isRemoved: false }])
    await removeSavedSearch(ctx, chosen)
    const later = ctxOf(home.db, me.actor, at(2))
    expect(await savedSearchesOf(later)).toEqual([])
    await expect(restoreSavedSearch(later, chosen)).rejects.toThrow('not-found')
  })

  test('the database itself shows each their own', async () => {
    await save('q=kok')
    const coach = await anAccount(home.db, { role: 'coach' })
    await save('q=zorg', coach)
    for (const [actor, question] of [
      [me.actor, 'q=kok'],
      [coach, 'q=zorg'],
    ] as const)
      expect(
        await boundDb(home.db, { ...actor, now: NOW })
          .select({ q: savedSearches.question })
          .from(savedSearches),
      ).toEqual([{ q: question }])
    const employee = await anAccount(home.db, { role: 'employer', employerId: employer.employerId })
    await expect(save('q=kok', employee)).rejects.toThrow('forbidden')
  })
})

describe('what is told', () => {
  test('nothing new, no notice', async () => {
    await aPlace({ occupationUri: COOK })
    await save('q=kok')
    expect(await look(1)).toMatchObject({ looked: 1, told: 0 })
    await aPlace({ title: 'Brood bakken in de wijk' })
    expect(await look(2)).toMatchObject({ looked: 1, told: 0 })
    expect(await told()).toEqual([])
  })

  test('a new match is told once, however often and by how many it is looked at', async () => {
    await save('q=kok')
    await aPlace({ occupationUri: COOK })
    await Promise.all([look(1), look(1), look(1)])
    await look(1)
    expect(await told()).toHaveLength(1)
    expect(await look(2)).toMatchObject({ looked: 1, told: 0 })
    expect(await told()).toHaveLength(1)
    expect(await savedSearchesOf(ctxOf(home.db, me.actor))).toMatchObject([{ toldAt: expect.any(Date) }])
  })

  test('at most once a day, and never in the night', async () => {
    await save('q=kok')
    await aPlace({ occupationUri: COOK })
    expect((await look(0, 22)).looked).toBe(0)
    expect((await look(1, 3)).looked).toBe(0)
    expect((await look(1, 7)).told).toBe(1)
    await aPlace({ occupationUri: COOK })
    expect((await look(1, 20)).looked).toBe(0)
    expect((await look(2, 7)).told).toBe(1)
    expect((await look(5, 3)).looked).toBe(0)
    expect((await look(5, 7)).looked).toBe(1)
  })

  test('what was paused and came back, or changed, is not new again', async () => {
    await save('q=kok')
    const place = await aPlace({ occupationUri: COOK })
    await look(1)
    await home.db.update(positions).set({ state: 'paused' }).where(eq(positions.id, place))
    await index(place)
    await look(2)
    await home.db.update(positions).set({ state: 'published' }).where(eq(positions.id, place))
    await index(place)
    await look(3)
    expect(await told()).toHaveLength(1)
  })

  test('every filter counts, and some of the words is no match', async () => {
    await save('q=kok+ziekenhuis')
    await save('q=kok&loon=nee')
    await save('postcode=3811&km=5&q=kok')
    // Nobody knows this postcode: nothing is near it.
    await save('postcode=9999&km=5&q=kok')
    await save('gemeente=GM0344&q=kok')
    await aPlace({ occupationUri: COOK })
    await look(1)
    const rows = await home.db.select().from(savedSearches)
    expect(rows.filter((row) => row.toldAt !== null).map((row) => row.question)).toEqual(['q=kok&gemeente=GM0344'])
  })

  test('what is off the site is not told, though the projection still has it', async () => {
    await save('q=kok')
    const place = await aPlace({ occupationUri: COOK })
    await home.db.update(positions).set({ state: 'paused' }).where(eq(positions.id, place))
    expect(await look(1)).toMatchObject({ told: 0 })
  })

  test('nor is what belongs to an employer that is suspended, before a worker paused it', async () => {
    await save('q=kok')
    const other = await anEmployer(home.db)
    await aPlace({ occupationUri: COOK, employer: other })
    const { employerId } = other
    await home.db.insert(organisationStandings).values({ employerId, state: 'suspended', changedAt: NOW })
    expect(await look(1)).toMatchObject({ told: 0 })
    await home.db.update(organisationStandings).set({ state: 'active' })
    expect(await look(2)).toMatchObject({ told: 1 })
  })

  test('who paused, stopped or is suspended hears nothing, and of it all when they go on', async () => {
    await save('q=kok')
    await aPlace({ occupationUri: COOK })
    const mine = eq(newcomers.id, me.newcomerId)
    for (const availability of ['paused', 'withdrawn'] as const) {
      await home.db.update(newcomers).set({ availability }).where(mine)
      expect((await look(1)).looked).toBe(0)
    }
    await home.db.update(newcomers).set({ availability: 'available' }).where(mine)
    const account = eq(accounts.id, me.actor.accountId ?? '')
    await home.db.update(accounts).set({ state: 'suspended' }).where(account)
    expect((await look(2)).looked).toBe(0)
    await home.db.update(accounts).set({ state: 'active' }).where(account)
    expect(await look(3)).toMatchObject({ told: 1 })
  })

  test('nor does a coach of a municipality that is suspended', async () => {
    const coach = await anAccount(home.db, { role: 'coach' })
    await save('q=kok', coach)
    await aPlace({ occupationUri: COOK })
    const { municipalityCode } = coach
    await home.db.insert(organisationStandings).values({ municipalityCode, state: 'suspended', changedAt: NOW })
    expect((await look(1)).looked).toBe(0)
    await home.db
      .delete(organisationStandings)
      .where(eq(organisationStandings.municipalityCode, municipalityCode ?? ''))
    expect(await look(2)).toMatchObject({ told: 1 })
  })

  test('one that cannot be looked at stands in nobody’s way', async () => {
    await save('q=kok')
    await aPlace({ occupationUri: COOK })
    const broken = await aNewcomer(home.db)
    await save('q=zorg', broken.actor)
    const accountId = broken.actor.accountId ?? ''
    await home.db.execute(
      sql.raw(`create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
        create trigger refused before update on saved_searches for each row when (new.account_id = '${accountId}') execute function refuse()`),
    )
    try {
      expect(await look(1)).toEqual({ looked: 1, told: 1, failed: 1 })
    } finally {
      await home.db.execute(sql.raw('drop trigger refused on saved_searches'))
    }
    expect(await look(1)).toEqual({ looked: 1, told: 0, failed: 0 })
  })

  test('in the language of the account, by mail and on the site, without a word of what is searched', async () => {
    await home.db
      .update(accounts)
      .set({ language: 'ar', email: 'amal@instroom.example' })
      .where(eq(accounts.id, me.actor.accountId ?? ''))
    await save('q=kok')
    await aPlace({ occupationUri: COOK })
    await look(1)
    const [event] = await told()
    const sent: Mail[] = []
    const mailer = { send: async (mail: Mail) => void sent.push(mail) }
    const compose = (code: string, language: string) => ({ subject: code, text: language })
    const [kept] = await home.db.select().from(savedSearches)
    const payload = { savedSearchId: kept?.id ?? '', ownerId: me.actor.accountId ?? '' }
    expect(event?.payload).toEqual(payload)
    const again = { id: event?.id ?? 0, name: 'search.matched', payload } as const
    for (let times = 0; times < 2; times++) await mailNotices(ctxOf(home.db, WORKER, at(1)), again, mailer, compose)
    expect(sent.map(({ subject, text }) => [subject, text])).toEqual([['search-found', 'ar']])
    const rows = await home.db
      .select()
      .from(notices)
      .where(eq(notices.accountId, me.actor.accountId ?? ''))
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toMatch(/kok/i)
  })
})

describe('what goes', () => {
  test('when its days are over, and a day after it was taken away', async () => {
    await save('q=kok')
    await save('q=zorg')
    const ctx = ctxOf(home.db, me.actor)
    const zorg = (await savedSearchesOf(ctx)).find((one) => one.asked.q === 'zorg')
    await removeSavedSearch(ctx, { savedSearchId: zorg?.id ?? '' })
    await look(2)
    expect(await home.db.select({ q: savedSearches.question }).from(savedSearches)).toEqual([{ q: 'q=kok' }])
    await look(SAVED_DAYS + 1)
    expect(await home.db.select().from(savedSearches)).toEqual([])
  })

  test('with its owner; and a copy of one’s own data has it', async () => {
    await save('q=kok')
    const copy = await copyTables(home.db, {
      newcomer: [me.newcomerId],
      account: [me.actor.accountId ?? ''],
      proposal: [],
      placement: [],
    })
    expect(copy.find(({ table }) => table === 'saved_searches')?.rows).toMatchObject([{ question: 'q=kok' }])
    await eraseNewcomer(ctxOf(home.db, WORKER), me.newcomerId, 'asked', { dry: false })
    expect(await home.db.select().from(savedSearches)).toEqual([])
  })
})
