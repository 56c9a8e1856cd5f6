import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { caseLog } from '#db/schema/decisions.ts'
import { establishments } from '#db/schema/employers.ts'
import { publicReports, signals } from '#db/schema/monitoring.ts'
import { placements } from '#db/schema/placements.ts'
import { answerSignal } from '#server/cases/answer-signal.ts'
import { closeSignal } from '#server/cases/close-signal.ts'
import { lookAtMonitors } from '#server/cases/look-at-monitors.ts'
import { familyOf, monitorHistoryOf } from '#server/cases/reads-history.ts'
import { reportStanding, reportsFor } from '#server/cases/reads-reports.ts'
import { signalsFor } from '#server/cases/reads-signals.ts'
import { recordContract } from '#server/cases/record-contract.ts'
import { recordGroup } from '#server/cases/record-group.ts'
import { type ReportSignalInput, reportSignal } from '#server/cases/report-signal.ts'
import { weighReport } from '#server/cases/weigh-report.ts'
import { staffingFor } from '#server/employers/reads.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { safeguardFactsOf } from '#server/positions/rules.ts'
import { MONITOR_POLICY } from '#server/safeguards/rules/monitors/policy.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { askSafeguards } from '#server/safeguards/rules/verdict.ts'
import { aProposal, codeOf } from '#tests/make/proposals.ts'
import { AMERSFOORT, BAKER } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, DECLARED, NOW, PLAN, TODAY } from '#tests/make/rooms.ts'
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
const own = () => home.db.select().from(signals).where(eq(signals.employerId, employer.employerId))

/** Unpaid placements that ended, one after the other, without anybody hired. */
async function endedPlacements(count: number, owner = employer) {
  const made: { placementId: string; coach: Actor }[] = []
  for (let at = 0; at < count; at += 1) {
    const position = await aPosition(home.db, {
      employer: owner,
      type: 'WORK_EXPERIENCE',
      hourlyWageCents: null,
      state: 'closed',
    })
    const { proposalId, newcomer, coach } = await aProposal(home.db, { position, state: 'placed' })
    const placementId = crypto.randomUUID()
    const month = String(2 + at * 3).padStart(2, '0')
    await home.db.insert(placements).values({
      id: placementId,
      proposalId,
      newcomerId: newcomer.newcomerId,
      positionId: position.positionId,
      state: 'completed',
      seat: 1,
      startsOn: `2026-${month}-01`,
      endsOn: `2026-${month}-26`,
      endedOn: `2026-${month}-26`,
      mentor: 'Anneke',
      learningGoals: ['Bakken'],
      createdAt: NOW,
      stateSince: NOW,
    })
    made.push({ placementId, coach })
  }
  return made
}
const unpaid = {
  type: 'WORK_EXPERIENCE' as const,
  hourlyWageCents: null,
  startsOn: null,
  endsOn: '2027-01-29',
  hoursPerWeek: 24,
  supervisorName: 'Anneke',
  supervisorHours: 8,
  traineesPerSupervisor: 1,
  learningPlan: PLAN,
  declaration: DECLARED,
  languages: [],
}
const pausesNow = async (establishmentId = employer.establishmentId, paid = false) => {
  const staffing = await staffingFor(home.db, [establishmentId], TODAY)
  const place = paid ? { ...unpaid, type: 'REGULAR_JOB' as const, hourlyWageCents: 1700 } : unpaid
  const position = safeguardFactsOf(place, staffing(establishmentId, BAKER))
  return askSafeguards('publish', { position, person: null }, WHOLE_POLICY, TODAY)
    .reasons.filter(({ code }) => code === 'monitor-pauses')
    .map(({ params }) => params['monitor'])
}

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
    const history = await monitorHistoryOf(home.db, MONITOR_POLICY, TODAY)
    expect(history.contracts.filter((one) => one.establishment === employer.establishmentId)).toMatchObject([
      { role: '751', startedOn: '2026-10-01', endedOn: '2026-11-20', afterPlacement: last.placementId },
    ])
    await look()
    expect((await own()).filter(({ monitor }) => monitor === 'MON-01')).toEqual([])
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
    for (const one of [employer, sister])
      await recordGroup(ctx(officer), {
        employerId: one.employerId,
        groupName: `Groep ${employer.employerId}`,
        source: 'Handelsregister',
        sinceOn: '2026-01-01',
      })
    expect((await familyOf(home.db)).groupOf.get(sister.employerId)).toBe(`Groep ${employer.employerId}`)
    await look()
    const found = (await signalsFor(ctx(sister.actor))).filter(({ monitor }) => monitor === 'MON-01')
    expect(found).toMatchObject([{ subject: 'group', outcome: 'block' }])
    expect((await own()).filter(({ monitor }) => monitor === 'MON-01')).toMatchObject([
      { subject: 'employer', outcome: 'warn' },
    ])
    expect(await pausesNow(sister.establishmentId)).toEqual(['MON-01'])
    expect(await pausesNow(branch)).toEqual(['MON-01'])
    const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    expect(
      await codeOf(
        recordGroup(ctx(elsewhere), { employerId: sister.employerId, groupName: 'x', source: 'x', sinceOn: TODAY }),
      ),
    ).toBe('not-found')
  })
})

