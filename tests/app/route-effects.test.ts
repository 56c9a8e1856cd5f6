import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROLES } from '#db/values/accounts.ts'
import { GUARDED, SHOWS } from './route-map.ts'
import { aPeopledSite, everything, type PeopledSite } from './route-people.ts'

let site: PeopledSite
beforeAll(async () => {
  site = await aPeopledSite()
})
afterAll(() => site.close())

test('nothing that a stranger, another role or a colleague elsewhere posts has an effect', async () => {
  const before = await everything(site)
  for (const route of GUARDED) {
    const path = site.address(route, site.objectOf(route))
    const others = ROLES.filter((role) => !route.desks.includes(role)).map((role) => site.own[role])
    const colleague = SHOWS[route.name] === undefined ? [] : [site.foreign[route.desk]]
    for (const cookie of ['', ...others, ...colleague]) {
      await site.post(path, cookie)
      await site.post(site.data(route, site.objectOf(route)), cookie)
    }
  }
  expect(await everything(site)).toEqual(before)
})
