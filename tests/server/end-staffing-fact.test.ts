import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { auditEntries } from '#db/schema/audit.ts'
import { staffingFacts } from '#db/schema/employers.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { logOfMunicipality, logOfPosition } from '#server/cases/reads-log.ts'
import { endStaffingFact } from '#server/employers/end-staffing-fact.ts'
import { staffingFactsOf, staffingFor } from '#server/employers/reads.ts'
import { RecordStaffingFactInput, recordStaffingFact } from '#server/employers/record-staffing-fact.ts'
import type { Actor } from '#server/platform/context.ts'
import { AMERSFOORT, BAKER, CARER } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let employer: Awaited<ReturnType<typeof anEmployer>>
let officer: Actor

beforeAll(async () => {
  home = await aDatabase()
  officer = await anAccount(home.db, { role: 'officer' })
})
afterAll(() => home.close())
beforeEach(async () => {
  employer = await anEmployer(home.db)
})

const ctx = (actor: Actor = employer.actor) => ctxOf(home.db, actor)
const refusal = (code: string, params: object = {}) => expect.objectContaining({ name: 'Refusal', code, params })
const known = async (occupationUri: string, today = TODAY) =>
  (await staffingFor(home.db, [employer.establishmentId], today))(employer.establishmentId, occupationUri)
const record = async (over: object, actor?: Actor) =>
  (
    await recordStaffingFact(ctx(actor), {
      establishmentId: employer.establishmentId,
      kind: 'industrial-action',
      happenedOn: '2026-11-10',
      ...over,
    })
  ).factId

test('a strike and a vacancy end when whoever reported them says so, and the log says who', async () => {
  const strike = await record({})
  const vacancy = await record({ kind: 'vacancy-open', occupationUri: BAKER })
  const { positionId } = await aPosition(home.db, { employer, state: 'published' })
  expect(await known(BAKER)).toMatchObject({ industrialAction: true, openVacancies: 1 })
  const asked = async () =>
    (await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'position.updated'))).filter(
      ({ payload }) => (payload as { positionId?: string }).positionId === positionId,
    ).length
  const before = await asked()
  await endStaffingFact(ctx(), { factId: strike, lastDay: '2026-11-20' })
  await endStaffingFact(ctx(), { factId: vacancy, lastDay: '2026-11-21', withdrawn: true })
  expect(await known(BAKER)).toMatchObject({ industrialAction: false, openVacancies: null })
  expect(await asked()).toBe(before + 2)
  const [one] = (await staffingFactsOf(home.db, employer.establishmentId, 'employer')).filter(
    ({ kind }) => kind === 'vacancy-open',
  )
  expect(one).toMatchObject({ happenedOn: '2026-11-10', endedOn: '2026-11-21', detail: { withdrawn: 'yes' } })
  const log = await home.db
    .select({ actorId: auditEntries.actorId, action: auditEntries.action, detail: auditEntries.detail })
    .from(auditEntries)
    .where(eq(auditEntries.subjectId, strike))
    .orderBy(auditEntries.action)
  const actorId = employer.actor.accountId
  expect(log).toEqual([
    { actorId, action: 'employer.end-fact', detail: { kind: 'industrial-action', endedOn: '2026-11-20' } },
    { actorId, action: 'employer.record-fact', detail: { kind: 'industrial-action' } },
  ])
})

test('an officer ends everything in the municipality, an employer nothing that an officer recorded, a stranger nothing', async () => {
  const own = await record({})
  const recorded = await record({}, officer)
  const end = (factId: string, actor?: Actor) => endStaffingFact(ctx(actor), { factId, lastDay: TODAY })
  const stranger = await anEmployer(home.db)
  const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
  await expect(end(own, stranger.actor)).rejects.toEqual(refusal('not-found'))
  await expect(end(own, elsewhere)).rejects.toEqual(refusal('not-found'))
  await expect(end(crypto.randomUUID())).rejects.toEqual(refusal('not-found'))
  await expect(end(recorded)).rejects.toEqual(refusal('forbidden'))
  expect(await known(BAKER)).toMatchObject({ industrialAction: true })
  const { positionId } = await aPosition(home.db, { employer, state: 'published' })
  await end(own, officer)
  await end(recorded, officer)
  // The case says who ended it, and so does the log of the municipality.
  const ended = {
    subject: 'fact',
    step: 'end',
    byRole: 'officer',
    byName: expect.any(String),
    detail: { kind: 'industrial-action', endedOn: TODAY },
  }
  const { establishmentId } = employer
  for (const log of [
    await logOfPosition(home.db, { id: positionId, establishmentId }),
    await logOfMunicipality(ctx(officer)),
  ])
    expect(log.filter(({ subjectId }) => subjectId === recorded)).toEqual(
      expect.arrayContaining([expect.objectContaining(ended), expect.objectContaining({ step: 'record' })]),
    )
  expect(await known(BAKER, '2026-11-24')).toMatchObject({ industrialAction: false })
  await expect(end(recorded, officer)).rejects.toEqual(refusal('stale'))
})

test('it ends on a day between its beginning and today, and only what goes on can end', async () => {
  const strike = await record({})
  const end = (factId: string, endedOn: string) => endStaffingFact(ctx(), { factId, lastDay: endedOn })
  const wrong = (error: string) => refusal('stale', { field: 'lastDay', error })
  await expect(end(strike, '2026-11-09')).rejects.toEqual(wrong('ends-before-start'))
  await expect(end(strike, '2026-11-24')).rejects.toEqual(wrong('in-future'))
  for (const over of [{ kind: 'contract-ended' }, { kind: 'dismissal-request' }, { found: false }])
    await expect(end(await record(over), TODAY)).rejects.toEqual(refusal('stale'))
  // Said beforehand to end later, it may end sooner.
  await end(await record({ endedOn: '2026-12-24' }), '2026-11-21')
})

test('a strike is of the whole establishment, under whatever role it was once reported', async () => {
  const factId = await record({})
  await home.db.update(staffingFacts).set({ occupationUri: CARER }).where(eq(staffingFacts.id, factId))
  expect(await known(BAKER)).toMatchObject({ industrialAction: true })
  const input = { establishmentId: employer.establishmentId, kind: 'industrial-action', happenedOn: TODAY }
  expect(RecordStaffingFactInput.safeParse({ ...input, occupationUri: BAKER }).error?.issues).toMatchObject([
    { path: ['occupationUri'], message: 'whole-workplace' },
  ])
  expect(RecordStaffingFactInput.safeParse(input).success).toBe(true)
})
