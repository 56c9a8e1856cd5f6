import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '#db/values/accounts.ts'
import { aPeopledSite, type PeopledSite } from './route-people.ts'

let site: PeopledSite
beforeAll(async () => {
  site = await aPeopledSite()
})
afterAll(() => site.close())

/** Where each desk begins, and an address below it where nothing is. */
const DESKS: [Role, home: string, nowhere: string, other: string][] = [
  ['coach', '/coach', `/coach/deelnemers/${crypto.randomUUID()}`, '/coach/voorstellen'],
  ['employer', '/werkgever', `/werkgever/plekken/${crypto.randomUUID()}`, '/werkgever/bedrijf'],
  ['municipality', '/gemeente', '/gemeente/bestaat-niet', '/rondes'],
  ['officer', '/toets', `/toets/plekken/${crypto.randomUUID()}`, '/rondes'],
]

const sheetsIn = (text: string) => text.match(/<link rel="stylesheet"/g)?.length ?? 0

describe.each(DESKS)('a page that is not there, for a signed-in %s', (role, home, nowhere, other) => {
  test('keeps the frame of the desk, says what happened once, and has ways on', async () => {
    for (const path of [nowhere, '/bestaat-niet', '/toets/plekken/bestaat-niet']) {
      const { status, text } = await site.get(path, site.own[role])
      expect(status).toBe(404)
      expect(text.match(/<h1>/g)).toHaveLength(1)
      expect(text).toContain('Deze pagina is er niet')
      expect(text).toContain(`<a class="in-button" href="${home}">`)
      expect(text).toContain(`href="${other}"`)
      expect(text).toContain('action="/uitloggen"')
      // The dense sheet of the desks comes on top of what a stranger gets.
      expect(sheetsIn(text)).toBe(sheetsIn((await site.get('/bestaat-niet')).text) + 1)
      expect(text).not.toMatch(/aria-current="page"|<script|modulepreload/)
    }
  })

  test('and so does a page of another desk', async () => {
    const closed = role === 'coach' ? '/werkgever' : '/coach'
    const { status, text } = await site.get(closed, site.own[role])
    expect(status).toBe(403)
    expect(text).toContain(`<a class="in-button" href="${home}">`)
  })
})

test('a newcomer keeps the own menu and the own name, in the own language', async () => {
  for (const path of ['/bestaat-niet', `/nl/mijn-reis/voorstel/${crypto.randomUUID()}`, '/ar/bestaat-niet']) {
    const { status, text } = await site.get(path, site.own.newcomer)
    expect(status).toBe(404)
    const language = path.startsWith('/ar') ? 'ar' : 'nl'
    expect(text).toContain(`<html lang="${language}"`)
    expect(text).toContain(`href="/${language}/mijn-gegevens"`)
    expect(text).toContain('action="/uitloggen"')
    expect(text).not.toContain('/inloggen')
    expect(text).toMatch(/<a class="in-button" href="\/nl\/mijn-reis">/)
  }
})

test('staff on the public site keep its frame, with the way to their own desk', async () => {
  const { status, text } = await site.get('/en/bestaat-niet', site.own.coach)
  expect(status).toBe(404)
  expect(text).toContain('This page does not exist')
  expect(text).toContain('<a class="in-button" href="/coach">')
})

test('a stranger is told without a frame of anybody', async () => {
  const { status, text } = await site.get('/bestaat-niet')
  expect(status).toBe(404)
  expect(text).not.toContain('/uitloggen')
  expect(text).toContain('<a class="in-button" href="/">')
})
