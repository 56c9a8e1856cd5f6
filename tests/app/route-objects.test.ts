import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '#db/values/accounts.ts'
import { LONG, MALFORMED, OBJECT_PAGES, ROUTES, SHARED } from './route-map.ts'
import { aPeopledSite, type PeopledSite } from './route-people.ts'

let site: PeopledSite
beforeAll(async () => {
  site = await aPeopledSite()
})
afterAll(() => site.close())

describe.each(OBJECT_PAGES)('the object of $path', (route) => {
  const cookieOf = (jar: Record<Role, string>) => (route.desk === null ? '' : jar[route.desk])

  test('is not there for somebody else of the same role', async () => {
    if (route.desk === null || SHARED.includes(route.name)) return
    const path = site.address(route, site.objectOf(route))
    expect((await site.get(path, cookieOf(site.foreign))).status).toBe(404)
    expect((await site.get(site.data(route, site.objectOf(route)), cookieOf(site.foreign))).status).toBe(404)
    // A wrong form (422) says nothing of the object: what the address shows decides.
    expect([400, 404, 405]).toContain((await site.post(path, cookieOf(site.foreign))).status)
  })

  test('is not found when there is none', async () => {
    for (const object of [crypto.randomUUID(), ...MALFORMED, ...LONG]) {
      const edge = object.length > 4_000 ? [414] : object === '%00' ? [400] : [404, 400]
      expect(edge, object).toContain((await site.get(site.address(route, object), cookieOf(site.own))).status)
      const data = (await site.get(site.data(route, object), cookieOf(site.own))).status
      expect([400, 404, 414], object).toContain(data)
      const sent = (await site.post(site.address(route, object), cookieOf(site.own))).status
      expect([400, 404, 405, 414], object).toContain(sent)
    }
  })
})

test('no part of the intake and no language is made up', async () => {
  for (const part of ['abc', '__proto__', ...MALFORMED]) {
    const intake = await site.get(`/coach/deelnemers/${site.existing.newcomer}/intake/${part}`, site.own.coach)
    expect([400, 404], part).toContain(intake.status)
    for (const { path } of ROUTES.filter(({ path }) => path.startsWith(':language'))) {
      const address = `/${path.replace(':language', part).replace(/:(id|code)/, site.existing.proposal)}`
      const { status } = await site.get(address, site.own.newcomer)
      expect([400, 404], address).toContain(status)
    }
  }
})
