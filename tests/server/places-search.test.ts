import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { establishments } from '#db/schema/employers.ts'
import { positions } from '#db/schema/positions.ts'
import { positionSearch } from '#db/schema/search.ts'
import { LANGUAGE_SKILLS, type LanguageSkill, LEVELS, type Level } from '#db/values/language.ts'
import { SUPPORTS, type Support } from '#db/values/positions.ts'
import { SECTORS, type Sector } from '#db/values/reference.ts'
import { TRAVEL_MINUTES } from '#server/newcomers/rules-choices.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { positionsWith } from '#server/positions/reads-words.ts'
import { matchOf, placesFor } from '#server/proposals/reads-match.ts'
import { EVERY_PLACE, type PlacesQuestion } from '#server/proposals/rules-places-asked.ts'
import { searchPositions } from '#server/search/reads.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { dayNumberOf } from '#server/search/rules-encode.ts'
import { HOURS_BANDS, type HoursBand, START_BANDS, type StartBand } from '#server/search/rules-position-query.ts'
import { aReadyNewcomer } from '#tests/make/proposals.ts'
import { BAKER, CARER, COOK } from '#tests/make/reference.ts'
import { anEmployer, aPosition, ctxOf, TODAY } from '#tests/make/rooms.ts'
import { type Home, ownDatabase } from '#tests/workers/services.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
let home: Home
let person: { newcomerId: string; coach: Actor }
const ids: string[] = []

/** Sixty places that differ in everything that can be asked. */
beforeAll(async () => {
  home = await ownDatabase()
  person = await aReadyNewcomer(home.db)
  const [near, far] = [await anEmployer(home.db), await anEmployer(home.db, { name: 'Verre Zaak' })]
  await home.db.update(establishments).set({ postcode4: '3824' }).where(eq(establishments.id, far.establishmentId))
  const one = <T>(at: number, values: readonly T[]): T => values[at % values.length] as T
  for (let at = 0; at < 60; at++) {
    const level = one(at, [null, 'A1', 'A2', 'B1', 'B2'] as const)
    const skill = one(Math.floor(at / 5), LANGUAGE_SKILLS)
    const { positionId } = await aPosition(home.db, {
      employer: at % 4 === 3 ? far : near,
      title: at % 6 === 0 ? 'Taart maken' : 'Brood bakken',
      code: `Z${at}`,
      occupationUri: one(at, [BAKER, CARER, COOK]),
      hoursPerWeek: one(at, [12, 16.5, 20, 32, 36, 40, 24]),
      hourlyWageCents: at % 3 === 0 ? null : 1500,
      supervisorHours: one(at, [null, 2, 4, 8]),
      startsOn: one(at, [
        '2026-12-01',
        '2026-12-24',
        '2026-12-25',
        '2027-02-23',
        '2027-02-24',
        '2027-06-01',
        '2026-11-01',
      ]),
      endsOn: null,
      supports: [...SUPPORTS].filter((_, index) => (at >> (index % 4)) % 2 === 1),
      languages: level ? [{ language: 'nld', skill, level, task: 'Overleggen' }] : [],
    })
    ids.push(positionId)
  }
  await rebuildIndex(ctxOf(home.db, WORKER), null)
})
afterAll(() => home.close())

const ask = (part: Partial<PlacesQuestion> = {}, words: readonly string[] | null = null) =>
  placesFor(ctxOf(home.db, person.coach), person.newcomerId, { question: { ...EVERY_PLACE, ...part }, words })

test('a coach looks for words among the places of one person; what fits is still decided by the engine', async () => {
  const paused = await aPosition(home.db, { title: 'Taart versieren', state: 'paused' })
  const found = await positionsWith(ctxOf(home.db, person.coach), null, 'taart')
  expect(found).toMatchObject({ engine: 'postgres', loosely: false, isCut: false })
  expect([...found.ids].sort()).toEqual(ids.filter((_, at) => at % 6 === 0).sort())
  const sum = ({ counts }: Awaited<ReturnType<typeof ask>>) =>
    Object.values(counts).reduce((total, one) => total + one, 0)
  const all = await ask()
  expect([all.nearest, all.lookedAt, sum(all), all.without]).toEqual([60, 60, 60, {}])
  const some = await ask({}, [...found.ids, paused.positionId])
  expect([some.nearest, some.lookedAt, sum(some), some.without]).toEqual([60, 10, 10, { q: 60 }])
  const none = await ask({}, [])
  expect([none.lookedAt, none.fits, none.without]).toEqual([0, [], { q: 60 }])
})

