import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { establishments, staffingFacts } from '#db/schema/employers.ts'
import { staffingImports } from '#db/schema/facts.ts'
import { referenceImports, tensions } from '#db/schema/reference.ts'
import { tensionsFor } from '#server/cases/reads-tension.ts'
import { importVacancies } from '#server/employers/import-vacancies.ts'
import { staffingFor } from '#server/employers/reads.ts'
import type { Actor } from '#server/platform/context.ts'
import { tableOf } from '#server/platform/csv-table.ts'
import { importTensions } from '#server/reference/import-tensions.ts'
import { codeOf, eventsAbout } from '#tests/make/proposals.ts'
import { AMERSFOORT, BAKER, COOK, UTRECHT } from '#tests/make/reference.ts'
import { anAccount, anEmployer, aPosition, ctxOf, NOW, TODAY } from '#tests/make/rooms.ts'
import { aDatabase } from '#tests/setup/database.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let employer: Awaited<ReturnType<typeof anEmployer>>
let officer: Actor
let name: string
beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  name = `Bakkerij ${crypto.randomUUID()}`
  employer = await anEmployer(home.db, { establishment: { name } })
  officer = await anAccount(home.db, { role: 'officer' })
})

const ctx = (actor: Actor = employer.actor) => ctxOf(home.db, actor, NOW)
const HEADER = 'establishment;occupation;opened_on;closed_on;result'
const vacancies = (rows: string[], isDryRun = false, actor = employer.actor) =>
  importVacancies(ctx(actor), { file: 'vacatures.csv', text: `\uFEFF${[HEADER, ...rows].join('\r\n')}\r\n`, isDryRun })
const facts = () =>
  home.db.select().from(staffingFacts).where(eq(staffingFacts.establishmentId, employer.establishmentId))

