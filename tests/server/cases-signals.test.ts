import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts } from '#db/schema/accounts.ts'
import { caseLog } from '#db/schema/decisions.ts'
import { establishments } from '#db/schema/employers.ts'
import { employerGroups } from '#db/schema/facts.ts'
import { signals } from '#db/schema/monitoring.ts'
import { placements } from '#db/schema/placements.ts'
import { answerSignal } from '#server/cases/answer-signal.ts'
import { closeSignal } from '#server/cases/close-signal.ts'
import { decideGroup } from '#server/cases/decide-group.ts'
import { lookAtMonitors } from '#server/cases/look-at-monitors.ts'
import { familyOf } from '#server/cases/reads-family.ts'
import { groupsFor } from '#server/cases/reads-groups.ts'
import { monitorHistoryOf } from '#server/cases/reads-history.ts'
import { signalsFor } from '#server/cases/reads-signals.ts'
import { recordContract } from '#server/cases/record-contract.ts'
import { recordGroup } from '#server/cases/record-group.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { MONITOR_POLICY } from '#server/safeguards/rules/monitors/policy.ts'
import { aGroup, aPlacementOf, endedPlacements as endedOf, monitorsSayAtPublish } from '#tests/make/monitored.ts'
import { codeOf } from '#tests/make/proposals.ts'
import { AMERSFOORT } from '#tests/make/reference.ts'
import { anAccount, anEmployer, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let employer: Awaited<ReturnType<typeof anEmployer>>
let officer: Actor
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  employer = await anEmployer(home.db)
  officer = await anAccount(home.db, { role: 'officer' })
})

const ctx = (actor: Actor = employer.actor, now = NOW) => ctxOf(home.db, actor, now)
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000)
const look = (now = NOW) => lookAtMonitors(ctx(WORKER, now))
const own = (owner = employer) => home.db.select().from(signals).where(eq(signals.employerId, owner.employerId))
const endedPlacements = (count: number, owner = employer) => endedOf(home.db, owner, count)
const pausesNow = async (establishmentId = employer.establishmentId, paid = false) =>
  (await monitorsSayAtPublish(home.db, establishmentId, paid)).map((one) => one.split(' ')[2])

