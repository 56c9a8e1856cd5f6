import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterSignIn, homeOf } from '#app/request/homes.ts'
import { directionOf, languageOfPath } from '#app/request/language.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { safePath } from '#app/request/safe-path.ts'
import { hasUnsafeText } from '#app/request/safe-text.ts'
import { endCookie, readCookie, sessionCookie } from '#app/request/session.ts'

const STRANGE = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '/%09/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  'https:evil.example',
  'https://evil.example',
  'https://evil.example/coach',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  '/..//evil.example',
  '/nl/..//evil.example',
  '/nl/../..//evil.example',
  '/nl/%2e%2e//evil.example',
  '/nl//evil.example',
  'foo:bar',
  'http://app.nl@evil.example',
  '//app.nl@evil.example',
  '/@evil.example',
  '/.evil.example',
  'https://аpp.nl/coach',
  '/аdmin',
  '/nl/\u202Egnp',
  '/%2F%2Fevil.example',
  '/nl/%5cevil.example',
  '/nl/%00',
  '/nl/%0d%0aSet-Cookie:%20a=b',
  '/nl\r\nSet-Cookie: a=b',
  '/uitloggen',
  '/assets/x.js',
  '/bestaat-niet',
  '/',
  '',
  ' /nl',
  'nl',
  `/nl/${'a'.repeat(600)}`,
  null,
  undefined,
]

describe('a way back that a stranger wrote', () => {
  test.each(STRANGE)('is not %j', (candidate) => {
    expect(safePath(candidate)).toBeNull()
  })

  test.each([
    ['/coach', '/coach'],
    ['/nl/mijn-reis', '/nl/mijn-reis'],
    ['/ar/plaatsen?q=bakker&pagina=2', '/ar/plaatsen?q=bakker&pagina=2'],
    ['/werkgever/plaatsen/1/../2', '/werkgever/plaatsen/2'],
    ['/toets/', '/toets/'],
    ['/rondes/x', '/rondes/x'],
    ['/nl?naar=https://evil.example', '/nl?naar=https://evil.example'],
    ['/nl#//evil.example', '/nl'],
  ])('%j is a path of ours', (candidate, path) => {
    expect(safePath(candidate)).toBe(path)
  })

  test('never leaves our origin, whatever it is', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '..',
      '.',
      '%2e',
      '%2f',
      '%5c',
      '@',
      ':',
      'nl',
      'coach',
      'evil.example',
      '\t',
      '%09',
      '?',
      '#',
      'http',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part).map((parts) => parts.join('')),
        ),
        (candidate) => {
          const path = safePath(candidate)
          if (path === null) return
          const url = new URL(path, 'https://app.example/inloggen')
          expect(url.origin).toBe('https://app.example')
          expect(path).toMatch(/^\/(nl|en|ar|werkgever|coach|gemeente|toets|rondes|inloggen|account)([/?]|$)/)
          expect(safePath(path)).toBe(path)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('redirectTo takes nothing else', () => {
    expect(redirectTo('/coach').headers.get('location')).toBe('/coach')
    expect(() => redirectTo('//evil.example')).toThrow()
  })
})

test('after signing in one goes to where one came for, if that is one of the own pages', () => {
  const coach = { role: 'coach', language: 'nl' } as const
  const newcomer = { role: 'newcomer', language: 'ar' } as const
  expect(homeOf(newcomer)).toBe('/ar/mijn-reis')
  expect(afterSignIn(coach, '/coach/voorstellen?van=1')).toBe('/coach/voorstellen?van=1')
  expect(afterSignIn(coach, '/coachella')).toBe('/coach')
  expect(afterSignIn(coach, '/werkgever/plaatsen')).toBe('/coach')
  expect(afterSignIn(newcomer, '/coach')).toBe('/ar/mijn-reis')
  expect(afterSignIn(newcomer, '/en/plaatsen/abc')).toBe('/en/plaatsen/abc')
  expect(afterSignIn(coach, null)).toBe('/coach')
})

test('the language is the first part of the path, and Arabic runs from the right', () => {
  expect([languageOfPath('/ar'), languageOfPath('/en/x'), languageOfPath('/nlx'), languageOfPath('/coach')]).toEqual([
    'ar',
    'en',
    null,
    null,
  ])
  expect([languageOfPath('/xx/'), languageOfPath('/../etc')]).toEqual([null, null])
  expect([directionOf('ar'), directionOf('nl')]).toEqual(['rtl', 'ltr'])
})

test.each(['a%00b', 'a\0b', '%ff', '%c3%28', '%ED%A0%80', '%', '%zz', 'a\uFFFD'])('%j is no text of ours', (text) => {
  expect(hasUnsafeText(text)).toBe(true)
})
test.each(['a=1&b=%F0%9F%98%80', 'q=%D8%B3%D9%84%D8%A7%D9%85', "n=O'Brien+%E2%80%AE", ''])('%j is text', (text) => {
  expect(hasUnsafeText(text)).toBe(false)
})

describe('cookies', () => {
  const SECURE = 'https://app.example'
  const LOCAL = 'http://localhost:3000'
  const opened = { token: 'abc', absoluteAt: new Date(10_000) }

  test('are __Host- and Secure on https, and neither on the own machine', () => {
    const secure = sessionCookie(opened, new Date(0), SECURE)
    expect(secure).toBe('__Host-instroom=abc; Path=/; Max-Age=10; HttpOnly; SameSite=Lax; Secure')
    expect(sessionCookie(opened, new Date(0), LOCAL)).toBe('instroom=abc; Path=/; Max-Age=10; HttpOnly; SameSite=Lax')
    expect(endCookie('session', SECURE)).toContain('Max-Age=0')
  })

  test('are read when there is exactly one, by its whole name', () => {
    const of = (header: string) => readCookie(header, 'session', SECURE)
    expect(of('a=1; __Host-instroom=abc; b=2')).toBe('abc')
    expect(of('__Host-instroom=abc; __Host-instroom=def')).toBeNull()
    expect(of('instroom=abc')).toBeNull()
    expect(of('x__Host-instroom=abc')).toBeNull()
    expect(of('__Host-instroom=')).toBeNull()
    expect(of(`__Host-instroom=${'a'.repeat(8_000)}`)).toBeNull()
    expect(readCookie(null, 'session', SECURE)).toBeNull()
  })

  test('never carry text that could end the header', () => {
    expect(() => sessionCookie({ ...opened, token: 'a; Domain=evil' }, new Date(0), SECURE)).toThrow()
    expect(() => sessionCookie({ ...opened, token: 'a\r\nb' }, new Date(0), SECURE)).toThrow()
  })
})
