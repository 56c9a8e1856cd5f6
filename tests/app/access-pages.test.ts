import { afterAll, beforeAll, expect, test } from 'vitest'
import { FIELD_TITLES } from '#server/access/field-titles.ts'
import { ACTION_NAMES, PEOPLE, ROWS } from '#server/access/matrix.ts'
import { TITLES } from '#server/access/titles.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { anEdge, type RunningSite } from './edge-site.ts'

let home: Awaited<ReturnType<typeof aDatabase>>
let site: RunningSite
beforeAll(async () => {
  home = await aDatabase()
  site = await anEdge(home.db, { demo: false })
})
afterAll(async () => {
  await site.close()
  await home.close()
})

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
/** The words of a page, without its tags. */
async function read(path: string): Promise<string> {
  const { status, text } = await site.ask({ path })
  expect(status, path).toBe(200)
  return text.replace(/<[^>]+>/g, ' ').replaceAll('&#x27;', "'")
}
const rowsOn = (page: string): number => Number(/(\d+) (?:regel|line)/.exec(page)?.[1])

test('the matrix is a page: every row in both languages, and a filter without scripts shows what a role may', async () => {
  const [dutch, english] = [await read('/nl/wie-mag-wat'), await read('/en/wie-mag-wat')]
  for (const action of ACTION_NAMES) {
    expect(dutch, action).toContain(capital(TITLES[action].nl))
    expect(english, action).toContain(capital(TITLES[action].en))
  }
  expect(rowsOn(dutch)).toBe(ACTION_NAMES.length)
  for (const person of PEOPLE) {
    const rows = ACTION_NAMES.filter((action) => ROWS[action].by[person])
    expect(rowsOn(await read(`/nl/wie-mag-wat?wie=${person}`)), person).toBe(rows.length)
  }
  const working = ACTION_NAMES.filter((action) => ROWS[action].workers)
  expect(rowsOn(await read('/en/wie-mag-wat?wie=system'))).toBe(working.length)
  expect(await read('/nl/wie-mag-wat?wie=nobody&over=nothing')).toContain(`${ACTION_NAMES.length} regels`)
})

test('the fields by step are a page, with what is never stored', async () => {
  const page = await read('/nl/wie-ziet-wat')
  for (const { nl } of Object.values(FIELD_TITLES)) expect(page).toContain(nl)
  const never = await read('/nl/wie-ziet-wat?soort=never-stored')
  expect(never).toContain(FIELD_TITLES.bsn.nl)
  expect(never).not.toContain(FIELD_TITLES.phone.nl)
})

test('the algorithm is a page with the numbers in force, and the privacy page leads to all three', async () => {
  const page = await read('/nl/algoritme')
  const { weights, version, proposalsPerNewcomer } = MATCHING_POLICY
  expect(page).toContain(version)
  for (const weight of [...Object.values(weights.newcomer), ...Object.values(weights.employer)])
    expect(page).toMatch(new RegExp(`\\s${weight / 10}\\s`))
  expect(page).toContain(`hoogstens ${proposalsPerNewcomer} voorstellen`)
  for (const from of ['/nl/privacy', '/ar/privacy']) {
    const { text } = await site.ask({ path: from })
    for (const to of ['wie-mag-wat', 'wie-ziet-wat', 'algoritme']) expect(text).toContain(`${from.slice(0, 3)}/${to}"`)
  }
})