describe('the monitors', () => {
  test('the third unpaid placement in a row is a signal once, the employer sees it first, it pauses until an officer closes it', async () => {
    await endedPlacements(3)
    expect((await look()).opened).toBeGreaterThan(0)
    const first = await own()
    expect(first.find(({ monitor }) => monitor === 'MON-01')).toMatchObject({
      subject: 'establishment',
      outcome: 'block',
      code: 'serial-unpaid',
      pauses: true,
      state: 'new',
      answerDueOn: '2026-12-07',
    })
    expect(await look()).toEqual({ opened: 0, changed: 0 })
    expect(await look(later(1))).toEqual({ opened: 0, changed: 0 })
    expect(await own()).toHaveLength(first.length)
    expect(await pausesNow()).toEqual(['MON-01'])
    expect(await pausesNow(employer.establishmentId, true)).toEqual([])

    const mine = (await signalsFor(ctx())).find(({ monitor }) => monitor === 'MON-01')
    const signalId = mine?.id ?? ''
    const answer = { signalId, answer: 'Twee van de drie gingen naar school.' }
    await answerSignal(ctx(), answer)
    await answerSignal(ctx(), answer)
    expect((await signalsFor(ctx(officer))).find(({ id }) => id === signalId)).toMatchObject({
      state: 'answered',
      ...{ answer: answer.answer },
    })
    await closeSignal(ctx(officer, later(2)), { signalId, reason: 'Uitgelegd en nagekeken' })
    expect(await codeOf(closeSignal(ctx(officer), { signalId, reason: 'x' }))).toBe('stale')
    expect(await codeOf(answerSignal(ctx(), answer))).toBe('stale')
    expect(await pausesNow()).toEqual([])
    // Quiet: the same is not told again, unless it is more.
    expect((await look(later(3))).opened).toBe(0)
    await endedPlacements(4)
    await home.db
      .update(placements)
      .set({ endedOn: '2026-11-10', endsOn: '2026-11-10' })
      .where(eq(placements.startsOn, '2026-11-01'))
    expect((await look(later(3))).opened).toBeGreaterThan(0)
    expect(await pausesNow()).toEqual(['MON-01'])
    const steps = await home.db.select().from(caseLog).where(eq(caseLog.subjectId, signalId))
    expect(steps.map(({ step, actorRole }) => `${step} ${actorRole}`).sort()).toEqual([
      'answer employer',
      'close officer',
      'find worker',
    ])
  })

  test("a signal that pauses nothing is the employer's alone until the days have passed; nobody else sees it", async () => {
    await endedPlacements(2)
    await look()
    const mine = (await signalsFor(ctx())).find(({ monitor }) => monitor === 'MON-01')
    expect(mine).toMatchObject({ outcome: 'warn', pauses: false })
    const seen = async (actor: Actor, now = NOW) =>
      (await signalsFor(ctx(actor, now))).some(({ id }) => id === mine?.id)
    const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    const stranger = await anEmployer(home.db)
    expect([await seen(officer), await seen(officer, later(14)), await seen(officer, later(15))]).toEqual([
      false,
      false,
      true,
    ])
    expect([await seen(elsewhere, later(15)), await seen(stranger.actor)]).toEqual([false, false])
    expect(await codeOf(closeSignal(ctx(officer), { signalId: mine?.id ?? '', reason: 'x' }))).toBe('not-found')
    expect(await codeOf(signalsFor(ctx(await anAccount(home.db, { role: 'coach' }))))).toBe('forbidden')
  })

  test('a hire after a placement counts, recorded by the coach', async () => {
    const [, , last] = await endedPlacements(3)
    if (!last) throw new Error('none')
    const contract = {
      placementId: last.placementId,
      startedOn: '2026-10-01',
      endsOn: null,
      endedOn: null,
      endReason: null,
      subsidyUntil: null,
    }
    expect(await codeOf(recordContract(ctx(officer), contract))).toBe('forbidden')
    expect(await codeOf(recordContract(ctx(last.coach), { ...contract, startedOn: '2026-01-01' }))).toBe('stale')
    await recordContract(ctx(last.coach), contract)
    await recordContract(ctx(last.coach), { ...contract, endedOn: '2026-11-20', endReason: 'not-renewed' })
    const history = await monitorHistoryOf(home.db, [MONITOR_POLICY], TODAY)
    expect(history.contracts.filter((one) => one.establishment === employer.establishmentId)).toMatchObject([
      { role: '751', startedOn: '2026-10-01', endedOn: '2026-11-20', afterPlacement: last.placementId },
    ])
    await look()
    expect((await own()).filter(({ monitor }) => monitor === 'MON-01')).toEqual([])
  })

  test('a paid placement that began is a hire, once, and resets the row', async () => {
    const [, , last] = await endedPlacements(3)
    if (!last) throw new Error('none')
    const paid = {
      newcomer: last.newcomer,
      position: { type: 'START_JOB' as const, hourlyWageCents: 1650 },
      placement: { state: 'active' as const, startsOn: '2026-09-01', endsOn: '2027-08-31' },
    }
    const hired = await aPlacementOf(home.db, employer, paid)
    const contracts = async () =>
      (await monitorHistoryOf(home.db, [MONITOR_POLICY], TODAY)).contracts.filter(
        (one) => one.establishment === employer.establishmentId,
      )
    expect(await contracts()).toMatchObject([
      { id: hired.placementId, role: '751', startedOn: '2026-09-01', endedOn: null, afterPlacement: last.placementId },
    ])
    await look()
    expect((await own()).filter(({ monitor }) => monitor === 'MON-01')).toEqual([])
    // The coach records the same contract after the placement: one hire, not two.
    await recordContract(ctx(last.coach), {
      placementId: last.placementId,
      startedOn: '2026-09-01',
      endsOn: null,
      endedOn: null,
      endReason: null,
      subsidyUntil: '2027-03-01',
    })
    expect(await contracts()).toMatchObject([{ afterPlacement: last.placementId, subsidyUntil: '2027-03-01' }])
  })

  test('a paid placement between two unpaid ones, or after a trial, is what MON-02 and MON-04 look for', async () => {
    const paid = { type: 'REGULAR_JOB' as const, hourlyWageCents: 1700 }
    await endedPlacements(2)
    const between = await aPlacementOf(home.db, employer, {
      position: paid,
      placement: { startsOn: '2026-03-15', endsOn: '2026-10-31', endedOn: '2026-10-31' },
    })
    const host = await anEmployer(home.db)
    for (const month of ['02', '04', '06']) {
      const last = `2026-${month}-26`
      const trial = await aPlacementOf(home.db, host, {
        position: { type: 'TRIAL_PLACEMENT', hourlyWageCents: null },
        placement: { startsOn: `2026-${month}-01`, endsOn: last, endedOn: last },
      })
      if (month === '06') continue
      const { newcomer } = trial
      const placement = { state: 'active' as const, startsOn: `2026-${month}-27`, endsOn: '2027-06-30' }
      await aPlacementOf(home.db, host, { position: paid, newcomer, placement })
    }
    await look()
    const seen = async (owner = employer) =>
      (await own(owner)).flatMap(({ monitor }) => (['MON-02', 'MON-04'].includes(monitor) ? [monitor] : [])).sort()
    expect([await seen(), await seen(host)]).toEqual([[], []])
    // Without them both are seen.
    await home.db.update(placements).set({ state: 'planned' }).where(eq(placements.id, between.placementId))
    await home.db.update(placements).set({ state: 'planned' }).where(eq(placements.startsOn, '2026-02-27'))
    await look()
    expect([await seen(), await seen(host)]).toEqual([['MON-02'], ['MON-02', 'MON-04']])
  })

  test('a new branch or company does not begin with a clean sheet', async () => {
    const branch = crypto.randomUUID()
    await home.db
      .insert(establishments)
      .values({ id: branch, employerId: employer.employerId, name: 'Tweede', postcode4: '3511' })
    await endedPlacements(1)
    await endedPlacements(1, { ...employer, establishmentId: branch })
    const sister = await anEmployer(home.db)
    await endedPlacements(1, sister)
    const name = `Groep ${employer.employerId}`
    await aGroup(home.db, name, [employer, sister])
    expect((await familyOf(home.db)).groupOf.get(sister.employerId)).toBe(name)
    await look()
    const found = (await signalsFor(ctx(sister.actor))).filter(({ monitor }) => monitor === 'MON-01')
    expect(found).toMatchObject([{ subject: 'group', outcome: 'block' }])
    expect((await own()).filter(({ monitor }) => monitor === 'MON-01')).toMatchObject([
      { subject: 'employer', outcome: 'warn' },
    ])
    expect(await pausesNow(sister.establishmentId)).toEqual(['MON-01'])
    expect(await pausesNow(branch)).toEqual(['MON-01'])
  })
})

