import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { municipalities, occupations, places, referenceImports, skills } from '#db/schema/reference.ts'
import { importReference } from '#server/reference/import/import-reference.ts'
import { reportLines } from '#server/reference/import/report-lines.ts'
import { skippedOf } from '#server/reference/import/tally.ts'
import { loadStarter } from '#server/reference/load-starter.ts'
import { searchOccupations, searchSkills } from '#server/reference/reads.ts'
import { NOW } from '#tests/make/rooms.ts'
import { aZip } from '#tests/make/zip.ts'
import { aDatabase } from '#tests/setup/database.ts'

const ESCO = 'http://data.europa.eu/esco'
const WELDER = `${ESCO}/occupation/00000000-test-welder`
const WELDING = `${ESCO}/skill/00000000-test-welding`
const METAL = `${ESCO}/skill/00000000-test-metal`

const OCCUPATIONS_EN = `conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status
Occupation,${WELDER},7212,welder,"fusion welder
welding worker",,released
`
const OCCUPATIONS_NL = OCCUPATIONS_EN.replace('welder,"fusion', 'lasser,"fusion').replace('welding worker', 'lasster')
const SKILLS_EN = `conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status
KnowledgeSkillCompetence,${WELDING},skill/competence,sector-specific,weld metal,"join metal",released
KnowledgeSkillCompetence,${METAL},knowledge,sector-specific,types of metal,,released
`
const RELATIONS = `occupationUri,relationType,skillType,skillUri
${WELDER},essential,skill/competence,${WELDING}
${WELDER},optional,knowledge,${METAL}
${ESCO}/occupation/nobody,essential,knowledge,${METAL}
`
const BROADER = `conceptType,conceptUri,broaderType,broaderUri
SkillGroup,${ESCO}/skill/S1,SkillGroup,${ESCO}/skill/S
KnowledgeSkillCompetence,${WELDING},SkillGroup,${ESCO}/skill/S1
`
const PLACES = `country_code,zipcode,place,state,state_code,province,province_code,community,community_code,latitude,longitude
NL,9711,Groningen,Groningen,04,Groningen. Municipality,0014,,,53.2133,6.5614
NL,9711,Elders,Groningen,04,Groningen. Municipality,0014,,,53.2,6.5
NL,7131,Lichtenvoorde,Guelders,03,Gemeente Oost Gelre,1586,,,51.98,6.56
NL,3232,Brielle,South Holland,11,,,,,51.8953,4.1629
BE,1000,Brussel,,,X,0001,,,50.85,4.35
`

let home: Awaited<ReturnType<typeof aDatabase>>
let folder: string

beforeAll(async () => {
  home = await aDatabase()
})
afterAll(() => home.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'instroom-import-'))
  await home.db.execute(
    sql`truncate reference_imports, occupation_skills, skill_broader, isco_groups, skills, occupations, places, municipalities cascade`,
  )
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const put = (name: string, content: string | Buffer) => writeFile(join(folder, name), content)
const run = (mostBytes?: number) =>
  importReference({ db: home.db, now: NOW }, folder, mostBytes === undefined ? {} : { mostBytes })
const whole = async () => {
  await put('a.zip', aZip({ 'in/occupations_en.csv': OCCUPATIONS_EN, 'in/skills_en.csv': SKILLS_EN }))
  await put('occupations_nl.csv.gz', gzipSync(`\uFEFF${OCCUPATIONS_NL}`))
  await put('relations.csv', RELATIONS)
  await put('broader.csv', BROADER)
  await put('postcodes.csv', PLACES)
}
const welder = async () => (await home.db.select().from(occupations)).find(({ uri }) => uri === WELDER)

