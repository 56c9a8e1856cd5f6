import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { safeguardDecisions } from '#db/schema/positions.ts'
import { judgeOrganisation } from '#server/accounts/judge-organisation.ts'
import { monitorHistoryOf } from '#server/cases/reads-history.ts'
import { extendPlacement } from '#server/placements/extend-placement.ts'
import { placementPageOf, placementTasksOf } from '#server/placements/reads-tasks.ts'
import { recordChecks } from '#server/placements/record-checks.ts'
import { recordResults } from '#server/placements/record-results.ts'
import { recordReview } from '#server/placements/record-review.ts'
import type { Actor } from '#server/platform/context.ts'
import { askExtensionDecision } from '#server/positions/ask-extension-decision.ts'
import { decideStart } from '#server/positions/decide-start.ts'
import { MONITOR_POLICY } from '#server/safeguards/rules/monitors/policy.ts'
import { look } from '#server/safeguards/rules/monitors/table.ts'
import { aRunningPlacement, setRight } from '#tests/make/placed.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { anAccount, ctxOf, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const on = (actor: Actor, day = TODAY) => ctxOf(home.db, actor, new Date(`${day}T09:00:00Z`))
type Asked = { verdict: { reasons: readonly { ruleId: string; outcome: string; code: string; approved?: true }[] } }
const saidBy = (ruleId: string, { verdict }: Asked) =>
  verdict.reasons
    .filter((one) => one.ruleId === ruleId)
    .map(({ outcome, code, approved }) => `${approved ? 'approved ' : ''}${outcome} ${code}`)
const participation = { type: 'PARTICIPATION_PLACEMENT' as const, hourlyWageCents: null }

describe('the calendar of a participation placement (DSP-32)', () => {
  test('what is overdue holds a longer term up until the coach records that it was done', async () => {
    const { placementId, coach } = await aRunningPlacement(home.db, {
      position: participation,
      placement: { startsOn: '2026-02-02', endsOn: '2026-12-31' },
    })
    const longer = { placementId, endsOn: '2027-02-26', extension: null }
    const said = async () => saidBy('DSP-32', await extendPlacement(on(coach), longer))
    expect(await said()).toEqual(['human review-overdue', 'human review-overdue', 'human review-overdue'])
    const done = (kind: 'training-offer' | 'premium' | 'assessment', heldOn: string) =>
      recordReview(on(coach), { placementId, kind, heldOn })
    await done('training-offer', '2026-08-03')
    await done('premium', '2026-08-10')
    await done('premium', '2026-08-10')
    expect(await said()).toEqual(['human review-overdue'])
    expect((await placementTasksOf(on(coach))).filter((one) => one.task === 'review')).toMatchObject([
      { kind: 'assessment', dueOn: '2026-11-02', placementId },
    ])
    await done('assessment', TODAY)
    expect(await said()).toEqual(['ok in-order'])
    expect((await placementPageOf(on(coach), placementId)).calendar).toEqual([
      { kind: 'training-offer', dueOn: '2026-08-02', doneOn: '2026-08-03' },
      { kind: 'premium', dueOn: '2026-08-02', doneOn: '2026-08-10' },
      { kind: 'assessment', dueOn: '2026-11-02', doneOn: TODAY },
    ])
  })

  test('is recorded by the own coach, of a day that was, for this type alone', async () => {
    const { placementId, coach, position } = await aRunningPlacement(home.db, { position: participation })
    const input = { placementId, kind: 'premium' as const, heldOn: '2026-11-20' }
    expect(await codeOf(recordReview(on(await anAccount(home.db, { role: 'coach' })), input))).toBe('not-found')
    expect(await codeOf(recordReview(on(position.employer), input))).toBe('forbidden')
    expect(await codeOf(recordReview(on(coach), { ...input, heldOn: '2026-11-24' }))).toBe('stale')
    expect(await codeOf(recordReview(on(coach), { ...input, heldOn: '2026-10-04' }))).toBe('stale')
    const other = await aRunningPlacement(home.db)
    expect(await codeOf(recordReview(on(other.coach), { ...input, placementId: other.placementId }))).toBe('stale')
  })
})

