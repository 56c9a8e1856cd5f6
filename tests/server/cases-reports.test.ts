import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { caseLog } from '#db/schema/decisions.ts'
import { publicReports, signals } from '#db/schema/monitoring.ts'
import { closeSignal } from '#server/cases/close-signal.ts'
import { lookAtMonitors } from '#server/cases/look-at-monitors.ts'
import { reportStanding, reportsFor } from '#server/cases/reads-reports.ts'
import { signalsFor } from '#server/cases/reads-signals.ts'
import { type ReportSignalInput, reportSignal } from '#server/cases/report-signal.ts'
import { weighReport } from '#server/cases/weigh-report.ts'
import { wipeReports } from '#server/cases/wipe-reports.ts'
import { type Actor, WORKER } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { openedText } from '#server/platform/sealed-fields.ts'
import { monitorsSayAtPublish } from '#tests/make/monitored.ts'
import { codeOf, eventsAbout } from '#tests/make/proposals.ts'
import { AMERSFOORT } from '#tests/make/reference.ts'
import { anAccount, anEmployer, ctxOf, NOW } from '#tests/make/rooms.ts'
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
const pausesNow = async (establishmentId = employer.establishmentId, paid = false) =>
  (await monitorsSayAtPublish(home.db, establishmentId, paid)).map((one) => one.split(' ')[2])

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

  test('is limited per network, wide enough for a centre behind one address; names no account, and takes no unknown field', async () => {
    const network = crypto.randomUUID()
    for (let at = 0; at < 30; at += 1) await sent({ body: `Bericht ${at}` }, network)
    await expect(sent({ body: 'Nog een' }, network)).rejects.toSatisfy(
      (error) => error instanceof Refusal && error.code === 'too-many' && Number(error.params['retryAfterSeconds']) > 0,
    )
    const hour = (at: number) => new Date(NOW.getTime() + at * 3_600_000)
    for (let at = 0; at < 70; at += 1) await sent({ body: `Later ${at}` }, network, hour(1 + Math.floor(at / 30)))
    expect(await codeOf(sent({ body: 'De hele dag' }, network, hour(4)))).toBe('too-many')
    expect(await codeOf(sent({ establishmentId: crypto.randomUUID() }))).toBe('not-found')
    await expect(sent({ name: 'Piet' } as never)).rejects.toMatchObject({ name: 'ZodError' })
    const logged = await home.db.select().from(caseLog).where(eq(caseLog.subject, 'report'))
    expect(logged.every(({ actorId, detail }) => actorId === null || 'weight' in detail)).toBe(true)
  })

  test('is never turned away since many came about the workplace: they are shown as many and weighed together', async () => {
    for (let at = 0; at < 32; at += 1) await sent({ body: `Gezien ${at}` })
    await sent({ body: 'De dag daarna' }, crypto.randomUUID(), later(1))
    const mine = async () =>
      (await reportsFor(ctx(officer))).filter((one) => one.establishmentId === employer.establishmentId)
    const rows = await mine()
    expect(rows).toHaveLength(33)
    expect(rows.filter(({ isMany, sameDay }) => isMany && sameDay === 32)).toHaveLength(32)
    // Officers hear of the first thirty of a day, not of each one after that.
    expect(await eventsAbout(home.db, employer.establishmentId, 'report.made')).toHaveLength(31)
    const one = rows.find(({ body }) => body === 'Gezien 31')
    await weighReport(ctx(officer), {
      reportId: one?.id ?? '',
      weight: 'ordinary',
      motivation: 'Samen gelezen: een actie van de vakbond',
      isForWholeDay: true,
    })
    const after = await mine()
    expect(after.filter(({ state }) => state === 'taken-up')).toHaveLength(32)
    expect(after.find(({ body }) => body === 'De dag daarna')?.state).toBe('new')
    expect(after.filter(({ contact }) => contact !== null)).toHaveLength(1)
    await look()
    expect(await own()).toMatchObject([{ code: 'report-open', params: { count: 32 } }])
  })

  test('its words go when their term is over; what became of it stays, and an open one keeps its text', async () => {
    const months = (count: number) => new Date(Date.UTC(2026, 10 + count, 23, 9))
    const wipe = (now: Date, terms?: Parameters<typeof wipeReports>[1]) => wipeReports(ctx(WORKER, now), terms)
    const rowOf = async (code: string) =>
      (await home.db.select().from(publicReports).where(eq(publicReports.code, code)))
        .map(({ contactSealed, ...row }) => ({
          ...row,
          contact: openedText('public_reports', 'contact', row.id, { plain: row.contact, sealed: contactSealed }),
        }))
        .at(0)
    expect(await codeOf(wipeReports(ctx(officer)))).toBe('forbidden')
    const { code: unweighed } = await sent({ body: 'Nog niet gewogen' })
    const { code: nothing } = await sent({ body: 'Was niets' })
    const found = await rowOf(nothing)
    await weighReport(ctx(officer), { reportId: found?.id ?? '', weight: 'unfounded', motivation: 'Nagekeken' })
    const closed = await taken('Is afgesloten')
    await look()
    await closeSignal(ctx(officer), { signalId: (await openOne())?.id ?? '', reason: 'Gesprek gevoerd' })
    const open = await taken('Loopt nog', later(1))

    await wipe(months(3))
    expect(await rowOf(unweighed)).toMatchObject({ body: 'Nog niet gewogen', contact: 'mij@voorbeeld.nl' })
    await wipe(new Date(Date.UTC(2027, 1, 24, 9)))
    expect(await rowOf(unweighed)).toMatchObject({ body: 'Nog niet gewogen', contact: null })
    await wipe(months(6))
    expect((await rowOf(closed))?.body).toBe('Is afgesloten')
    await wipe(new Date(Date.UTC(2027, 4, 24, 9)))
    for (const code of [closed, nothing])
      expect(await rowOf(code)).toMatchObject({ body: '', contact: null, wipedOn: '2027-05-24', concern: null })
    expect(await reportStanding(home.db, closed)).toEqual({ state: 'taken-up', isClosed: true })
    expect((await rowOf(open))?.body).toBe('Loopt nog')
    await wipe(new Date(Date.UTC(2028, 10, 24, 9)))
    expect((await rowOf(unweighed))?.body).toBe('')
    expect((await rowOf(open))?.body).toBe('Loopt nog')
    await wipe(new Date(Date.UTC(2028, 10, 26, 9)))
    expect((await rowOf(open))?.body).toBe('')
    // Again = nothing; a shorter term holds at once.
    expect(await wipe(new Date(Date.UTC(2028, 10, 26, 9)))).toEqual({ texts: 0, contacts: 0 })
    const { code: short } = await sent({ body: 'Kort' })
    await wipe(later(40), { closedMonths: 1, contactMonths: 1, mostMonths: 1 })
    expect(await rowOf(short)).toMatchObject({ body: '', contact: null })
  })
})
