import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leaveOuts } from '#app/routes/coach.caseload-question.ts'
import {
  type PlacesAddress,
  placesAddress,
  placesQuestion,
  withoutEachPlace,
} from '#app/routes/coach.places-question.ts'
import { LEVELS } from '#db/values/language.ts'
import { SUPPORTS } from '#db/values/positions.ts'
import { SECTORS } from '#db/values/reference.ts'
import { TRAVEL_MINUTES } from '#server/newcomers/rules-choices.ts'
import { WORKER } from '#server/platform/context.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { HOURS_BANDS, ORDERS, START_BANDS } from '#server/search/rules-position-query.ts'
import { CARER, COOK } from '#tests/make/reference.ts'
import { aPosition, ctxOf } from '#tests/make/rooms.ts'
import { aPeopledSite, type PeopledSite } from './route-people.ts'

let site: PeopledSite
let root: string
let cake: string
/** The page of places for one person, three places more than the site has, and what is indexed of all. */
beforeAll(async () => {
  site = await aPeopledSite()
  root = `/coach/deelnemers/${site.existing.newcomer}/plekken`
  const { db } = site.home
  cake = (await aPosition(db, { title: 'Taart maken', hoursPerWeek: 36, hourlyWageCents: null })).positionId
  await aPosition(db, { title: 'Helpen in de zorg', occupationUri: CARER })
  await aPosition(db, { title: 'Koken', occupationUri: COOK, hourlyWageCents: null })
  await rebuildIndex(ctxOf(db, WORKER), null)
})
afterAll(() => site?.close())

const open = async (path: string) => {
  const { status, text } = await site.get(path, site.own.coach)
  expect(status, path).toBe(200)
  return text
}
/** What a page offers to leave out: the address, and the count beside it. */
const waysOn = (text: string) => {
  const list = /<ul class="in-bullets">(.*?)<\/ul>/s.exec(text)?.[1] ?? ''
  const each = /<a href="([^"]+)">[^<]*<\/a> \((?:<!-- -->)?(\d+)/g
  return [...list.matchAll(each)].map(([, href = '', count]) => ({
    href: href.replaceAll('&amp;', '&'),
    count: Number(count),
  }))
}
const isTicked = (text: string, id: string) =>
  new RegExp(`<input(?=[^>]*name="naast")(?=[^>]*value="${id}")(?=[^>]*checked)`).test(text)

describe('places for one person', () => {
  test('filters with counts in a form that needs no script; a box that is ticked stays ticked when its place is not found', async () => {
    const text = await open(`${root}?sector=care&naast=${cake}`)
    expect(text).toContain('1 van de 4 dichtstbijzijnde open plekken hoort bij je keuze.')
    expect(text).toContain('Zorg (1)')
    expect(text).toContain('Bakkerij en voedsel (2)')
    expect(text).toContain('Zonder loon (0)')
    expect(text).toContain('method="get"')
    expect(isTicked(text, cake)).toBe(true)
    expect(isTicked(text, site.existing.position)).toBe(false)
    expect(await open(`${root}?loon=nee&uren=full`)).toContain('Taart maken')
  })

  test('words: what is found is marked, and it is said when only some of the words are there', async () => {
    const text = await open(`${root}?q=taart`)
    expect(text).toContain('<mark>Taart</mark>')
    expect(text).toContain('Zoeken gaat nu eenvoudiger dan anders.')
    expect(text).not.toContain('Geen plek heeft al deze woorden.')
    expect(await open(`${root}?q=taart+zagen`)).toContain('Geen plek heeft al deze woorden.')
  })

  test('side by side stands all that is missing, also of a place that does not fit', async () => {
    const text = await open(`${root}?naast=${cake}&naast=${site.existing.position}`)
    const rows = /id="naast-elkaar".*?<\/table>/s.exec(text)?.[0].split('</tr>') ?? []
    const row = (head: string) => rows.find((one) => one.includes(`>${head}<`))?.replace(/<[^>]+>/g, '|')
    expect(row('Wat ontbreekt')).toMatch(/\|Uren, Tegen verdringing\|+Niets\|/)
    expect(row('Nog niet bekend')).toMatch(/\|Niets\|+Niets\|/)
  })

  test('nothing found: each way out is a link, what it promises comes true, and what stands side by side stays', async () => {
    const text = await open(`${root}?q=taart&sector=care&naast=${cake}`)
    const ways = waysOn(text)
    expect(ways.map(({ count }) => count)).toEqual([1, 1])
    for (const { href, count } of ways) {
      const next = await open(href)
      expect(next, href).toContain(`${count} van de 4 dichtstbijzijnde`)
      expect(isTicked(next, cake), href).toBe(true)
    }
    expect(waysOn(await open(`${root}?q=taart&sector=care&uren=few`))).toEqual([])
  })
})