describe('what reaches over the border of a municipality', () => {
  const elsewhere = () => anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })

  test('a group stands on two people; until then nothing counts it, and who asked never confirms', async () => {
    const asked = { employerId: employer.employerId, groupName: 'Groep', source: 'Register', sinceOn: '2026-01-01' }
    const stranger = await elsewhere()
    expect(await codeOf(recordGroup(ctx(stranger), asked))).toBe('not-found')
    const { requestId } = await recordGroup(ctx(officer), asked)
    expect(await recordGroup(ctx(officer), { ...asked, groupName: 'Groep twee' })).toEqual({ requestId })
    expect((await familyOf(home.db)).groupOf.get(employer.employerId)).toBeUndefined()
    const second = await anAccount(home.db, { role: 'officer' })
    expect(await codeOf(recordGroup(ctx(second), asked))).toBe('stale')
    const seen = async (actor: Actor) =>
      (await groupsFor(ctx(actor))).find(({ employerId }) => employerId === employer.employerId)
    expect(await seen(officer)).toMatchObject({ group: null, asked: { name: 'Groep twee', isOwn: true } })
    expect(await seen(second)).toMatchObject({ asked: { id: requestId, isOwn: false } })
    const yes = { requestId, outcome: 'confirmed' as const }
    expect(await codeOf(decideGroup(ctx(officer), yes))).toBe('forbidden')
    // A second account with the same mailbox is no second person.
    const again = await anAccount(home.db, { role: 'officer', email: `kim+2@${requestId}.nl` })
    await home.db
      .update(accounts)
      .set({ email: `Kim@${requestId}.nl` })
      .where(eq(accounts.id, officer.accountId ?? ''))
    expect(await codeOf(decideGroup(ctx(again), yes))).toBe('forbidden')
    expect(await codeOf(decideGroup(ctx(stranger), yes))).toBe('not-found')
    await decideGroup(ctx(second), yes)
    expect(await codeOf(decideGroup(ctx(second), yes))).toBe('stale')
    expect(await seen(officer)).toMatchObject({ group: { name: 'Groep twee' }, asked: null })
    const [row] = await home.db.select().from(employerGroups).where(eq(employerGroups.employerId, employer.employerId))
    expect(row).toMatchObject({ recordedBy: officer.accountId, confirmedBy: second.accountId })
    // Refused, the group that stands stays; the person who asked may take it back.
    const anew = await recordGroup(ctx(second), { ...asked, groupName: 'Anders' })
    await decideGroup(ctx(second), { ...anew, outcome: 'refused' })
    expect(await seen(officer)).toMatchObject({ group: { name: 'Groep twee' }, asked: null })
  })

  test('no single officer lifts the pause of a whole company: another closes it, and what is new asks again', async () => {
    const branch = crypto.randomUUID()
    await home.db
      .insert(establishments)
      .values({ id: branch, employerId: employer.employerId, name: 'Amersfoort', postcode4: '3811' })
    await endedPlacements(2)
    await endedPlacements(1, { ...employer, establishmentId: branch })
    await look()
    const wide = (await own()).find((one) => one.monitor === 'MON-01' && one.subject === 'employer')
    expect(wide).toMatchObject({ pauses: true, municipalityCode: null })
    const close = { signalId: wide?.id ?? '', reason: 'Gesproken met het bedrijf' }
    const there = await elsewhere()
    expect(await closeSignal(ctx(there), close)).toBe('asked')
    expect(await pausesNow()).toEqual(['MON-01'])
    expect(await codeOf(closeSignal(ctx(there), close))).toBe('forbidden')
    const shown = async (actor: Actor) => (await signalsFor(ctx(actor))).find(({ id }) => id === close.signalId)
    expect(await shown(officer)).toMatchObject({ closeAskedBy: there.accountId, closeAskedReason: close.reason })
    expect(await shown(employer.actor)).toMatchObject({ closeAskedBy: null, closeAskedReason: '' })
    // A fourth placement: who asked has not seen it, so it is asked anew.
    await endedPlacements(1, { ...employer, establishmentId: branch })
    expect((await look()).changed).toBeGreaterThan(0)
    expect(await closeSignal(ctx(officer), close)).toBe('asked')
    expect(await closeSignal(ctx(there), { ...close, reason: 'Ook hier bekeken' })).toBe('closed')
    expect(await pausesNow()).toEqual([])
    const steps = await home.db.select().from(caseLog).where(eq(caseLog.subjectId, close.signalId))
    expect(steps.map(({ step }) => step).sort()).toEqual(['ask', 'ask', 'close', 'find'])
  })

  test('what is about one workplace is for the officers of its municipality alone', async () => {
    await endedPlacements(3)
    await look()
    const [signal] = (await own()).filter((one) => one.monitor === 'MON-01' && one.subject === 'establishment')
    const close = { signalId: signal?.id ?? '', reason: 'Bekeken' }
    expect(await codeOf(closeSignal(ctx(await elsewhere()), close))).toBe('not-found')
    expect(await closeSignal(ctx(officer), close)).toBe('closed')
  })
})