describe('a third year (DSP-03d)', () => {
  const third = { startsOn: '2024-12-16', endsOn: '2026-12-11' }

  test("a coach's word opens none: it goes to the officer, whose row does, on these terms alone", async () => {
    const { placementId, coach } = await aRunningPlacement(home.db, { position: participation, placement: third })
    for (const kind of ['training-offer', 'assessment', 'review-24'] as const)
      await recordReview(on(coach), { placementId, kind, heldOn: '2025-12-01' })
    for (const heldOn of ['2025-06-16', '2025-12-16', '2026-06-16'])
      await recordReview(on(coach), { placementId, kind: 'premium', heldOn })
    const extension = { reference: 'B-2026-200', until: '2027-12-31', elsewhere: true }
    const longer = { placementId, endsOn: '2027-06-30', extension }
    const none = await extendPlacement(on(coach), { ...longer, extension: null })
    expect(saidBy('DSP-03d', none)).toEqual(['block term-over-maximum'])
    const same = await extendPlacement(on(coach), { ...longer, extension: { ...extension, elsewhere: false } })
    expect(saidBy('DSP-03d', same)).toEqual(['block term-same-work'])
    const held = await extendPlacement(on(coach), longer)
    expect(held.ok).toBe(false)
    expect(saidBy('DSP-03d', held)).toEqual(['human term-same-work-unknown'])

    const { verdictId } = await askExtensionDecision(on(coach), longer)
    expect((await extendPlacement(on(coach), longer)).ok).toBe(false)
    const officer = await anAccount(home.db, { role: 'officer' })
    await decideStart(on(officer), { verdictId, outcome: 'approved', motivation: 'Andere plek, ander werk' })
    const otherTerms = { ...longer, extension: { ...extension, reference: 'B-2026-201' } }
    expect((await extendPlacement(on(coach), otherTerms)).ok).toBe(false)
    const done = await extendPlacement(on(coach), longer)
    expect(done).toMatchObject({ ok: true, endsOn: '2027-06-30' })
    expect(saidBy('DSP-03d', done)).toEqual(['approved human term-same-work-unknown'])
    expect(
      await home.db.select().from(safeguardDecisions).where(eq(safeguardDecisions.verdictId, verdictId)),
    ).toMatchObject([{ decidedBy: officer.accountId }])
  })
})

test('while the employer is suspended no term is made longer, and the page says so', async () => {
  const { placementId, coach, owner } = await aRunningPlacement(home.db)
  const longer = { placementId, endsOn: '2027-02-26', extension: null }
  const platform = await anAccount(home.db, { role: 'platform' })
  const judge = (state: 'active' | 'suspended') =>
    judgeOrganisation(on(platform), { employerId: owner.employerId, municipalityCode: null, state, reason: 'Gezien' })
  const stands = async () => (await placementPageOf(on(coach), placementId)).employerStands
  expect(await stands()).toBe(true)
  await judge('suspended')
  expect(await codeOf(extendPlacement(on(coach), longer))).toBe('safeguard-blocks')
  expect(await stands()).toBe(false)
  await judge('active')
  expect(await stands()).toBe(true)
  expect(await extendPlacement(on(coach), longer)).toMatchObject({ ok: true })
})

