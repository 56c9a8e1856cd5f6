import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lookAtMonitors } from '#server/cases/look-at-monitors.ts'
import { factsToState } from '#server/cases/reads-facts.ts'
import { monitorHistoryOf } from '#server/cases/reads-history.ts'
import { quarterToState } from '#server/cases/rules-facts.ts'
import { stateFacts } from '#server/cases/state-facts.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { publishPosition } from '#server/positions/publish-position.ts'
import { MONITOR_POLICY } from '#server/safeguards/rules/monitors/policy.ts'
import { type LookId, look } from '#server/safeguards/rules/monitors/table.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { aRunningPlacement } from '#tests/make/placed.ts'
import { unpaidForm } from '#tests/make/publishing.ts'
import { BAKER } from '#tests/make/reference.ts'
import { ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

type Owner = { establishmentId: string; actor: Actor }
let minutes = 0
const states = (owner: Owner, question: 'paid-hours' | 'quarter-hours', answer: unknown, occupationUri = BAKER) => {
  minutes += 1
  return stateFacts(ctxOf(home.db, owner.actor, new Date(NOW.getTime() + minutes * 60_000)), {
    establishmentId: owner.establishmentId,
    occupationUri,
    facts: [{ question, answer, evidence: { kind: 'declaration', by: 'Personeelszaken', on: TODAY } }],
  })
}
const quarter = (name: string, paid: number, unpaid: number) => ({ quarter: name, paid, unpaid })
const seen = async (monitor: LookId, owner: Owner) =>
  look(monitor, await monitorHistoryOf(home.db, [MONITOR_POLICY], TODAY), MONITOR_POLICY, TODAY)
    .filter((one) => one.subject === owner.establishmentId)
    .map(({ outcome, code }) => `${outcome} ${code}`)

/** Two unpaid placements of 24 hours that run at one workplace. */
async function twoUnpaid(): Promise<Owner> {
  const unpaid = { type: 'WORK_EXPERIENCE' as const, hourlyWageCents: null }
  const { position, owner } = await aRunningPlacement(home.db, { position: unpaid })
  await aRunningPlacement(home.db, { placement: { seat: 2, positionId: position.positionId } })
  return owner
}

describe('hours that an employer states', () => {
  test('are asked for places of which a monitor counts the hours, once a quarter and until they are too old', async () => {
    const owner = await twoUnpaid()
    const asked = async (
      type: 'WORK_EXPERIENCE' | 'VOLUNTEER' | 'REGULAR_JOB' | 'APPRENTICESHIP_BBL',
      day = TODAY,
      uri: string | null = BAKER,
    ) =>
      (
        await factsToState(
          ctxOf(home.db, owner.actor, new Date(`${day}T12:00:00Z`)),
          { establishmentId: owner.establishmentId, occupationUri: uri, type },
          WHOLE_POLICY,
        )
      )
        .filter(({ question, standing }) => question.endsWith('-hours') && standing === null)
        .map(({ question, quarter: of }) => (of ? `${question} ${of}` : question))
    expect(await asked('WORK_EXPERIENCE')).toEqual(['paid-hours', 'quarter-hours 2026-Q1'])
    expect(await asked('APPRENTICESHIP_BBL')).toEqual(['paid-hours'])
    expect(await asked('REGULAR_JOB')).toEqual([])
    expect(await asked('VOLUNTEER')).toEqual([])
    // Of every role together no monitor can tell anything.
    expect(await asked('WORK_EXPERIENCE', TODAY, null)).toEqual(['paid-hours'])
    await states(owner, 'paid-hours', 500)
    for (const [name, next] of [
      ['2026-Q1', ['quarter-hours 2026-Q2']],
      ['2026-Q2', ['quarter-hours 2026-Q3']],
      ['2026-Q3', []],
    ] as const) {
      await states(owner, 'quarter-hours', quarter(name, 200, 24))
      expect(await asked('WORK_EXPERIENCE')).toEqual(next)
    }
    expect(await asked('WORK_EXPERIENCE', '2027-01-01')).toEqual(['quarter-hours 2026-Q4'])
    expect(await asked('WORK_EXPERIENCE', '2027-05-23')).toContain('paid-hours')
    await expect(states(owner, 'quarter-hours', quarter('2026-Q3', 1, 1), null as never)).rejects.toMatchObject({
      name: 'ZodError',
    })
  })

  test('the earliest quarter that is missing of the last three is asked, also across the year', () => {
    expect(quarterToState([], '2026-01-01')).toBe('2025-Q2')
    expect(quarterToState(['2025-Q2', '2025-Q4'], '2026-03-31')).toBe('2025-Q3')
    expect(quarterToState(['2025-Q2', '2025-Q3', '2025-Q4'], '2026-03-31')).toBeNull()
    expect(quarterToState(['2025-Q2', '2025-Q3', '2025-Q4'], '2026-04-01')).toBe('2026-Q1')
    expect(quarterToState(['2025-Q3', '2025-Q4', '2026-Q1'], '2026-06-30')).toBeNull()
  })

  test('MON-03: too little data, in order, a person, or a pause that stops the next unpaid place', async () => {
    const owner = await twoUnpaid()
    expect(await seen('MON-03', owner)).toEqual(['too-little-data too-little-data'])
    await states(owner, 'paid-hours', 480)
    expect(await seen('MON-03', owner)).toEqual(['ok monitor-in-order'])
    await states(owner, 'paid-hours', 479)
    expect(await seen('MON-03', owner)).toEqual(['human learning-ratio'])
    await states(owner, 'paid-hours', 239)
    expect(await seen('MON-03', owner)).toEqual(['block learning-ratio'])
    const publishes = async () => {
      const { verdict } = await publishPosition(ctxOf(home.db, owner.actor), unpaidForm(owner.establishmentId))
      return verdict.reasons.filter(({ ruleId }) => ruleId === 'MON').map(({ outcome, code }) => `${outcome} ${code}`)
    }
    expect(await publishes()).toEqual(['ok in-order'])
    await lookAtMonitors(ctxOf(home.db, WORKER))
    expect(await publishes()).toEqual(['block monitor-pauses'])
  })

  test('MON-07: fewer paid hours by an fte while unpaid hours rise is for a person', async () => {
    const owner = await twoUnpaid()
    await states(owner, 'quarter-hours', quarter('2026-Q1', 200, 0))
    await states(owner, 'quarter-hours', quarter('2026-Q2', 180, 24))
    expect(await seen('MON-07', owner)).toEqual(['too-little-data too-little-data'])
    await states(owner, 'quarter-hours', quarter('2026-Q3', 164, 48))
    expect(await seen('MON-07', owner)).toEqual(['human hours-shrink'])
    await states(owner, 'quarter-hours', quarter('2026-Q3', 165, 48))
    expect(await seen('MON-07', owner)).toEqual(['ok monitor-in-order'])
  })
})