test('the caseload and the municipality: each way out is a link, and what it promises comes true', async () => {
  const found = {
    '/coach/deelnemers': /<h1[^>]*>(\d+) deelnemer/,
    '/coach/gemeente': /(\d+) (?:persoon past|mensen passen)/,
  }
  for (const [path, head] of Object.entries(found)) {
    const ways = waysOn(await open(`${path}?werk=bakker&sector=care&niveau=A1`))
    expect(ways.length, path).toBeGreaterThan(0)
    for (const { href, count } of ways) expect(Number(head.exec(await open(href))?.[1]), href).toBe(count)
  }
  expect(waysOn(await open('/coach/gemeente?werk=zzzz'))).toEqual([])
})

test('people without a name side by side: who is ticked, with the question as it was; nobody who is not on the page', async () => {
  const text = await open('/coach/gemeente?werk=deeg')
  const boxes = [...text.matchAll(/<input[^>]*form="([^"]+)"[^>]*>/g)].map(([box, form]) => {
    expect(text).toContain(`id="${form}"`)
    return /value="([0-9A-F]{8})"/.exec(box)?.[1] ?? ''
  })
  expect(boxes.length).toBeGreaterThan(2)
  const [one, other] = boxes
  expect(text).not.toContain('id="naast-elkaar"')
  const beside = await open(`/coach/gemeente?werk=deeg&naast=${one}&naast=${other}`)
  const table = /id="naast-elkaar".*?<\/table>/s.exec(beside)?.[0] ?? ''
  for (const part of [one, other, 'Persoon 2', 'Klantmanager', '<mark>deeg</mark>']) expect(table).toContain(part)
  expect(table).not.toContain('Samira')
  expect(/<form[^>]*id="mensen-naast".*?<\/form>/s.exec(beside)?.[0]).toContain('name="werk" value="deeg"')
  expect(isTicked(beside, one ?? '')).toBe(true)
  for (const path of [`naast=${one}`, `naast=${one}&naast=FFFFFFFF`, `sector=care&naast=${one}&naast=${other}`])
    expect(await open(`/coach/gemeente?werk=deeg&${path}`), path).not.toContain('id="naast-elkaar"')
})

describe('the address', () => {
  const asked = fc.record({
    q: fc.constantFrom('', 'kok', 'zorg & bouw', 'a=b&sector=care'),
    sector: fc.option(fc.constantFrom(...SECTORS), { nil: null }),
    dutch: fc.record(
      { speaking: fc.constantFrom(...LEVELS), writing: fc.constantFrom(...LEVELS) },
      { requiredKeys: [] },
    ),
    hours: fc.option(fc.constantFrom(...HOURS_BANDS), { nil: null }),
    paid: fc.constantFrom(null, true, false),
    supports: fc.subarray([...SUPPORTS]),
    guided: fc.boolean(),
    start: fc.option(fc.constantFrom(...START_BANDS), { nil: null }),
    order: fc.constantFrom(...ORDERS),
    minutes: fc.option(fc.constantFrom(...TRAVEL_MINUTES), { nil: null }),
    beside: fc.subarray(['a', 'b', 'c']),
  })
  const read = (path: string) => placesQuestion(new Request(`http://x${path}`))

  test('reading it back gives the same question; left out is one thing, and nothing else', () => {
    fc.assert(
      fc.property(asked, (one: PlacesAddress) => {
        expect(read(placesAddress('/p', one))).toEqual(one)
        const parts = withoutEachPlace('/p', one)
        for (const { part, href } of parts) {
          const rest = withoutEachPlace('/p', read(href)).map((other) => other.part)
          expect(rest).toEqual(parts.map((other) => other.part).filter((other) => other !== part))
          expect(read(href).beside).toEqual(one.beside)
        }
      }),
    )
  })

  test('what is not understood is left out', () => {
    const text =
      '/p?minuten=31&naast=x&naast=x&naast=y&naast=z&naast=q&uren=veel&loon=x&volgorde=y&gemeente=GM0344&postcode=3511'
    expect(placesAddress('/p', read(text))).toBe('/p?naast=x&naast=y&naast=z')
  })

  test('of people: without a filter none of its fields, and only what helps', () => {
    const fields = { q: 'x', stand: 'paused', niveau: 'A2', vaardigheid: 'reading', maand: '2027-01', wens: 'care' }
    expect(leaveOuts('/c', fields, { name: 2, availability: 0, dutch: 3, travel: 9, wants: 1 }).slice(0, 2)).toEqual([
      { part: 'name', count: 2, href: '/c?stand=paused&niveau=A2&vaardigheid=reading&maand=2027-01&wens=care' },
      { part: 'dutch', count: 3, href: '/c?q=x&stand=paused&wens=care' },
    ])
  })
})

test('a page of the municipality after the last leads to the last, with everything that was asked', async () => {
  const { status, headers } = await site.get('/coach/gemeente?wens=bakery&pagina=4', site.own.coach)
  expect([status, headers['location']]).toEqual([303, '/coach/gemeente?wens=bakery'])
})