describe('vacancy history from a CSV', () => {
  test('a dry run says what it would do; the run does it once; a later file closes what stood open', async () => {
    const { positionId } = await aPosition(home.db, { employer })
    const rows = [`${name};bakker;2026-03-01;2026-04-01;withdrawn`, `"${name.toUpperCase()}";${COOK};2026-10-01;;open`]
    expect(await vacancies(rows, true)).toEqual({ rows: 2, written: 2, known: 0, faults: [], isDryRun: true })
    expect(await facts()).toEqual([])
    expect(await vacancies(rows)).toMatchObject({ written: 2, known: 0 })
    expect(await eventsAbout(home.db, positionId, 'position.updated')).toHaveLength(1)
    expect(await vacancies(rows)).toMatchObject({ written: 0, known: 2 })
    expect(await eventsAbout(home.db, positionId, 'position.updated')).toHaveLength(1)
    expect(await facts()).toHaveLength(2)
    const staffing = await staffingFor(home.db, [employer.establishmentId], TODAY)
    expect(staffing(employer.establishmentId, COOK).openVacancies).toBe(1)
    expect(await vacancies([`${name};kok;2026-10-01;2026-11-01;filled`])).toMatchObject({ written: 1 })
    expect(
      (await facts()).map(({ occupationUri, endedOn, detail }) => [occupationUri, endedOn, detail]).sort(),
    ).toEqual([
      [BAKER, '2026-04-01', { withdrawn: 'yes' }],
      [COOK, '2026-11-01', {}],
    ])
    const logged = await home.db
      .select()
      .from(staffingImports)
      .where(eq(staffingImports.importedBy, employer.actor.accountId ?? ''))
    expect(logged.map(({ rows, written }) => [rows, written]).sort()).toEqual([
      [1, 1],
      [2, 2],
    ])
  })

  test('two at once write each vacancy once', async () => {
    const rows = [`${name};bakker;2026-03-01;2026-04-01;filled`]
    await Promise.all([vacancies(rows), vacancies(rows)])
    expect(await facts()).toHaveLength(1)
  })

  test('every fault is told with its line and column, and with one of them nothing is written', async () => {
    const stranger = await anEmployer(home.db, { establishment: { name: `Vreemd ${name}` } })
    const report = await vacancies([
      `${name};bakker;2026-03-01;2026-04-01;filled`,
      `Vreemd ${name};bakker;2026-03-01;;open`,
      `${name};astronaut;2026-03-01;;open`,
      `${name};bakker;2026-02-30;;open`,
      `${name};bakker;2026-05-01;2026-04-01;filled`,
      `${name};bakker;2026-05-01;;filled`,
      `${name};bakker;2026-05-01;2026-06-01;gone`,
      `${name};bakker;2027-05-01;;open`,
      `${name};bakker;2026-03-01;;open`,
      `${name};bakker`,
    ])
    expect(report.faults).toEqual([
      { line: 3, column: 'establishment', code: 'not-found' },
      { line: 4, column: 'occupation', code: 'not-found' },
      { line: 5, column: 'opened_on', code: 'not-a-day' },
      { line: 6, column: 'closed_on', code: 'ends-before-start' },
      { line: 7, column: 'result', code: 'does-not-fit' },
      { line: 8, column: 'result', code: 'not-in-list' },
      { line: 9, column: 'opened_on', code: 'in-the-future' },
      { line: 10, column: 'opened_on', code: 'twice' },
      { line: 11, column: '', code: 'values' },
    ])
    expect(report.written).toBe(0)
    expect(await facts()).toEqual([])
    expect(stranger.establishmentId).toBeTruthy()
  })

  test('an officer takes in those of the municipality; two workplaces of one name cannot be told apart', async () => {
    const rows = [`${name};bakker;2026-03-01;2026-04-01;filled`]
    const elsewhere = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    expect((await vacancies(rows, false, elsewhere)).faults).toMatchObject([{ code: 'not-found' }])
    expect(await vacancies(rows, false, officer)).toMatchObject({ written: 1 })
    await home.db.insert(establishments).values({ employerId: employer.employerId, name, postcode4: '3511' })
    expect((await vacancies(rows)).faults).toMatchObject([{ column: 'establishment', code: 'more-than-one' }])
    expect(await codeOf(vacancies(rows, false, await anAccount(home.db, { role: 'coach' })))).toBe('forbidden')
  })

  test('a file that is no such table says so', () => {
    const codes = (text: string) => tableOf(text, ['a', 'b']).faults.map(({ column, code }) => `${column} ${code}`)
    expect(codes('')).toEqual(['a column-missing', 'b column-missing'])
    expect(codes('a,c\n1,2')).toEqual(['b column-missing', 'c column-unknown'])
    expect(codes('a,b,b\n1,2,3')).toEqual(['b column-twice'])
    expect(codes('a,b\n"1,2')).toEqual([' no-csv'])
    expect(codes(`a,b\n${'1,2\n'.repeat(10_001)}`)).toEqual([' too-many-rows'])
    expect(codes(`a,b\n1,${'x'.repeat(2_000_001)}`)).toEqual([' too-large'])
    expect(tableOf('B\ta\n2\t1\n', ['a', 'b']).rows).toEqual([{ line: 2, values: { a: '1', b: '2' } }])
  })
})

