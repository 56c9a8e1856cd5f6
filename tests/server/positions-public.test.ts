import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardFacts, pageFacts } from '#app/ui/newcomer/position-facts.tsx'
import { wordsFor } from '#app/ui/words/words.tsx'
import { placements } from '#db/schema/placements.ts'
import { positions } from '#db/schema/positions.ts'
import { positionFacts } from '#server/matching/rules/facts.ts'
import { WORKER } from '#server/platform/context.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { openPositions, positionFactsOf, positionForEditing, publicPosition } from '#server/positions/reads.ts'
import { publicViews } from '#server/positions/reads-public.ts'
import { widerQuestions } from '#server/positions/reads-wider.ts'
import { indexPositions } from '#server/search/index-positions.ts'
import { aProposal } from '#tests/make/proposals.ts'
import { BAKER } from '#tests/make/reference.ts'
import { aPosition, ctxOf, DECLARED, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let position: Awaited<ReturnType<typeof aPosition>>

beforeAll(async () => {
  home = await aDatabase()
  position = await aPosition(home.db)
  for (const seat of [1, 2]) {
    const { proposalId, newcomer } = await aProposal(home.db, { position, state: 'placed' })
    await home.db.insert(placements).values({
      proposalId,
      newcomerId: newcomer.newcomerId,
      positionId: position.positionId,
      state: seat === 1 ? 'active' : 'cancelled',
      seat,
      startsOn: '2026-12-07',
      mentor: 'Anneke',
      learningGoals: ['Brood bakken'],
      createdAt: NOW,
      stateSince: NOW,
    })
  }
})
afterAll(() => home.close())

test('an index gives ids and the rows are read again: what left the site is not shown', async () => {
  const gone = await aPosition(home.db, { title: 'Bakker in Amersfoort' })
  await indexPositions(ctxOf(home.db, WORKER), { positionIds: [position.positionId, gone.positionId] }, null)
  await home.db.update(positions).set({ state: 'paused' }).where(eq(positions.id, gone.positionId))
  const found = await openPositions(home.db, null, { q: 'bakker', page: Number.NaN }, TODAY)
  expect(found).toMatchObject({ page: 1, engine: 'postgres' })
  expect(found.rows.map((row) => row.id)).toEqual([position.positionId])
  expect(await publicPosition(home.db, gone.code, TODAY)).toBeNull()
})

test('of what an employer declares everybody reads the age of a youth wage, and nothing else', async () => {
  const { positionId } = await aPosition(home.db, { state: 'paused', declaration: { ...DECLARED, wageForAge: 18 } })
  const unpaid = await aPosition(home.db, {
    state: 'paused',
    hourlyWageCents: null,
    declaration: { ...DECLARED, wageForAge: 18 },
  })
  const views = await publicViews(home.db, [positionId, unpaid.positionId, position.positionId])
  expect([positionId, unpaid.positionId, position.positionId].map((id) => views.get(id)?.wageForAge)).toEqual([
    18,
    null,
    null,
  ])
  expect(views.get(positionId)).not.toHaveProperty('declaration')
  const view = views.get(positionId)
  if (!view) throw new Error('not there')
  for (const [language, card, page] of [
    ['nl', 'Jeugdloon: € 16,50 per uur, als je 18 jaar bent.', 'Ben je ouder? Vraag wat je dan krijgt.'],
    ['en', 'Youth pay: €16.50 an hour, if you are 18 years old.', 'Are you older? Ask what you will earn.'],
  ] as const) {
    const words = wordsFor(language)
    const of = (facts: { text: string }[]) => facts.map(({ text }) => text.replaceAll('\u00a0', ' '))
    expect(of(cardFacts(view, null, words))).toContain(card)
    expect(of(pageFacts(view, words))).toContain(`${card} ${page}`)
  }
})

test('the facts are what the engine accepts, with the seats that placements hold', async () => {
  const [facts] = await positionFactsOf(home.db, [position.positionId], TODAY)
  expect(positionFacts.parse(facts)).toEqual(facts)
  expect(facts).toMatchObject({
    seats: 2,
    seatsTaken: 1,
    occupation: { uri: BAKER, isco: '7512' },
    dutch: { speaking: { level: 'A2', task: 'Overleggen in het team' }, reading: null },
    safeguard: 'ok',
  })
  expect(facts?.neededSkills[0]?.broader).toHaveLength(1)
  expect(JSON.stringify(facts)).not.toContain('Anneke')
  expect((await positionFactsOf(home.db, undefined, TODAY)).map((one) => one.id)).toEqual([position.positionId])
})

test('an edit cannot take away a seat that a placement holds', async () => {
  const { positionId, employer } = position
  const { establishmentId, type, occupationUri, startsOn, hoursPerWeek, tasks, ...rest } = await positionForEditing(
    ctxOf(home.db, employer),
    positionId,
  )
  const edit = (seats: number) =>
    publishPosition(ctxOf(home.db, employer), {
      positionId,
      establishmentId,
      type,
      occupationUri,
      startsOn,
      hoursPerWeek,
      tasks,
      seats,
      title: rest.title,
      hourlyWageCents: rest.hourlyWageCents,
      supervisorName: rest.supervisorName,
      supervisorHours: rest.supervisorHours,
      traineesPerSupervisor: rest.traineesPerSupervisor,
      declaration: rest.declaration,
      learningPlan: rest.learningPlan,
    })
  await home.db.update(placements).set({ state: 'active' }).where(eq(placements.positionId, positionId))
  await expect(edit(1)).rejects.toMatchObject({ name: 'Refusal', code: 'seats-taken', params: { taken: 2 } })
  expect(await edit(3)).toMatchObject({ ok: true, state: 'published' })
})

test('a question that found nothing says which part to leave out, and where there is work', async () => {
  const here = 'GM0344'
  const ask = (q: string, sector: 'bakery' | 'care' | null, municipality: string | null) =>
    widerQuestions(home.db, null, { q, sector, municipality }, TODAY)
  const sectors = (await ask('', null, null)).sectors
  expect(sectors['bakery']).toBeGreaterThan(0)
  expect(await ask('bestaatniet', null, null)).toEqual({ without: { q: sectors['bakery'] }, sectors })
  expect((await ask('bakker', 'care', null)).without).toEqual({ sector: expect.any(Number) })
  expect(await ask('bestaatniet', 'care', here)).toEqual({ without: {}, sectors })
  const hard = { q: 'bakker', dutch: { speaking: 'A1' }, paid: true } as const
  expect((await widerQuestions(home.db, null, hard, TODAY)).without).toEqual({ speaking: expect.any(Number) })
})