describe('a right to work that ends while somebody works (DSP-22)', () => {
  const until = (workRightUntil: string) => ({ workRightUntil, workRightCheckedOn: TODAY })

  test('is a task for the coach eight weeks before, until the new day is recorded', async () => {
    const { placementId, coach, newcomer } = await aRunningPlacement(home.db, {
      placement: { endsOn: '2027-03-31' },
      newcomer: until('2027-01-18'),
    })
    expect(await placementTasksOf(on(coach, '2026-11-22'))).toEqual([])
    expect(await placementTasksOf(on(coach))).toMatchObject([{ task: 'permit', dueOn: '2027-01-18', placementId }])
    await setRight(home.db, newcomer.newcomerId, until('2028-01-18'))
    expect(await placementTasksOf(on(coach))).toEqual([])
  })

  test('a longer term after that day is blocked; one that runs past it is a warning and goes on', async () => {
    const { placementId, coach, newcomer } = await aRunningPlacement(home.db, { newcomer: until('2026-12-31') })
    const longer = { placementId, endsOn: '2027-02-26', extension: null }
    const beyond = await extendPlacement(on(coach), longer)
    expect(beyond.ok).toBe(false)
    expect(saidBy('DSP-18', beyond)).toEqual(['block right-to-work-ended'])
    expect(await codeOf(askExtensionDecision(on(coach), longer))).toBe('safeguard-blocks')
    await setRight(home.db, newcomer.newcomerId, until('2027-01-31'))
    const past = await extendPlacement(on(coach), longer)
    expect(past.ok).toBe(true)
    expect(saidBy('DSP-18', past)).toEqual(['ok in-order'])
    expect(saidBy('DSP-22', past)).toEqual(['warn permit-ends-early'])
  })

  test('so does the permit for this work of an asylum seeker', async () => {
    const { placementId, coach } = await aRunningPlacement(home.db, {
      newcomer: { workRight: 'asylum-seeker', ...until('2028-01-18'), asylumWaitedMonths: 12 },
    })
    const longer = { placementId, endsOn: '2027-02-26', extension: null }
    const permit = (permitUntil: string) => recordChecks(on(coach), { placementId, permitUntil })
    await permit('2026-12-31')
    expect(saidBy('DSP-19', await extendPlacement(on(coach), longer))).toEqual(['block asylum-permit-ended'])
    await permit('2027-02-26')
    expect((await extendPlacement(on(coach), longer)).ok).toBe(true)
  })

  test('and the proof of residence of a displaced person, whose notice was about the first day', async () => {
    const { placementId, coach, newcomer } = await aRunningPlacement(home.db, {
      newcomer: { workRight: 'displaced-person', ...until('2026-12-31') },
    })
    const longer = { placementId, endsOn: '2027-02-26', extension: null }
    const said = async (noticeOn: string) => {
      await recordChecks(on(coach), { placementId, noticeOn, contract: 'employment' })
      return saidBy('DSP-21', await extendPlacement(on(coach), longer))
    }
    expect(await said('2026-09-30')).toEqual(['block right-to-work-ended'])
    await setRight(home.db, newcomer.newcomerId, until('2027-12-31'))
    // Nobody can give it in time any more.
    expect(await said('2026-10-01')).toEqual(['human notice-late'])
    expect(await said('2026-09-30')).toEqual(['ok in-order'])
  })
})

describe('what was learned (MON-09)', () => {
  const over = { state: 'completed' as const, startsOn: '2026-03-02', endsOn: '2026-09-30', endedOn: '2026-09-30' }

  test('goals, report and certificate of placements that are over, recorded by the coach, are what the monitor counts', async () => {
    const first = await aRunningPlacement(home.db, { placement: over })
    const { position, coach } = first
    const placed = [first]
    for (const seat of [1, 2])
      placed.push({
        ...(await aRunningPlacement(home.db, { placement: { ...over, seat, positionId: position.positionId } })),
      })
    const seen = async () =>
      look('MON-09', await monitorHistoryOf(home.db, [MONITOR_POLICY], TODAY), MONITOR_POLICY, TODAY)
        .filter((one) => one.subject === position.establishmentId)
        .map(({ outcome, code, params }) => [outcome, code, params])
    expect(await seen()).toEqual([['too-little-data', 'too-little-data', expect.anything()]])
    expect(await placementTasksOf(on(coach))).toMatchObject([{ task: 'results', dueOn: '2026-09-30' }])
    const record = (one: (typeof placed)[number], goalsReached: number, reportOn: string | null) =>
      recordResults(on(one.coach), { placementId: one.placementId, goalsReached, reportOn, certificateOn: null })
    for (const one of placed) await record(one, 1, '2026-10-05')
    expect(await seen()).toEqual([['human', 'goals-missed', { count: 3, of: 9, least: 50 }]])
    expect(await placementTasksOf(on(coach))).toEqual([])
    for (const one of placed) await record(one, 3, '2026-10-05')
    expect((await seen()).map(([outcome]) => outcome)).toEqual(['ok'])
    await record(first, 3, null)
    expect((await seen()).map(([outcome, code]) => [outcome, code])).toEqual([['warn', 'report-late']])
  })

  test('is refused while it runs, for more goals than were set, for a day to come and for anybody else', async () => {
    const running = await aRunningPlacement(home.db)
    const { placementId, coach, position } = await aRunningPlacement(home.db, { placement: over })
    const results = { placementId, goalsReached: 2, reportOn: '2026-10-02', certificateOn: null }
    expect(await codeOf(recordResults(on(running.coach), { ...results, placementId: running.placementId }))).toBe(
      'stale',
    )
    expect(await codeOf(recordResults(on(coach), { ...results, goalsReached: 4 }))).toBe('stale')
    expect(await codeOf(recordResults(on(coach), { ...results, reportOn: '2026-11-24' }))).toBe('stale')
    expect(await codeOf(recordResults(on(running.coach), results))).toBe('not-found')
    expect(await codeOf(recordResults(on(position.employer), results))).toBe('forbidden')
    expect(await codeOf(recordResults(on(coach), results))).toBe('ok')
  })
})