test('words that no place has together find what has some, and that is said', async () => {
  const found = await positionsWith(ctxOf(home.db, person.coach), null, 'taart zagen')
  expect([found.loosely, found.ids.length]).toEqual([true, 10])
})

/** The question with one more choice, as the form sends it. */
function choose(asked: Partial<PlacesQuestion>, field: string, choice: string): Partial<PlacesQuestion> {
  if ((LANGUAGE_SKILLS as readonly string[]).includes(field))
    return { ...asked, dutch: { ...asked.dutch, [field as LanguageSkill]: choice as Level } }
  switch (field) {
    case 'sector':
      return { ...asked, sector: choice as Sector }
    case 'hours':
      return { ...asked, hours: choice as HoursBand }
    case 'start':
      return { ...asked, start: choice as StartBand }
    case 'paid':
      return { ...asked, paid: choice === 'yes' }
    case 'guidance':
      return { ...asked, guided: true }
    case 'minutes':
      return { ...asked, minutes: Number(choice) }
    case 'support':
      return { ...asked, supports: [...(asked.supports ?? []), choice as Support] }
  }
  throw new Error(`no field ${field}`)
}

const QUESTIONS: Partial<PlacesQuestion>[] = [
  {},
  { sector: 'bakery', hours: 'half' },
  { paid: true, start: 'soon', dutch: { speaking: 'A2' } },
  { guided: true, minutes: 45 },
  { supports: ['travel-costs'] },
  { sector: 'care', paid: false, start: 'later', dutch: { speaking: 'none', reading: 'A1' }, minutes: 15 },
]

test('beside every choice: as many as there are when it is chosen too, with all the other filters', async () => {
  let compared = 0
  const words = ids.filter((_, at) => at % 5 !== 0)
  for (const [which, part] of QUESTIONS.entries()) {
    const { choices } = await ask(part, words)
    expect(Object.keys(choices).sort()).toEqual(
      ['guidance', 'hours', 'minutes', 'paid', 'sector', 'start', 'support', ...LANGUAGE_SKILLS].sort(),
    )
    for (const [field, counts] of Object.entries(choices))
      for (const [at, [choice, count]] of Object.entries(counts).entries()) {
        // Each question another third of them, and of those that give nothing few: a page for each would take long. Help adds up, so there each.
        if (field !== 'support' && (at % 3 !== which % 3 || (count === 0 && at % 4 > 0))) continue
        const chosen = await ask(choose(part, field, choice), words)
        expect(chosen.lookedAt, `${JSON.stringify(part)} ${field} ${choice}`).toBe(count)
        compared += 1
      }
  }
  expect(compared).toBeGreaterThan(60)
})

test('without each filter that is asked: as many as there are without it', async () => {
  const words = ids.slice(0, 40)
  for (const part of QUESTIONS) {
    const { without } = await ask(part, words)
    const rest: Record<string, Promise<{ lookedAt: number }>> = { q: ask(part, null) }
    const { sector, hours, paid, start, guided, minutes, supports, dutch, ...others } = part
    const left = { sector, hours, paid, start, guided, minutes, supports, dutch }
    const nameOf: Record<string, string> = { guided: 'guidance', minutes: 'near', supports: 'support' }
    for (const [name, value] of Object.entries(left)) {
      if (value === undefined || name === 'dutch') continue
      const { [name as keyof typeof left]: _, ...asked } = { ...others, ...part }
      rest[nameOf[name] ?? name] = ask(asked, words)
    }
    for (const skill of Object.keys(dutch ?? {}) as LanguageSkill[]) {
      const { [skill]: _, ...levels } = dutch ?? {}
      rest[skill] = ask({ ...part, dutch: levels }, words)
    }
    const expected = await Promise.all(Object.entries(rest).map(async ([name, one]) => [name, (await one).lookedAt]))
    expect(without).toEqual(Object.fromEntries(expected))
  }
})

