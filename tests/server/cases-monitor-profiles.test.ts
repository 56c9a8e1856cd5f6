import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caseLog } from '#db/schema/decisions.ts'
import { signals } from '#db/schema/monitoring.ts'
import { decideProfile } from '#server/cases/decide-profile.ts'
import { lookAtMonitors } from '#server/cases/look-at-monitors.ts'
import { type ProfileInput, proposeProfile } from '#server/cases/propose-profile.ts'
import { previewMonitors } from '#server/cases/reads-preview-monitors.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { MONITOR_POLICY } from '#server/safeguards/rules/monitors/policy.ts'
import { endedPlacements } from '#tests/make/monitored.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { someReference } from '#tests/make/reference.ts'
import { anAccount, anEmployer, ctxOf, NOW } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let first: Actor
let second: Actor
beforeAll(async () => {
  home = await aDatabase()
  await someReference(home.db)
  first = await anAccount(home.db, { role: 'officer' })
  second = await anAccount(home.db, { role: 'officer' })
})
afterAll(() => home.close())

const on = (day: string) => new Date(`${day}T09:00:00Z`)
const ctx = (actor: Actor, now = NOW) => ctxOf(home.db, actor, now)
const look = (day: string) => lookAtMonitors(ctx(WORKER, on(day)))
const serialOf = async ({ establishmentId }: { establishmentId: string }) =>
  (await home.db.select().from(signals).where(eq(signals.establishmentId, establishmentId))).find(
    ({ monitor }) => monitor === 'MON-01',
  )
const profile = (fromOn: string, monitors: ProfileInput['monitors']): ProfileInput => ({
  fromOn,
  numbers: {},
  monitors,
  source: 'Verdringingsprotocol',
  isVerified: true,
})
async function inForce(fromOn: string, monitors: ProfileInput['monitors']): Promise<void> {
  const now = on(fromOn)
  const { profileId } = await proposeProfile(ctx(first, now), profile(fromOn, monitors))
  expect(await codeOf(decideProfile(ctx(first, now), { profileId, decision: 'confirm', motivation: 'x' }))).toBe(
    'forbidden',
  )
  await decideProfile(ctx(second, now), { profileId, decision: 'confirm', motivation: 'Nagelezen' })
}

test('a signal is made with the numbers of the municipality on its day, and keeps them when these change', async () => {
  const before = await anEmployer(home.db)
  await endedPlacements(home.db, before, 3)
  await look('2026-11-23')
  expect(await serialOf(before)).toMatchObject({
    outcome: 'block',
    pauses: true,
    policyVersion: MONITOR_POLICY.version,
  })

  // The preview says what the signals of today would be, for this municipality, and writes nothing.
  const log = await home.db.select().from(caseLog)
  const preview = await previewMonitors(ctx(first), { serialWarn: 3, serialBlock: 5, answerDays: 21 })
  expect(preview?.changed).toMatchObject([
    { monitor: 'MON-01', level: 'establishment', before: { outcome: 'block' }, after: { outcome: 'warn' } },
  ])
  expect(await previewMonitors(ctx(first), {})).toBeNull()
  expect(await previewMonitors(ctx(first), { answerDays: 21 })).toEqual({ workplaces: 1, changed: [] })
  expect(await home.db.select().from(caseLog)).toEqual(log)

  await inForce('2026-12-01', { serialWarn: 3, serialBlock: 5, answerDays: 21 })
  const after = await anEmployer(home.db)
  await endedPlacements(home.db, after, 3)
  await look('2026-12-02')
  const wide = `${MONITOR_POLICY.version}+GM0344-1`
  expect(await serialOf(after)).toMatchObject({
    outcome: 'warn',
    pauses: false,
    policyVersion: wide,
    answerDueOn: '2026-12-23',
  })
  // Made under other numbers: it goes on as it was until a person closes it.
  expect(await serialOf(before)).toMatchObject({
    outcome: 'block',
    pauses: true,
    policyVersion: MONITOR_POLICY.version,
    lastSeenOn: '2026-12-02',
  })
  expect(await look('2026-12-02')).toEqual({ opened: 0, changed: 0 })

  // Other numbers under which it is graver: then it is told anew, with those.
  await inForce('2026-12-05', { serialBlock: 2 })
  expect((await look('2026-12-05')).changed).toBe(1)
  expect(await serialOf(after)).toMatchObject({
    outcome: 'block',
    pauses: true,
    policyVersion: `${MONITOR_POLICY.version}+GM0344-2`,
  })
  expect(await serialOf(before)).toMatchObject({ outcome: 'block', policyVersion: MONITOR_POLICY.version })
})

test('a number of the monitors that is not the municipality its own, or out of its limits, is refused by name', async () => {
  const wrong = (monitors: object) =>
    expect(proposeProfile(ctx(first), profile('2027-01-01', monitors as never))).rejects
  await wrong({ smallCount: 3 }).toMatchObject({
    issues: [{ path: ['monitors', 'smallCount'], message: 'set-elsewhere' }],
  })
  await wrong({ answerDays: 60 }).toMatchObject({
    issues: [{ path: ['monitors', 'answerDays'], message: 'out-of-range' }],
  })
  await wrong({ nonsense: 1 }).toMatchObject({ name: 'ZodError' })
  const coach = await anAccount(home.db, { role: 'coach' })
  expect(await codeOf(previewMonitors(ctx(coach), {}))).toBe('forbidden')
})
