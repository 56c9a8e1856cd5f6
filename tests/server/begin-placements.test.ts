import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { staffingFacts } from '#db/schema/employers.ts'
import { signals } from '#db/schema/monitoring.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { followUps, placements } from '#db/schema/placements.ts'
import { consents } from '#db/schema/proposals.ts'
import { stateFacts } from '#server/cases/state-facts.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { noticesOf } from '#server/notices/reads.ts'
import { beginPlacements } from '#server/placements/begin-placements.ts'
import { completePlacements } from '#server/placements/complete-placements.ts'
import { heldStartsOf } from '#server/placements/reads-begin.ts'
import { startPlacement } from '#server/placements/start-placement.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { decideStart } from '#server/positions/decide-start.ts'
import { startsAwaitingDecision } from '#server/positions/reads-start-decisions.ts'
import { aProposal, aReadyNewcomer, eventsAbout } from '#tests/make/proposals.ts'
import { anAccount, ctxOf, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let officer: Actor
beforeAll(async () => {
  home = await aDatabase()
  const { coach } = await aReadyNewcomer(home.db)
  officer = await anAccount(home.db, { role: 'officer', municipalityCode: coach.municipalityCode })
})
afterAll(() => home.close())

const START = '2026-12-07'
const at = (day: string, hour = 8) => new Date(`${day}T${String(hour).padStart(2, '0')}:00:00Z`)
const sweep = (day = START, hour = 8) => beginPlacements(ctxOf(home.db, WORKER, at(day, hour)))
const terms = { startsOn: START, endsOn: '2027-06-04', mentor: 'Anneke', learningGoals: ['Brood bakken'] }

/** An agreed start; what is known of the workplace was answered so lately that it still holds on the first day. */
async function anAgreedStart() {
  const made = await aProposal(home.db, { state: 'accepted' })
  const { newcomerId } = made.newcomer
  const { establishmentId, employer } = made.position
  const evidence = { kind: 'declaration' as const, by: 'HR', on: TODAY }
  await stateFacts(ctxOf(home.db, employer), {
    establishmentId,
    occupationUri: null,
    facts: [
      { question: 'industrial-action', answer: false, evidence },
      { question: 'dismissal-requests', answer: false, evidence },
      { question: 'collective-dismissal', answer: null, evidence },
    ],
  })
  const started = await startPlacement(ctxOf(home.db, made.coach), { proposalId: made.proposalId, ...terms })
  if (!started.ok) throw new Error(JSON.stringify(started.verdict.reasons))
  const { placementId } = started
  const state = async () =>
    (await home.db.select().from(placements).where(eq(placements.id, placementId)))[0] ?? {
      state: 'gone',
      startsOn: '',
    }
  const held = () => eventsAbout(home.db, placementId, 'placement.held-up')
  const reasons = async () =>
    (await heldStartsOf(home.db, [placementId]))
      .get(placementId)
      ?.reasons.flatMap(({ outcome, code }) =>
        outcome === 'ok' || outcome === 'warn' ? [] : [`${outcome} ${code}`],
      ) ?? []
  return { ...made, newcomerId, establishmentId, placementId, state, held, reasons }
}

describe('the first day of an agreed start', () => {
  test('with nothing changed it begins, on the day that was agreed', async () => {
    const one = await anAgreedStart()
    await sweep('2026-12-06')
    expect((await one.state()).state).toBe('planned')
    await sweep()
    expect(await one.state()).toMatchObject({ state: 'active', startsOn: START })
    expect(await one.held()).toEqual([])
  })

  test('a strike since then holds it up: told once, and it begins on the day after the strike', async () => {
    const one = await anAgreedStart()
    const strike = {
      establishmentId: one.establishmentId,
      kind: 'industrial-action' as const,
      happenedOn: '2026-12-04',
      reportedBy: 'union',
      createdAt: at('2026-12-04'),
    }
    await home.db.insert(staffingFacts).values(strike)
    expect((await sweep()).heldUp).toBe(1)
    expect((await sweep(START, 9)).heldUp).toBe(0)
    expect((await one.state()).state).toBe('planned')
    expect(await one.reasons()).toEqual(['block industrial-action'])
    const [event, ...more] = await one.held()
    expect(more).toEqual([])
    if (!event) throw new Error('nobody is told')
    await makeNotice(ctxOf(home.db, WORKER), event)
    for (const actor of [one.coach, officer])
      expect((await noticesOf(ctxOf(home.db, actor))).map(({ code }) => code)).toContain('placement-held-up')
    await completePlacements(ctxOf(home.db, WORKER, at('2026-12-09')))
    expect((await one.state()).state).toBe('planned')

    await home.db
      .update(staffingFacts)
      .set({ endedOn: '2026-12-09' })
      .where(eq(staffingFacts.establishmentId, one.establishmentId))
    await home.db.insert(staffingFacts).values({
      ...strike,
      happenedOn: '2026-12-10',
      endedOn: '2026-12-10',
      detail: { found: 'none' },
      createdAt: at('2026-12-10'),
    })
    await sweep('2026-12-10')
    expect(await one.state()).toMatchObject({ state: 'active', startsOn: '2026-12-10' })
    const talks = await home.db.select().from(followUps).where(eq(followUps.placementId, one.placementId))
    expect(talks.find(({ kind }) => kind === 'week-2')?.dueOn).toBe('2026-12-24')
    expect(await one.held()).toHaveLength(1)
  })

  test('papers that nobody can vouch for any more: an officer decides, and then it begins', async () => {
    const one = await anAgreedStart()
    const right = (workRight: 'unknown' | 'none') =>
      home.db.update(newcomers).set({ workRight }).where(eq(newcomers.id, one.newcomerId))
    await right('unknown')
    const waits = async () =>
      (await startsAwaitingDecision(ctxOf(home.db, officer))).filter(
        ({ positionId }) => positionId === one.position.positionId,
      )
    await right('none')
    expect((await sweep()).heldUp).toBe(1)
    expect(await one.reasons()).toEqual(['block right-to-work-missing'])
    // Something else than was told is told again.
    await right('unknown')
    expect((await sweep(START, 9)).heldUp).toBe(1)
    expect(await one.reasons()).toEqual(['human right-to-work-unknown'])
    const [question, ...more] = await waits()
    expect(more).toEqual([])
    const yes = { verdictId: question?.id ?? '', outcome: 'approved' as const, motivation: 'Papieren gezien' }
    await decideStart(ctxOf(home.db, officer, at(START, 10)), { ...yes, validUntil: null })
    expect(await waits()).toEqual([])
    await sweep('2026-12-08')
    expect(await one.state()).toMatchObject({ state: 'active', startsOn: '2026-12-08' })
  })

  test('a yes that was taken back holds it up', async () => {
    const one = await anAgreedStart()
    await home.db
      .update(consents)
      .set({ withdrawnAt: at('2026-12-05') })
      .where(eq(consents.proposalId, one.proposalId))
    await sweep()
    expect((await one.state()).state).toBe('planned')
    expect(await one.reasons()).toContain('block consent-missing')
  })

  test('a pause by the monitors since then holds it up, and so does what a conversation reported, until a person decided', async () => {
    const one = await anAgreedStart()
    const { employerId, establishmentId } = one.position
    const signalId = crypto.randomUUID()
    await home.db.insert(signals).values({
      id: signalId,
      subject: 'establishment',
      subjectId: establishmentId,
      employerId,
      establishmentId,
      monitor: 'MON-12',
      outcome: 'block',
      code: 'report-serious',
      params: { count: 1 },
      policyVersion: 'test',
      pauses: true,
      firstSeenOn: '2026-12-01',
      lastSeenOn: '2026-12-01',
      answerDueOn: '2026-12-15',
      state: 'new',
    })
    expect((await sweep()).heldUp).toBe(1)
    expect(await one.reasons()).toEqual(['block monitor-pauses'])
    await home.db
      .update(signals)
      .set({ state: 'closed', closedBy: officer.accountId, closedAt: at(START) })
      .where(eq(signals.id, signalId))
    await home.db.insert(staffingFacts).values({
      establishmentId,
      kind: 'concern',
      happenedOn: '2026-12-03',
      detail: { concern: 'unsafe' },
      reportedBy: 'coach',
      createdAt: at('2026-12-03'),
    })
    expect((await sweep(START, 9)).heldUp).toBe(1)
    expect(await one.reasons()).toEqual(['human concern-open'])
    const question = (await startsAwaitingDecision(ctxOf(home.db, officer))).find(
      ({ positionId }) => positionId === one.position.positionId,
    )
    const yes = { verdictId: question?.id ?? '', outcome: 'approved' as const, motivation: 'Gesproken met de coach' }
    await decideStart(ctxOf(home.db, officer, at(START, 10)), { ...yes, validUntil: null })
    await sweep('2026-12-08')
    expect(await one.state()).toMatchObject({ state: 'active', startsOn: '2026-12-08' })
  })

  test('never begins after its last day once it was held up', async () => {
    const one = await anAgreedStart()
    await home.db.update(newcomers).set({ workRight: 'none' }).where(eq(newcomers.id, one.newcomerId))
    await sweep()
    await home.db.update(newcomers).set({ workRight: 'free' }).where(eq(newcomers.id, one.newcomerId))
    await home.db.update(placements).set({ endsOn: '2026-12-08' }).where(eq(placements.id, one.placementId))
    await sweep('2026-12-09')
    expect((await one.state()).state).toBe('planned')
    await sweep('2026-12-08')
    expect(await one.state()).toMatchObject({ state: 'active', startsOn: '2026-12-08' })
  })
})