test('a filter means what it means to a visitor, in the index too', async () => {
  const today = dayNumberOf(TODAY)
  const total = async (query: Parameters<typeof searchPositions>[2]) =>
    (await searchPositions(home.db, null, { ...query, today })).total
  for (const sector of SECTORS) expect((await ask({ sector })).lookedAt).toBe(await total({ sector }))
  for (const hours of HOURS_BANDS) expect((await ask({ hours })).lookedAt, hours).toBe(await total({ hours }))
  for (const start of START_BANDS) expect((await ask({ start })).lookedAt, start).toBe(await total({ start }))
  for (const paid of [true, false]) expect((await ask({ paid })).lookedAt).toBe(await total({ paid }))
  for (const one of SUPPORTS) expect((await ask({ supports: [one] })).lookedAt).toBe(await total({ supports: [one] }))
  for (const skill of LANGUAGE_SKILLS)
    for (const level of LEVELS)
      expect((await ask({ dutch: { [skill]: level } })).lookedAt).toBe(await total({ dutch: { [skill]: level } }))
  expect((await ask({ guided: true })).lookedAt).toBe(await total({ guided: true }))
})

test('the way there is the one that the match page tells of', async () => {
  const ctx = ctxOf(home.db, person.coach)
  const { newcomerId } = person
  const ways = await Promise.all(
    ids.map(
      async (positionId) => (await matchOf(ctx, { newcomerId, positionId })).explanation.journey?.minutes ?? null,
    ),
  )
  expect(new Set(ways).size).toBeGreaterThan(1)
  for (const minutes of TRAVEL_MINUTES)
    expect((await ask({ minutes })).lookedAt).toBe(ways.filter((one) => one !== null && one <= minutes).length)
  // Somebody whose home nobody knows has a page too.
  const unknown = await aReadyNewcomer(home.db, { postcode4: null })
  const places = await placesFor(ctxOf(home.db, unknown.coach), unknown.newcomerId)
  expect([places.isWayKnown, (await ask()).isWayKnown]).toEqual([false, true])
})

test('an order of the coach comes before the score; what stands side by side is there whatever is asked', async () => {
  const starts = ({ fits, almost }: Awaited<ReturnType<typeof ask>>) =>
    [fits, almost].map((list) => list.map((one) => one.startsOn))
  const found = starts(await ask({ order: 'start' }))
  expect(found).toEqual(found.map((list) => [...list].sort()))
  expect(found).not.toEqual(starts(await ask()))
  const [chosen] = ids.slice(3, 4)
  const beside = await placesFor(ctxOf(home.db, person.coach), person.newcomerId, {
    words: [],
    beside: [chosen ?? '', crypto.randomUUID(), 'abc'],
  })
  expect([beside.lookedAt, beside.beside.map((one) => one.id)]).toEqual([0, [chosen]])
})

test('more places with a word than an index gives: it is said', async () => {
  const id = ids[1] ?? ''
  const [row] = await home.db.select().from(positions).where(eq(positions.id, id))
  const [stored] = await home.db.select().from(positionSearch).where(eq(positionSearch.positionId, id))
  if (!row || !stored) throw new Error('no place')
  const copies = Array.from({ length: 1_000 }, (_, at) => ({ id: crypto.randomUUID(), code: `K${at}` }))
  await home.db.insert(positions).values(copies.map((one) => ({ ...row, ...one })))
  await home.db.insert(positionSearch).values(copies.map((one) => ({ ...stored, positionId: one.id })))
  const found = await positionsWith(ctxOf(home.db, person.coach), null, 'brood')
  expect([found.isCut, found.ids.length]).toEqual([true, 1_000])
})
