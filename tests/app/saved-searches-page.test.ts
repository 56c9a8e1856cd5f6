import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { notices } from '#db/schema/notices.ts'
import { savedSearches } from '#db/schema/saved-searches.ts'
import { makeNotice } from '#server/notices/make-notice.ts'
import { WORKER } from '#server/platform/context.ts'
import { rebuildIndex } from '#server/search/rebuild-index.ts'
import { ctxOf } from '#tests/make/rooms.ts'
import { aPeopledSite, type PeopledSite } from './route-people.ts'

let site: PeopledSite
beforeAll(async () => {
  site = await aPeopledSite()
})
afterAll(() => site?.close())

const PAGE = '/account/zoekopdrachten'
/** The hidden fields of the form for keeping a search, as the page has them. */
const saveForm = async (path: string, cookie: string): Promise<Record<string, string> | null> => {
  const { text } = await site.get(path, cookie)
  const form = /<form[^>]*action="\/account\/zoekopdrachten"[^>]*>(.*?)<\/form>/s.exec(text)?.[1]
  if (form === undefined) return null
  const fields = [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)]
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]))
}
const kept = () => site.home.db.select().from(savedSearches)

test('a newcomer keeps what the page asks, sees it, takes it away and puts it back, without a script', async () => {
  const { own, foreign, send, get } = site
  const fields = await saveForm('/nl/plekken?q=kok&sector=hospitality&onzin=1', own.newcomer)
  expect(fields).toMatchObject({ intent: 'save', question: 'q=kok&sector=hospitality' })
  const sent = await send(PAGE, fields ?? {}, own.newcomer)
  expect([sent.status, sent.headers['location']]).toEqual([303, `${PAGE}?gedaan=saved`])
  // A double tap is one act.
  await send(PAGE, fields ?? {}, own.newcomer)
  const [row, ...others] = await kept()
  expect([row?.question, others]).toEqual(['q=kok&sector=hospitality', []])
  const shown = (await get(PAGE, own.newcomer)).text
  expect(shown).toContain('Horeca en keuken')
  expect(shown).toContain('/nl/plekken?q=kok&amp;sector=hospitality')
  expect((await get(PAGE, foreign.newcomer)).text).not.toContain('Horeca en keuken')
  const act = (intent: string, cookie: string) =>
    send(PAGE, { key: crypto.randomUUID(), intent, savedSearchId: row?.id ?? '' }, cookie)
  for (const intent of ['remove', 'restore']) expect((await act(intent, foreign.newcomer)).status).toBe(404)
  expect((await act('remove', own.newcomer)).headers['location']).toBe(`${PAGE}?gedaan=removed`)
  expect((await get(PAGE, own.newcomer)).text).toContain('Net weggehaald')
  expect((await act('restore', own.newcomer)).headers['location']).toBe(`${PAGE}?gedaan=restored`)
  expect((await kept()).map(({ removedAt }) => removedAt)).toEqual([null])
})

test('only who may is offered it, and only for a choice', async () => {
  const { own } = site
  expect(await saveForm('/nl/plekken?q=kok', own.coach)).not.toBeNull()
  expect(await saveForm('/nl/plekken', own.newcomer)).toBeNull()
  // A postcode that nobody knows is not asked, and so not kept.
  expect(await saveForm('/nl/plekken?q=kok&postcode=9999', own.newcomer)).toBeNull()
  expect((await site.get('/nl/plekken?q=kok&postcode=3511')).text).toContain('Log in en bewaar deze keuze')
  expect((await site.get('/nl/plekken?q=kok&postcode=9999')).text).not.toContain('Log in en bewaar deze keuze')
  expect(await saveForm('/nl/plekken?q=kok', own.employer)).toBeNull()
  expect(await saveForm('/nl/plekken?q=kok', '')).toBeNull()
  expect((await site.get('/nl/plekken?q=kok')).text).toContain(
    `/inloggen?naar=${encodeURIComponent('/nl/plekken?q=kok')}`,
  )
})

test('what is no search is not kept, and the page says so', async () => {
  const before = await kept()
  for (const question of ['', 'page=2', '<script>', 'q=111222333', 'x'.repeat(3_000)]) {
    const answer = await site.send(PAGE, { key: crypto.randomUUID(), intent: 'save', question }, site.own.newcomer)
    expect([question.slice(0, 20), answer.status]).toEqual([question.slice(0, 20), 422])
    expect(answer.text).toContain('Deze keuze kunnen wij niet bewaren.')
  }
  expect(await kept()).toEqual(before)
})

test('why a choice is not kept is said', async () => {
  const { text } = await site.get(`${PAGE}?gedaan=broad`, site.own.newcomer)
  expect(text).toContain('Er passen te veel plekken bij deze keuze.')
})

test('the message on the own page leads to what was kept', async () => {
  const [row] = await kept()
  const event = {
    id: 900_000,
    name: 'search.matched',
    payload: { savedSearchId: row?.id ?? '', ownerId: row?.accountId ?? '' },
  } as const
  await makeNotice(ctxOf(site.home.db, WORKER), event)
  expect(
    (await site.home.db.select().from(notices).where(eq(notices.code, 'search-found'))).map(
      ({ accountId }) => accountId,
    ),
  ).toEqual([row?.accountId])
  const { text } = await site.get('/nl/mijn-reis', site.own.newcomer)
  expect(text).toMatch(/href="\/account\/zoekopdrachten"[^>]*>Er zijn nieuwe plekken/)
})

test('people of the municipality: without a name, and a colleague’s file stays closed', async () => {
  const { own, foreign, existing } = site
  await rebuildIndex(ctxOf(site.home.db, WORKER), null)
  const path = '/coach/gemeente?niveau=A1'
  const theirs = (await site.get(path, foreign.coach)).text
  expect(theirs).toContain('Test coach</bdi>')
  expect(theirs).not.toContain('Samira')
  expect(theirs).toContain(existing.newcomer.slice(0, 8).toUpperCase())
  expect(theirs).not.toContain(existing.newcomer)
  expect((await site.get(path, own.coach)).text).toContain(`/coach/deelnemers/${existing.newcomer}`)
  expect((await site.get(`/coach/deelnemers/${existing.newcomer}`, foreign.coach)).status).toBe(404)
  expect((await site.get(path, own.municipality)).status).toBe(403)
  expect((await site.get(path)).status).toBe(303)
  // Everybody has the lowest level: that alone is no question, and nobody is shown.
  const everybody = (await site.get('/coach/gemeente?niveau=none', own.coach)).text
  expect(everybody).not.toContain(existing.newcomer)
})

test('coaches read that search is simpler when Postgres answers words, and not without words', async () => {
  const limited = 'Zoeken gaat nu eenvoudiger'
  for (const path of ['/coach/gemeente', '/coach/deelnemers']) {
    expect((await site.get(`${path}?werk=kok`, site.own.coach)).text).toContain(limited)
    expect((await site.get(`${path}?sector=care`, site.own.coach)).text).not.toContain(limited)
  }
})