describe('what is read', () => {
  test('zip, gz and csv, with and without a byte order mark; labels of all languages', async () => {
    await whole()
    const reports = await run()
    expect(reports.filter(({ failure }) => failure)).toEqual([])
    expect(await welder()).toMatchObject({ isco: '7212', labels: { en: 'welder', nl: 'lasser' }, source: 'esco' })
    expect((await welder())?.searchText).toBe('lasser | welder | fusion welder | welding worker | lasster')
    const relations = reports.find(({ kind }) => kind === 'relations')
    expect(relations).toMatchObject({ read: 3, written: 2 })
    expect([...(relations?.skipped.keys() ?? [])]).toEqual(['of an occupation that is not loaded'])
    expect(await home.db.select().from(referenceImports)).toHaveLength(6)
  })

  test('what was imported is found by a name that is no label', async () => {
    await whole()
    await run()
    expect((await searchOccupations(home.db, 'lasst', 'nl')).map(({ label }) => label)).toEqual(['lasser'])
    expect((await searchSkills(home.db, 'join met', 'en')).map(({ label }) => label)).toEqual(['weld metal'])
  })

  test('postcodes: the municipality by name and code, the first village of a postcode, a gap of the source filled in', async () => {
    await put('postcodes.csv', PLACES)
    const [report] = await run()
    expect(report).toMatchObject({
      read: 5,
      written: 3,
      mended: new Map([['municipality Voorne aan Zee filled in', 1]]),
    })
    expect(await home.db.select().from(municipalities).orderBy(municipalities.code)).toMatchObject([
      { code: 'GM0014', name: 'Groningen', province: 'Groningen' },
      { code: 'GM1586', name: 'Oost Gelre', province: 'Gelderland' },
      { code: 'GM1992', name: 'Voorne aan Zee', province: 'Zuid-Holland' },
    ])
    const rows = await home.db.select().from(places)
    expect(rows.find(({ postcode4 }) => postcode4 === '9711')).toMatchObject({ name: 'Groningen', source: 'geonames' })
  })

  test('semicolons and tabs', async () => {
    await put('occupations_en.csv', OCCUPATIONS_EN.replaceAll(',', ';'))
    await put('relations.csv', RELATIONS.replaceAll(',', '\t'))
    expect((await run()).map(({ kind, read, failure }) => [kind, read, failure])).toEqual([
      ['occupations', 1, null],
      ['relations', 3, null],
    ])
  })

  test('twice is the same as once', async () => {
    await whole()
    await run()
    const before = await home.db.select().from(occupations).orderBy(occupations.uri)
    const again = await run()
    expect(again.reduce((sum, { written }) => sum + written, 0)).toBe(0)
    expect(again.find(({ kind }) => kind === 'relations')).toMatchObject({ unchanged: 2 })
    expect(await home.db.select().from(occupations).orderBy(occupations.uri)).toEqual(before)
  })

  test('a changed label is written and the old name still finds it', async () => {
    await put('occupations_en.csv', OCCUPATIONS_EN)
    await run()
    await put('occupations_en.csv', OCCUPATIONS_EN.replace('7212,welder', '7212,metal welder'))
    expect((await run())[0]).toMatchObject({ written: 1 })
    expect((await welder())?.labels).toEqual({ en: 'metal welder' })
    expect((await searchOccupations(home.db, 'welder', 'en'))[0]?.uri).toBe(WELDER)
  })
})

describe('the starter set', () => {
  const NURSE = `${ESCO}/occupation/87d0795a-d41f-47ee-979f-0ab7d73836e7`
  const nurse = `conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,status
Occupation,${NURSE},5321,nurse assistant (new),,released
`
  const labels = async () => (await home.db.select().from(occupations)).find(({ uri }) => uri === NURSE)?.labels

  test('loads twice as once', async () => {
    await loadStarter(home.db)
    const first = [await home.db.select().from(skills).orderBy(skills.uri), await home.db.select().from(places)]
    expect(first.map((rows) => rows.length)).toEqual([133, 121])
    await loadStarter(home.db)
    expect([await home.db.select().from(skills).orderBy(skills.uri), await home.db.select().from(places)]).toEqual(
      first,
    )
  })

  test('keeps its Dutch and Arabic names when an import gives only English', async () => {
    await loadStarter(home.db)
    await put('occupations_en.csv', nurse)
    await run()
    expect(await labels()).toEqual({ nl: 'verpleeghulp', en: 'nurse assistant (new)', ar: 'مساعد تمريض' })
  })

  test('adds them after an import, and the region of a municipality', async () => {
    await put('occupations_en.csv', nurse)
    await put('postcodes.csv', PLACES.replace('Gemeente Oost Gelre,1586', 'Gemeente Utrecht,0344'))
    await run()
    await loadStarter(home.db)
    expect(await labels()).toEqual({ nl: 'verpleeghulp', en: 'nurse assistant (new)', ar: 'مساعد تمريض' })
    const [utrecht] = await home.db.select().from(municipalities).where(sql`code = 'GM0344'`)
    expect(utrecht).toMatchObject({ name: 'Utrecht', province: 'Gelderland', regionCode: 'midden-utrecht' })
  })
})

