import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { matchingRuns } from '#db/schema/matching.ts'
import type { RunNumbers } from '#db/values/matching.ts'
import { runForStaff, runsForStaff } from '#server/proposals/reads-runs.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { aNewcomer, anAccount, anEmployer, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())

const spread = { least: 0, lower: 1, middle: 2, upper: 3, most: 9, gini: 0.3 }
const numbers: RunNumbers = {
  newcomers: 120,
  positions: 30,
  eligiblePairs: 900,
  pinnedPairs: 4,
  eligible: 100,
  coverable: 80,
  covered: 80,
  perPosition: spread,
  waitingCovered: spread,
  waitingLeft: spread,
  blockingPairs: 3,
  milliseconds: { read: 12, allocate: 40 },
}
let minute = 0
const aRun = async (given: Partial<typeof matchingRuns.$inferInsert> = {}): Promise<string> => {
  minute += 1
  const id = crypto.randomUUID()
  await home.db.insert(matchingRuns).values({
    id,
    kind: 'asked',
    day: '2026-11-23',
    state: 'done',
    policyVersion: '2026-12',
    policy: { weights: { newcomer: { wish: 500 } } },
    parts: 4,
    partsScored: 4,
    plannedAt: new Date(NOW.getTime() + minute * 60_000),
    ...given,
  })
  return id
}

describe('runs of the engine, as staff read them', () => {
  test('the newest first, with how far a running one is', async () => {
    const staff = ctxOf(home.db, await anAccount(home.db, { role: 'municipality' }))
    const done = await aRun({ numbers, made: 7, withdrawn: 2, kept: 150 })
    const running = await aRun({ state: 'scoring', partsScored: 1 })
    const [first, second] = await runsForStaff(staff)
    expect(first).toMatchObject({ id: running, numbers: null, progress: { parts: 4, partsScored: 1 } })
    expect(second).toMatchObject({ id: done, numbers: { proposals: { made: 7, withdrawn: 2, kept: 150 } } })
  })

  test('one run with what changed since the finished one before it', async () => {
    const staff = ctxOf(home.db, await anAccount(home.db, { role: 'coach' }))
    const before = await aRun({ numbers })
    await aRun({ state: 'writing' })
    const now = await aRun({ numbers: { ...numbers, newcomers: 140, eligiblePairs: 880 } })
    expect(await runForStaff(staff, now)).toMatchObject({
      since: { id: before, newcomers: 20, eligiblePairs: -20, positions: 0 },
      policy: { weights: { newcomer: { wish: 500 } } },
    })
  })

  test('no small number of people, and none from which one follows', async () => {
    const staff = ctxOf(home.db, await anAccount(home.db, { role: 'officer' }))
    const few = await aRun({ numbers: { ...numbers, newcomers: 104, eligible: 100, covered: 97, coverable: 99 } })
    const { numbers: told } = await runForStaff(staff, few)
    expect(told?.people).toMatchObject({ newcomers: 104, eligible: null, covered: null, coverable: null })
    expect(told?.people.waitingLeft).toBeNull()
  })

  test('for staff only, and an unknown run is not found', async () => {
    const run = await aRun({ numbers })
    const { actor } = await aNewcomer(home.db)
    for (const who of [actor, (await anEmployer(home.db)).actor]) {
      expect(await codeOf(runsForStaff(ctxOf(home.db, who)))).toBe('forbidden')
      expect(await codeOf(runForStaff(ctxOf(home.db, who), run))).toBe('forbidden')
    }
    const staff = ctxOf(home.db, await anAccount(home.db, { role: 'coach' }))
    expect(await codeOf(runForStaff(staff, crypto.randomUUID()))).toBe('not-found')
    expect(await codeOf(runForStaff(staff, 'abc'))).toBe('not-found')
  })
})
