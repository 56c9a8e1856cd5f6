import type { ScreenLanguage } from '#db/values/language.ts'
import { isScreenLanguage } from './language.ts'

/** The cookies of the site: who is signed in, which browser asked for a code, which language was chosen. */
type CookieUse = 'session' | 'code' | 'outward' | 'language' | 'known'
const NAMES: Record<CookieUse, string> = {
  session: 'instroom',
  code: 'instroom-code',
  outward: 'instroom-extern',
  language: 'instroom-taal',
  known: 'instroom-bekend',
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
const LONGEST_VALUE = 200

/**
 * Whether cookies are `__Host-` and Secure. Plain http is for one's own machine only, where browsers do not offer `__Host-`.
 *
 * @throws Error for plain http on any other host: a session would travel in clear text
 */
export function cookiesAreSecure(publicOrigin: string): boolean {
  const { protocol, hostname } = new URL(publicOrigin)
  if (protocol === 'https:') return true
  if (protocol === 'http:' && LOOPBACK.has(hostname)) return false
  throw new Error('PUBLIC_ORIGIN must start with https://, except on localhost: sessions would travel in clear text.')
}

const nameOf = (use: CookieUse, publicOrigin: string): string =>
  cookiesAreSecure(publicOrigin) ? `__Host-${NAMES[use]}` : NAMES[use]

/**
 * The value of a cookie; null when it is absent, absurdly long, or there twice (then one of them is not ours).
 *
 * @param header the `Cookie` header
 */
export function readCookie(header: string | null | undefined, use: CookieUse, publicOrigin: string): string | null {
  const name = `${nameOf(use, publicOrigin)}=`
  const found = (header ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(name))
  const [only] = found
  if (only === undefined || found.length > 1) return null
  const value = only.slice(name.length)
  return value === '' || value.length > LONGEST_VALUE ? null : value
}

function cookie(use: CookieUse, value: string, seconds: number, publicOrigin: string): string {
  if (!/^[A-Za-z0-9_.-]*$/.test(value)) throw new Error('a cookie value holds more than letters and digits')
  const secure = cookiesAreSecure(publicOrigin) ? '; Secure' : ''
  return `${nameOf(use, publicOrigin)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`
}

/** `Set-Cookie` of a session that was just opened; it ends when the session must end at the latest. */
export const sessionCookie = (session: { token: string; absoluteAt: Date }, now: Date, publicOrigin: string): string =>
  cookie('session', session.token, Math.floor((session.absoluteAt.getTime() - now.getTime()) / 1000), publicOrigin)

/** `Set-Cookie` that binds a mailed code to this browser, as long as the code works. */
export const codeCookie = (bind: string, minutes: number, publicOrigin: string): string =>
  cookie('code', bind, minutes * 60, publicOrigin)

/** `Set-Cookie` that binds the way to an identity provider and back to this browser. */
export const outwardCookie = (bind: string, minutes: number, publicOrigin: string): string =>
  cookie('outward', bind, minutes * 60, publicOrigin)

/** `Set-Cookie` of a browser that signed in with a mail address: a digest, by which nobody else's asking shuts it out. */
export const knownCookie = (known: string, days: number, publicOrigin: string): string =>
  cookie('known', known, days * 24 * 3600, publicOrigin)

/** `Set-Cookie` that ends a cookie. */
export const endCookie = (use: CookieUse, publicOrigin: string): string => cookie(use, '', 0, publicOrigin)

/** `Set-Cookie` that remembers the language of the screens for a year. */
export const languageCookie = (language: ScreenLanguage, publicOrigin: string): string =>
  cookie('language', language, 365 * 24 * 3600, publicOrigin)

/** The language that this browser chose before, or null. */
export function rememberedLanguage(request: Request, publicOrigin: string): ScreenLanguage | null {
  const value = readCookie(request.headers.get('cookie'), 'language', publicOrigin)
  return isScreenLanguage(value) ? value : null
}