describe('what is wrong says so and costs nobody else', () => {
  const failureOf = async (name: string, content: string | Buffer, mostBytes?: number) => {
    await put(name, content)
    await put('relations.csv', RELATIONS)
    const reports = await run(mostBytes)
    expect(reports.find(({ file }) => file === 'relations.csv')?.failure).toBeNull()
    return reports.find(({ file }) => file.startsWith(name))?.failure
  }

  test('a ragged row is skipped and the rest is kept', async () => {
    await put('occupations_en.csv', `${OCCUPATIONS_EN}Occupation,too,short\n`)
    const [report] = await run()
    expect(report).toMatchObject({ read: 2, written: 1 })
    expect(report?.skipped.get('the row is not whole')?.examples).toEqual([
      'line 4 has 3 values where the header has 7',
    ])
  })

  test('rows that say nothing usable are skipped with their reasons', async () => {
    await put(
      'occupations_en.csv',
      `${OCCUPATIONS_EN}Occupation,${WELDER}2,72,two digits,,,released
Occupation,${WELDER}3,7212,,,,released
Occupation,${WELDER}4,7212,old,,,obsolete
Occupation,nothing,7212,no address,,,released
Occupation,${WELDER},7212,again,,,released
`,
    )
    const [report] = await run()
    expect([...(report?.skipped.keys() ?? [])].sort()).toEqual([
      'no ISCO unit group of four digits',
      'no address of a concept',
      'no label',
      'not released',
      'the same concept again',
    ])
    expect(report && report.written + report.unchanged + skippedOf(report)).toBe(report?.read)
  })

  test('a failure half-way keeps nothing of that file', async () => {
    const many = Array.from({ length: 2100 }, (_, at) => `Occupation,${WELDER}${at},7212,welder ${at},,,released`)
    const text = `${OCCUPATIONS_EN}${many.join('\n')}\nOccupation,"never closed`
    expect(await failureOf('occupations_en.csv', text)).toMatch(/cannot be read as CSV: .*Nothing of it was kept/s)
    expect(await home.db.select().from(occupations)).toEqual([])
  })

  test('an unknown header', async () => {
    expect(await failureOf('other.csv', 'name,colour\nx,y\n')).toBe(
      'Its header is of no file that we know: name, colour',
    )
  })

  test('an empty file', async () => {
    expect(await failureOf('empty.csv', '')).toBe('The file is empty.')
  })

  test('a language that we do not keep, and a name without one', async () => {
    expect(await failureOf('occupations_fr.csv', OCCUPATIONS_EN)).toContain('Its language, fr, is none of')
    expect(await failureOf('mine.csv', OCCUPATIONS_EN)).toContain('does not end with a language')
  })

  test('text that is not UTF-8', async () => {
    expect(
      await failureOf('occupations_en.csv', Buffer.from(OCCUPATIONS_EN.replace('welder', 'soudé'), 'latin1')),
    ).toContain('not UTF-8')
  })

  test('a broken zip', async () => {
    expect(await failureOf('broken.zip', Buffer.from('PK\x03\x04 half of a download'))).toContain('The zip is broken')
  })

  test('a zip that claims to be too large, one that is denser than text, and one that lies', async () => {
    const zip = (size: number) => aZip({ 'occupations_en.csv': OCCUPATIONS_EN }, { name: 'occupations_en.csv', size })
    expect(await failureOf('large.zip', zip(3 * 1024 ** 3))).toContain('Unpacked it is larger than 2048 MB')
    expect(await failureOf('dense.zip', zip(300 * 1024 ** 2))).toContain('unpacks to more than 250 times')
    expect(await failureOf('lies.zip', zip(20))).toMatch(/Nothing of it was kept|too many bytes/)
  })

  test('a gz that is denser than text, or larger than allowed', async () => {
    const bomb = gzipSync(`${OCCUPATIONS_EN}${'\n'.repeat(20 * 1024 ** 2)}`)
    expect(await failureOf('bomb_en.csv.gz', bomb)).toContain('unpacks to more than 250 times')
    await rm(join(folder, 'bomb_en.csv.gz'))
    expect(await failureOf('more_en.csv.gz', gzipSync(OCCUPATIONS_EN), 100)).toContain('larger than')
  })

  test('the report says all of it', async () => {
    await put('occupations_en.csv', `${OCCUPATIONS_EN}Occupation,too,short\n`)
    await put('other.csv', 'name,colour\nx,y\n')
    const text = reportLines(await run()).join('\n')
    expect(text).toContain('occupations_en.csv  occupations  en')
    expect(text).toContain('1 skipped: the row is not whole')
    expect(text).toContain('NOT IMPORTED other.csv: Its header')
  })
})

describe('a real download', () => {
  const data = process.env['REFERENCE_DATA']
  test.skipIf(!data)(
    'of ESCO 1.1.1 and GeoNames (set REFERENCE_DATA to its folder)',
    { timeout: 120_000 },
    async () => {
      const reports = await importReference({ db: home.db, now: NOW }, data ?? '')
      const read = (kind: string, end: string) => reports.find((one) => one.kind === kind && one.file.endsWith(end))
      expect(read('occupations', 'occupations_en.csv')).toMatchObject({ read: 3007, written: 3007 })
      expect(read('occupations', 'occupations_nl.csv.gz')).toMatchObject({ read: 3007 })
      expect(read('skills', 'skills_en.csv')).toMatchObject({ read: 13_896, written: 13_896 })
      // 67 rows are of an occupation that this release of ESCO does not have.
      expect(read('relations', 'occupationSkillRelations.csv')).toMatchObject({ read: 123_855, written: 123_788 })
      expect(read('places', 'postcodes-nl.csv')).toMatchObject({ read: 4334, written: 4086 })
      const again = await importReference({ db: home.db, now: NOW }, data ?? '')
      expect(again.reduce((sum, { written }) => sum + written, 0)).toBe(0)
    },
  )
})
