import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditFiles, employerAnswers, signals } from '#db/schema/monitoring.ts'
import { outboxEvents } from '#db/schema/outbox.ts'
import { placements } from '#db/schema/placements.ts'
import { answerAudit } from '#server/cases/answer-audit.ts'
import { answerSignal } from '#server/cases/answer-signal.ts'
import { drawAudit } from '#server/cases/draw-audit.ts'
import { findInAudit } from '#server/cases/find-in-audit.ts'
import { factsToState } from '#server/cases/reads-facts.ts'
import { earlierAnswersTo } from '#server/cases/reads-given-answers.ts'
import { stateFacts } from '#server/cases/state-facts.ts'
import { tellAgingFacts } from '#server/cases/tell-aging-facts.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { noticesOf } from '#server/notices/reads.ts'
import type { RecordedEvent } from '#server/outbox/events.ts'
import { WORKER } from '#server/platform/context.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { aPlacementOf } from '#tests/make/monitored.ts'
import { BAKER } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)
const on = (day: string) => new Date(`${day}T09:00:00Z`)

test('an answer to a signal is added to those before it; the newest counts', async () => {
  const owner = await anEmployer(home.db)
  const signalId = crypto.randomUUID()
  await home.db.insert(signals).values({
    id: signalId,
    subject: 'establishment',
    subjectId: owner.establishmentId,
    employerId: owner.employerId,
    establishmentId: owner.establishmentId,
    monitor: 'MON-01',
    outcome: 'human',
    code: 'unpaid-in-a-row',
    params: {},
    policyVersion: 'test',
    pauses: false,
    firstSeenOn: TODAY,
    lastSeenOn: TODAY,
    answerDueOn: TODAY,
    state: 'new',
  })
  for (const [minutes, answer] of [
    'Er was geen werk meer.',
    'Er was geen werk meer.',
    'Iemand ging met pensioen.',
  ].entries())
    await answerSignal(ctxOf(home.db, owner.actor, later(minutes)), { signalId, answer })
  expect(await home.db.select().from(signals).where(eq(signals.id, signalId))).toMatchObject([
    { answer: 'Iemand ging met pensioen.', state: 'answered' },
  ])
  expect(await earlierAnswersTo(home.db, 'signal', [signalId])).toEqual(
    new Map([[signalId, [{ body: 'Er was geen werk meer.', at: later(0) }]]]),
  )
})

test('an answer to a file of an audit is added to those before it', async () => {
  const owner = await anEmployer(home.db)
  await aPosition(home.db, { employer: owner })
  const officer = await anAccount(home.db, { role: 'officer' })
  await drawAudit(ctxOf(home.db, officer), { year: 2026 })
  const [file] = await home.db.select().from(auditFiles).where(eq(auditFiles.employerId, owner.employerId))
  if (!file) throw new Error('nothing drawn')
  await findInAudit(ctxOf(home.db, officer), { fileId: file.id, finding: 'minor', motivation: 'Geen leerplan gezien' })
  for (const [minutes, answer] of ['Het ligt op kantoor.', 'Het is op 2 november gemaild.'].entries())
    await answerAudit(ctxOf(home.db, owner.actor, later(minutes)), { fileId: file.id, answer })
  expect((await earlierAnswersTo(home.db, 'file', [file.id])).get(file.id)?.map(({ body }) => body)).toEqual([
    'Het ligt op kantoor.',
  ])
  const [row] = await home.db.select().from(auditFiles).where(eq(auditFiles.id, file.id))
  expect(row?.answer).toBe('Het is op 2 november gemaild.')
  expect(await home.db.select().from(employerAnswers).where(eq(employerAnswers.fileId, file.id))).toHaveLength(2)
})

