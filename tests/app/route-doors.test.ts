import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROLES } from '#db/values/accounts.ts'
import { GUARDED, OBJECT_PAGES, OPEN, ROUTES, SHOWS } from './route-map.ts'
import { aPeopledSite, type PeopledSite, said } from './route-people.ts'

let site: PeopledSite
beforeAll(async () => {
  site = await aPeopledSite()
})
afterAll(() => site.close())

test('every line of the site map is open, or below a desk', () => {
  expect(ROUTES.filter(({ desk }) => desk === null).map(({ name }) => name)).toEqual(OPEN)
  expect(OBJECT_PAGES.map(({ name }) => name).sort()).toEqual(Object.keys(SHOWS).sort())
})

describe.each(GUARDED)('$path', (route) => {
  test('asks a stranger to sign in, whether or not the object exists', async () => {
    for (const object of [site.objectOf(route), crypto.randomUUID(), 'abc']) {
      const path = site.address(route, object)
      const isFile = /\.(csv|json)$/.test(path)
      // Signing in leads back to pages, and to a file only where its address lies below a desk.
      const signIn = path === '/gemeente.csv' ? '/inloggen' : `/inloggen?naar=${encodeURIComponent(path)}`
      const page = said(await site.get(path))
      if (isFile) expect([page.status, page.text]).toEqual([401, expect.stringContaining('href="/inloggen"')])
      else expect(page).toMatchObject({ status: 303, to: signIn, text: '' })
      expect(said(await site.get(site.data(route, object)))).toEqual({
        status: 401,
        to: undefined,
        remix: signIn,
        text: '',
      })
      for (const sent of [await site.post(path), await site.post(site.data(route, object))]) {
        expect([303, 401, 405]).toContain(sent.status)
        if (sent.status === 303) expect(sent.headers.location).toBe(signIn)
        if (sent.status === 401) expect(sent.text).toBe('')
      }
    }
  })

  test('is closed to every other role', async () => {
    for (const role of ROLES.filter((one) => !route.desks.includes(one))) {
      for (const object of [site.objectOf(route), crypto.randomUUID()]) {
        const answers = [
          await site.get(site.address(route, object), site.own[role]),
          await site.get(site.data(route, object), site.own[role]),
          await site.post(site.address(route, object), site.own[role]),
          await site.post(site.data(route, object), site.own[role]),
        ]
        expect(answers.slice(0, 2).map(({ status }) => status)).toEqual([403, 403])
        for (const { status } of answers.slice(2)) expect([403, 405]).toContain(status)
      }
    }
  })

  test('opens for its role', async () => {
    for (const role of route.desks) {
      const { status } = await site.get(site.address(route, site.objectOf(route)), site.own[role])
      // No start waits for a decision here, and a persona has no second step to take and no card.
      const expected: Record<string, number> = {
        'municipality.start': 404,
        'account.step': 303,
        'account.card-code': 303,
      }
      expect(status).toBe(expected[route.name] ?? 200)
    }
  })
})

test('the open pages break for nobody', async () => {
  for (const route of ROUTES.filter(({ desk }) => desk === null)) {
    for (const cookie of ['', ...Object.values(site.own)]) {
      // Signing out would end the session that the other tests use.
      const sends =
        route.name === 'system.sign-out' ? [] : [await site.post(site.address(route, site.existing.code), cookie)]
      const answers = [await site.get(site.address(route, site.existing.code), cookie), ...sends]
      for (const { status } of answers) expect(status, route.path).toBeLessThan(500)
      for (const { status } of sends) expect(status, route.path).toBeGreaterThan(299)
    }
  }
})