describe('tension figures from a CSV', () => {
  const head = 'region,occupation_group,quarter,ratio,source'
  // Each file a minute after the one before it: of two that came in at the same moment, none is the newest.
  let minutes = 0
  const figures = (rows: string[], isDryRun = false, actor = officer) =>
    importTensions(ctxOf(home.db, actor, new Date(NOW.getTime() + minutes++ * 60_000)), {
      file: 'spanning.csv',
      text: [head, ...rows].join('\n'),
      isDryRun,
    })

  test('a dry run, once, corrected, and read for role and region', async () => {
    const rows = ['AM18,751,2026-Q2,1.4,UWV', 'AM18,751,2026-Q3,"2,15",UWV Spanningsindicator']
    expect(await figures(rows, true)).toMatchObject({ written: 2, faults: [] })
    expect(await home.db.select().from(tensions)).toEqual([])
    expect(await figures(rows)).toMatchObject({ written: 2, known: 0 })
    expect(await figures(rows)).toMatchObject({ written: 0, known: 2 })
    expect(await figures(['AM18,751,2026-Q2,1.5,UWV'])).toMatchObject({ written: 1 })
    const read = await tensionsFor(home.db, [{ municipalityCode: UTRECHT, occupationUri: BAKER }], TODAY)
    expect(read(UTRECHT, BAKER)).toMatchObject({ ratio: 2.15, quarter: '2026-Q3', source: 'UWV Spanningsindicator' })
    expect(read(UTRECHT, COOK)).toBeNull()
    const old = await tensionsFor(home.db, [{ municipalityCode: UTRECHT, occupationUri: BAKER }], '2026-06-30')
    expect(old(UTRECHT, BAKER)).toMatchObject({ ratio: 1.5, quarter: '2026-Q2' })
    const logged = await home.db.select().from(referenceImports).where(eq(referenceImports.kind, 'tensions'))
    expect(logged.map(({ importedBy, written }) => [importedBy, written])).toEqual([
      [officer.accountId, 2],
      [officer.accountId, 1],
    ])
  })

  test('of two municipalities in one region the last counts, and nothing that stood is lost', async () => {
    const neighbour = await anAccount(home.db, { role: 'officer', municipalityCode: AMERSFOORT })
    const row = (ratio: string, source: string) => [`AM18,512,2026-Q1,${ratio},${source}`]
    const at = (days: number) => new Date(NOW.getTime() + days * 86_400_000)
    const take = (rows: string[], actor: Actor, now: Date) =>
      importTensions(ctxOf(home.db, actor, now), { file: 'f.csv', text: [head, ...rows].join('\n'), isDryRun: false })
    const ratio = async () =>
      (await tensionsFor(home.db, [{ municipalityCode: UTRECHT, occupationUri: COOK }], TODAY))(UTRECHT, COOK)?.ratio
    await take(row('2.0', 'UWV'), officer, at(0))
    expect(await take(row('0.5', 'Eigen telling'), neighbour, at(1))).toMatchObject({ written: 1 })
    expect(await ratio()).toBe(0.5)
    // What an earlier file said is new again when it is taken in again after another one.
    expect(await take(row('2.0', 'UWV'), officer, at(2))).toMatchObject({ written: 1 })
    expect(await take(row('2.0', 'UWV'), officer, at(3))).toMatchObject({ written: 0, known: 1 })
    expect(await ratio()).toBe(2)
    const kept = await home.db.select().from(tensions).where(eq(tensions.occupationGroup, '512'))
    expect(kept.map((one) => `${one.ratio} ${one.source} ${one.importedFor}`).sort()).toEqual([
      `0.5 Eigen telling ${AMERSFOORT}`,
      `2 UWV ${UTRECHT}`,
      `2 UWV ${UTRECHT}`,
    ])
  })

  test('faults by line; not of another region; not by another role', async () => {
    const report = await figures([
      'AM01,751,2026-Q3,2,UWV',
      'AM18,7512,2026-Q3,2,UWV',
      'AM18,751,2026-3,2,UWV',
      'AM18,751,2027-Q1,2,UWV',
      'AM18,751,2026-Q3,veel,UWV',
      'AM18,751,2026-Q3,2,',
      'AM18,512,2026-Q3,2,UWV',
      'AM18,512,2026-Q3,3,UWV',
    ])
    expect(report.faults.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual([
      '2 region not-own-region',
      '3 occupation_group not-a-group',
      '4 quarter not-a-quarter',
      '5 quarter in-the-future',
      '6 ratio not-a-number',
      '7 source required',
      '9 quarter twice',
    ])
    expect((await home.db.select().from(tensions)).filter(({ quarter }) => quarter === '2026-Q3')).toHaveLength(1)
    expect(await codeOf(figures(['AM18,751,2026-Q3,2,UWV'], false, employer.actor))).toBe('forbidden')
  })
})