test('answers about a workplace that are soon too old are told once, three weeks before, and only where a place needs them', async () => {
  const owner = await anEmployer(home.db)
  const idle = await anEmployer(home.db)
  const evidence = { kind: 'declaration' as const, by: 'Directie', on: TODAY }
  for (const { actor, establishmentId } of [owner, idle])
    await stateFacts(ctxOf(home.db, actor), {
      establishmentId,
      occupationUri: BAKER,
      facts: [
        { question: 'ended-contracts', answer: false, evidence }, // good until 2027-02-22
        { question: 'open-vacancies', answer: 0, evidence },
        { question: 'industrial-action', answer: false, evidence },
      ],
    })
  await aPosition(home.db, { employer: owner })
  const sweep = async (day: string) => (await tellAgingFacts(ctxOf(home.db, WORKER, on(day)))).aging
  for (const day of ['2026-12-15', '2026-12-21', '2026-12-23', '2027-01-31']) expect(await sweep(day), day).toBe(0)
  expect(await sweep('2027-02-01')).toBe(1)
  expect(await sweep('2027-02-10')).toBe(0)
  const events = await home.db.select().from(outboxEvents).where(eq(outboxEvents.name, 'facts.aging'))
  expect(events.map(({ payload }) => payload['establishmentId'])).toEqual([owner.establishmentId])
  for (const event of events)
    await makeNotice(ctxOf(home.db, WORKER, event.createdAt), event as unknown as RecordedEvent)
  expect((await noticesOf(ctxOf(home.db, owner.actor))).map(({ code }) => code)).toEqual(['facts-age'])
  expect(await noticesOf(ctxOf(home.db, idle.actor))).toEqual([])
  // What was handed on and cleaned up is remembered by the notice.
  await home.db.delete(outboxEvents).where(eq(outboxEvents.name, 'facts.aging'))
  expect(await sweep('2027-02-11')).toBe(0)
  // Stated again there is nothing to tell.
  await stateFacts(ctxOf(home.db, owner.actor, on('2027-02-12')), {
    establishmentId: owner.establishmentId,
    occupationUri: BAKER,
    facts: [{ question: 'ended-contracts', answer: false, evidence: { ...evidence, on: '2027-02-12' } }],
  })
  expect(await sweep('2027-02-13')).toBe(0)
})

test('an answer about a strike is asked again a week before somebody starts, where it is older than a month by then', async () => {
  const [owner, sooner] = [await anEmployer(home.db, { unasked: true }), await anEmployer(home.db, { unasked: true })]
  const state = (one: typeof owner, day: string) =>
    stateFacts(ctxOf(home.db, one.actor, on(day)), {
      establishmentId: one.establishmentId,
      occupationUri: null,
      facts: [
        {
          question: 'industrial-action',
          answer: false,
          evidence: { kind: 'declaration', by: 'Directie', on: day },
        },
      ],
    })
  for (const one of [owner, sooner]) await state(one, TODAY)
  const planned = { state: 'planned' as const, endsOn: '2027-06-04' }
  await aPlacementOf(home.db, owner, { placement: { ...planned, startsOn: '2027-01-11' } })
  const begun = await aPlacementOf(home.db, sooner, { placement: { ...planned, startsOn: '2026-12-22' } })
  const told = async (day: string) => (await tellAgingFacts(ctxOf(home.db, WORKER, on(day)))).aging
  const isAsked = async (day: string) => {
    const place = { establishmentId: owner.establishmentId, occupationUri: BAKER, type: 'REGULAR_JOB' as const }
    const asked = await factsToState(ctxOf(home.db, owner.actor, on(day)), place, WHOLE_POLICY)
    return asked.find(({ question }) => question === 'industrial-action')?.standing === null
  }
  expect(await told('2026-12-22')).toBe(0)
  // Held up on its first day it counts as due.
  expect(await told('2026-12-24')).toBe(1)
  await home.db.update(placements).set({ state: 'active' }).where(eq(placements.id, begun.placementId))
  expect(await told('2027-01-03')).toBe(0)
  expect(await isAsked('2027-01-03')).toBe(false)
  expect(await told('2027-01-04')).toBe(1)
  expect(await isAsked('2027-01-04')).toBe(true)
  expect(await told('2027-01-05')).toBe(0)
  await state(owner, '2027-01-05')
  expect(await isAsked('2027-01-05')).toBe(false)
  expect(await told('2027-01-06')).toBe(0)
})
