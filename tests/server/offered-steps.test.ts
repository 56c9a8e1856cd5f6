import { afterAll, beforeAll, expect, test } from 'vitest'
import { DOORS, type Door } from '#server/access/doors.ts'
import { type Action, PEOPLE, ROWS } from '#server/access/matrix.ts'
import { askOpening } from '#server/openings/ask-opening.ts'
import { openingsFor } from '#server/openings/reads.ts'
import { keptAddress } from '#server/platform/addresses.ts'
import { ownPositions, positionForEditing } from '#server/positions/reads.ts'
import { aNewcomer, anAccount, aPosition, ctxOf } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** No page offers a button that then ends in "not yours": the pages where not everybody who opens them may do all that they take, and that each hides the rest. */
let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

test('on these pages, and no others, somebody who opens them may not do all that their forms do', () => {
  const doors: [string, Door][] = Object.entries(DOORS)
  const mixed = doors.flatMap(([page, { opens, takes = [] }]) => {
    const by = opens === undefined ? {} : ROWS[opens].by
    const lacks = (person: (typeof PEOPLE)[number], action: Action) =>
      ROWS[action].by[person] === undefined && ROWS[action].by.anyone === undefined
    return PEOPLE.filter(
      (person) => person !== 'anyone' && by[person] !== undefined && by.anyone === undefined,
    ).flatMap((person) => {
      const not = takes.filter((action) => lacks(person, action))
      return not.length > 0 ? [`${page} ${person}: ${not.join(' ')}`] : []
    })
  })
  // A new line here needs what these have: the page asks `may` before it draws the button.
  expect(mixed.sort()).toEqual([
    'employer.people employer-member: account.invite account.change-member',
    'employer.position employer-member: position.pause position.resume position.close',
    'employer.position-edit employer-member: position.publish',
    'employer.position-new employer-member: position.publish',
    'oversight.openings platform: opening.decide',
  ])
})

test('a member is offered no step of an admin, in the list nor on the page of a place', async () => {
  const position = await aPosition(home.db)
  const member = await anAccount(home.db, { role: 'employer', employerId: position.employerId, isAdmin: false })
  const stepsOf = async (actor: typeof member) => {
    const ctx = ctxOf(home.db, actor)
    const [row] = await ownPositions(ctx)
    const page = await positionForEditing(ctx, position.positionId)
    expect(page.steps).toEqual(row?.steps)
    return page.steps.filter((step) => step === 'pause' || step === 'resume' || step === 'close')
  }
  expect(await stepsOf(position.employer)).toEqual(['pause', 'close'])
  expect(await stepsOf(member)).toEqual([])
})

test('only a second person is offered to decide on a file in an emergency', async () => {
  const { newcomerId } = await aNewcomer(home.db)
  // One person in two chairs.
  const mine = (role: 'municipality' | 'platform', id: string) =>
    anAccount(home.db, { role, id, ...keptAddress(id, 'een@mens.example') })
  const asker = await mine('municipality', crypto.randomUUID())
  const alsoAsker = await mine('platform', crypto.randomUUID())
  const another = await anAccount(home.db, { role: 'municipality' })
  const input = { newcomerId, why: 'danger', reason: 'Er is haast bij, de coach is er niet.' } as const
  await askOpening(ctxOf(home.db, asker), input)
  await askOpening(ctxOf(home.db, alsoAsker), input)
  const offered = async (actor: typeof asker) =>
    (await openingsFor(ctxOf(home.db, actor))).map(({ isMine, mayDecide }) => [isMine, mayDecide])
  expect((await offered(asker)).sort()).toEqual([
    [false, false],
    [true, false],
  ])
  expect(await offered(another)).toEqual([
    [false, true],
    [false, true],
  ])
  expect(await offered(alsoAsker)).toEqual([[true, false]])
})
