import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { newcomers } from '#db/schema/newcomers.ts'
import { labourMarketRegions, municipalities } from '#db/schema/reference.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { runForStaff } from '#server/proposals/reads-runs.ts'
import { aReadyNewcomer } from '#tests/make/proposals.ts'
import { anAccount, aPosition, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aWholeRun } from '#tests/make/run.ts'
import { aDatabase } from '#tests/setup/database.ts'

vi.setConfig({ testTimeout: 60_000 })

/** What staff read of the comparison of day and night that a run made, or did not make. */
let home: Awaited<ReturnType<typeof aDatabase>>
let staff: Actor
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  await home.db.execute(
    'truncate matching_runs, matching_areas, matching_changes, newcomers, positions, outbox_events, effects cascade',
  )
  await aPosition(home.db)
  await aReadyNewcomer(home.db)
  staff = await anAccount(home.db, { role: 'municipality' })
})
afterEach(() => vi.unstubAllEnvs())

const worker = () => ctxOf(home.db, WORKER)
const told = async () => {
  const runId = await aWholeRun(home.db, NOW)
  const { numbers } = await runForStaff(ctxOf(home.db, staff), runId)
  return numbers && [numbers.differing, numbers.notCompared]
}
const unheard = (newcomerId: string) =>
  home.db.transaction((tx) => recordEvent(tx, 'newcomer.updated', { newcomerId }, NOW))

test('the day had settled everything and heard of everything: all was compared', async () => {
  await proposeMatches(worker(), { all: true })
  expect(await told()).toEqual([0, null])
})

test('before the day ever settled anything there is nothing to compare with', async () => {
  expect(await told()).toEqual([null, 'unsettled'])
})

test('a change that the day has not heard of, also after waiting a moment', async () => {
  const { newcomerId } = await aReadyNewcomer(home.db)
  await proposeMatches(worker(), { all: true })
  await unheard(newcomerId)
  expect(await told()).toEqual([null, 'unheard'])
})

test('of regions only those are left out where a change waits', async () => {
  await home.db.insert(labourMarketRegions).values([
    { code: 'here', name: 'Hier' },
    { code: 'there', name: 'Daar' },
  ])
  await home.db.update(municipalities).set({ regionCode: 'here' })
  await home.db
    .insert(municipalities)
    .values({ code: 'GM9999', name: 'Daar', province: 'Utrecht', regionCode: 'there' })
  vi.stubEnv('MATCHING_AREAS', 'regions')
  const { newcomerId } = await aReadyNewcomer(home.db)
  await home.db.update(newcomers).set({ municipalityCode: 'GM9999' })
  await aReadyNewcomer(home.db)
  await proposeMatches(worker(), { all: true })
  await unheard(newcomerId)
  expect(await told()).toEqual([0, 'unheard'])
})

test('a comparison that failed', async () => {
  await proposeMatches(worker(), { all: true })
  // Of what the comparison reads, this is what a run does not.
  await home.db.execute('alter table dead_jobs rename to elsewhere')
  expect(await told()).toEqual([null, 'failed'])
  await home.db.execute('alter table elsewhere rename to dead_jobs')
})
