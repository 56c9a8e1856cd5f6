import { afterAll, beforeAll, expect, test } from 'vitest'
import { municipalities } from '#db/schema/reference.ts'
import { WORKER } from '#server/platform/context.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { COOK, HYGIENE } from '#tests/make/reference.ts'
import { anEmployer, aPosition, ctxOf } from '#tests/make/rooms.ts'
import { aPeopledSite, type PeopledSite } from './route-people.ts'

/** The page on which visitors search: what it shows of a hit, and what it does with an address that asks too much. */
let site: PeopledSite

beforeAll(async () => {
  site = await aPeopledSite()
  const { db } = site.home
  const [known] = await db.select().from(municipalities).limit(1)
  if (!known) throw new Error('no municipality')
  await db.insert(municipalities).values({ ...known, code: 'GM0999', name: 'Leegstad' })
  const employer = await anEmployer(db, { name: 'De Molen', establishment: { postcode4: '3811', name: 'Molen' } })
  await aPosition(db, {
    employer,
    title: 'Meehelpen',
    occupationUri: COOK,
    tasks: ['Borden afwassen', 'Soep roeren'],
    learns: ['Kassa bedienen'],
    skills: [{ skillUri: HYGIENE, role: 'taught' }],
  })
  await rebuildIndex(ctxOf(db, WORKER), null)
})
afterAll(() => site?.close())

const open = (path: string) => site.get(path)

test.each([
  ['soep', 'Soep roeren'],
  ['kassa', 'Kassa bedienen'],
  ['hygienisch', 'hygiënisch werken'],
])('%s: the card shows the words in which it was found', async (word, line) => {
  const { text } = await open(`/nl/plekken?q=${word}`)
  const shown = text.replaceAll(/<!--.*?-->/g, '')
  expect(shown).toMatch(
    new RegExp(`<mark>${line.split(' ').find((one) => one.toLowerCase().startsWith(word[0] ?? ''))}`, 'i'),
  )
  expect(shown.replaceAll(/<\/?mark>/g, '')).toContain(line)
})

test('a hit in the place is marked there, and no line is added', async () => {
  const { text } = await open('/nl/plekken?q=amersfoort')
  expect(text).toContain('<mark>Amersfoort</mark>')
  expect(text).not.toContain('Soep')
})

test('a page after the last leads to the last, with everything that was asked', async () => {
  const { status, headers } = await open('/nl/plekken?q=soep&page=3')
  expect([status, headers['location']]).toEqual([303, '/nl/plekken?q=soep'])
  expect((await open('/nl/plekken?q=nietszozeer&page=2')).status).toBe(303)
})

test('a municipality where nothing is left stays chosen, and a nearest order without a postcode asks for it', async () => {
  const { text } = await open('/nl/plekken?q=nietszozeer&gemeente=GM0999&volgorde=near')
  expect(text).toContain('Vul je postcode in.')
  expect(text).toMatch(/<option value="GM0999" selected="">Leegstad/)
  expect((await open('/nl/plekken')).text).not.toContain('Leegstad')
  expect((await open('/nl/plekken?gemeente=GM9999')).status).toBe(200)
})

test('the form goes to what was found', async () => {
  const { text } = await open('/nl/plekken')
  expect(text).toContain('action="/nl/plekken#gevonden"')
  expect(text).toContain('id="gevonden"')
})