describe('a report without an account', () => {
  const report = (given: Partial<ReportSignalInput> = {}): ReportSignalInput => ({
    establishmentId: employer.establishmentId,
    concern: null,
    reporterRole: 'worker',
    body: 'De vaste bakker moest weg en er staat nu iemand zonder loon.',
    contact: 'mij@voorbeeld.nl',
    ...given,
  })
  const sent = (given: Partial<ReportSignalInput> = {}, network = crypto.randomUUID(), now = NOW) =>
    reportSignal({ db: home.db, now }, report(given), network)

  test('does nothing until an officer weighs it; serious it pauses everything, closed it does not; the employer never reads it', async () => {
    const { code } = await sent()
    expect(await sent()).toEqual({ code })
    await look()
    expect(await own()).toEqual([])
    const [row] = await reportsFor(ctx(officer))
    expect(row).toMatchObject({ code, state: 'new', contact: 'mij@voorbeeld.nl', reporterRole: 'worker' })
    const weigh = { reportId: row?.id ?? '', weight: 'serious' as const, motivation: "Twee collega's bevestigen het" }
    const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    expect(await codeOf(weighReport(ctx(elsewhere), weigh))).toBe('not-found')
    expect(await codeOf(weighReport(ctx(), weigh))).toBe('forbidden')
    await weighReport(ctx(officer), weigh)
    expect(await codeOf(weighReport(ctx(officer), weigh))).toBe('stale')
    const [weighed] = await home.db.select().from(publicReports).where(eq(publicReports.code, code))
    expect(weighed).toMatchObject({ contact: null, isSerious: true, state: 'taken-up' })
    await look()
    expect(await own()).toMatchObject([{ monitor: 'MON-12', code: 'report-serious', pauses: true }])
    expect(await pausesNow(employer.establishmentId, true)).toEqual(['MON-12'])
    expect(JSON.stringify(await signalsFor(ctx()))).not.toMatch(/vaste bakker|worker|voorbeeld/)
    expect(await reportStanding(home.db, ` ${code.toLowerCase()} `)).toEqual({ state: 'taken-up', isClosed: false })
    const [signal] = await own()
    await closeSignal(ctx(officer), { signalId: signal?.id ?? '', reason: 'Gesprek gevoerd' })
    expect(await reportStanding(home.db, code)).toEqual({ state: 'taken-up', isClosed: true })
    await look(later(200))
    expect((await own()).filter(({ state }) => state !== 'closed')).toEqual([])
    expect(await reportStanding(home.db, 'ZZZZ')).toBeNull()
  })

  /** A serious report that an officer took up. */
  const taken = async (body: string, now = NOW) => {
    const { code } = await sent({ body }, crypto.randomUUID(), now)
    const [row] = await home.db.select().from(publicReports).where(eq(publicReports.code, code))
    await weighReport(ctx(officer, now), { reportId: row?.id ?? '', weight: 'serious', motivation: 'Nagevraagd' })
    return code
  }
  const openOne = async () => (await own()).find(({ state }) => state !== 'closed')

  test('a new serious one pauses though an earlier one was closed yesterday', async () => {
    await taken('De eerste')
    await look()
    await closeSignal(ctx(officer), { signalId: (await openOne())?.id ?? '', reason: 'Gesprek gevoerd' })
    expect((await look(later(1))).opened).toBe(0)
    await taken('De tweede', later(1))
    expect((await look(later(1))).opened).toBe(1)
    expect(await pausesNow(employer.establishmentId, true)).toEqual(['MON-12'])
  })

  test('taken up after the last look, it is closed with no signal that does not count it', async () => {
    await taken('De eerste')
    await look()
    const second = await taken('De tweede')
    const close = { signalId: (await openOne())?.id ?? '', reason: 'Gesprek gevoerd' }
    expect(await codeOf(closeSignal(ctx(officer), close))).toBe('stale')
    expect(await reportStanding(home.db, second)).toEqual({ state: 'taken-up', isClosed: false })
    await look()
    await closeSignal(ctx(officer), close)
    expect(await reportStanding(home.db, second)).toEqual({ state: 'taken-up', isClosed: true })
  })

  test('the employer reads no day and no small number of reports; the officer reads the number', async () => {
    await taken('De eerste')
    await look()
    const params = async (actor: Actor) =>
      (await signalsFor(ctx(actor))).find((one) => one.establishmentId === employer.establishmentId)?.params
    expect(await params(employer.actor)).toEqual({ count: '<10' })
    expect(await params(officer)).toEqual({ count: 1 })
  })

  test('is limited per network and per workplace, names no account, and takes no unknown field', async () => {
    const network = crypto.randomUUID()
    for (let at = 0; at < 5; at += 1) await sent({ body: `Bericht ${at}` }, network)
    await expect(sent({ body: 'Nog een' }, network)).rejects.toSatisfy(
      (error) => error instanceof Refusal && error.code === 'too-many' && Number(error.params['retryAfterSeconds']) > 0,
    )
    const busy = await anEmployer(home.db)
    const flood = (at: number) => sent({ establishmentId: busy.establishmentId, body: `Vloed ${at}` })
    for (let at = 0; at < 30; at += 1) await flood(at)
    expect(await codeOf(flood(30))).toBe('too-many')
    expect(await codeOf(sent({ establishmentId: crypto.randomUUID() }))).toBe('not-found')
    await expect(sent({ name: 'Piet' } as never)).rejects.toMatchObject({ name: 'ZodError' })
    const logged = await home.db.select().from(caseLog).where(eq(caseLog.subject, 'report'))
    expect(logged.every(({ actorId, detail }) => actorId === null || 'weight' in detail)).toBe(true)
  })
})
