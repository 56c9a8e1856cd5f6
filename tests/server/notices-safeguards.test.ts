import { asc } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signals } from '#db/schema/monitoring.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { closeSignal } from '#server/cases/close-signal.ts'
import { reportSignal } from '#server/cases/report-signal.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { noticesOf } from '#server/notices/reads.ts'
import type { RecordedEvent } from '#server/outbox/events.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { anAccount, anEmployer, aPosition, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

/** Who hears of what the safeguards' people and monitors do. */
let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const codesOf = async (actor: Actor) => (await noticesOf(ctxOf(home.db, actor))).map((one) => one.code)
/** Hands on every event there is, as the relay does. */
const handOn = async () => {
  const events = await home.db.select().from(outboxEvents).orderBy(asc(outboxEvents.id))
  for (const event of events) await makeNotice(ctxOf(home.db, WORKER), event as unknown as RecordedEvent)
}
let lastId = 1_000_000
const tell = (event: Pick<RecordedEvent, 'name' | 'payload'>) =>
  makeNotice(ctxOf(home.db, WORKER), { ...event, id: ++lastId } as RecordedEvent)

test('a signal and its end are the employer’s to hear, a report the officer’s of that municipality', async () => {
  const owner = await anEmployer(home.db)
  const other = await anEmployer(home.db)
  const here = await anAccount(home.db, { role: 'officer' })
  const there = await anAccount(home.db, { role: 'officer', municipalityCode: 'GM0307' })
  const signalId = crypto.randomUUID()
  await home.db.insert(signals).values({
    id: signalId,
    subject: 'establishment',
    subjectId: owner.establishmentId,
    employerId: owner.employerId,
    establishmentId: owner.establishmentId,
    monitor: 'MON-01',
    outcome: 'block',
    code: 'unpaid-in-a-row',
    params: {},
    policyVersion: 'test',
    pauses: true,
    firstSeenOn: TODAY,
    lastSeenOn: TODAY,
    answerDueOn: TODAY,
    state: 'new',
  })
  await tell({ name: 'signal.opened', payload: { signalId } })
  expect(await codesOf(owner.actor)).toEqual(['signal-opened'])
  await closeSignal(ctxOf(home.db, here), { signalId, reason: 'Uitgelegd' })
  await reportSignal(
    { db: home.db, now: NOW },
    {
      establishmentId: owner.establishmentId,
      concern: null,
      reporterRole: 'worker',
      body: 'Mijn uren gingen weg.',
      contact: null,
    },
    'netwerk',
  )
  await handOn()
  expect((await codesOf(owner.actor)).sort()).toEqual(['signal-closed', 'signal-opened'])
  expect(await codesOf(other.actor)).toEqual([])
  expect(await codesOf(here)).toEqual(['report-made'])
  expect(await codesOf(there)).toEqual([])
})

test('an override tells the others, an objection every officer, a place held up its employer', async () => {
  const { positionId, employer } = await aPosition(home.db)
  const asker = await anAccount(home.db, { role: 'officer' })
  const second = await anAccount(home.db, { role: 'officer' })
  const id = () => crypto.randomUUID()
  await tell({
    name: 'override.asked',
    payload: { overrideId: id(), positionId, accountId: asker.accountId as string },
  })
  await tell({ name: 'objection.made', payload: { positionId, verdictId: id(), messageId: id() } })
  for (const name of ['position.withheld', 'position.held-up'] as const)
    await tell({ name, payload: { positionId, verdictId: id() } })
  await tell({ name: 'approval.ending', payload: { positionId, decisionId: id() } })
  expect(await codesOf(asker)).toEqual(['objection-made'])
  expect((await codesOf(second)).sort()).toEqual(['objection-made', 'override-asked'])
  expect((await codesOf(employer)).sort()).toEqual(['approval-ends', 'position-held-up', 'position-withheld'])
})
