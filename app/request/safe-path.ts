import { SCREEN_LANGUAGES } from '#db/values/language.ts'

/** The first part of every address that a person may be sent to. */
const OWN_ROOTS: ReadonlySet<string> = new Set([
  ...SCREEN_LANGUAGES,
  'werkgever',
  'coach',
  'gemeente',
  'toets',
  'beheer',
  'controle',
  'inzage',
  'rondes',
  'inloggen',
  'account',
])

const LONGEST = 500
/** A base that no address of ours has: an address that leaves it was not a path. */
const BASE = 'http://own.invalid'

/**
 * A path of our own site out of what a stranger may have written (`?naar=`), or null. An allow list: the value must start with one
 * slash, stay on our origin when a browser reads it, and begin with one of our own roots after `..` is resolved.
 *
 * @param candidate what came in
 * @returns path and query, as a browser would write it
 */
export function safePath(candidate: string | null | undefined): string | null {
  if (typeof candidate !== 'string' || candidate.length > LONGEST) return null
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(candidate)) return null
  if (!URL.canParse(candidate, BASE)) return null
  const url = new URL(candidate, BASE)
  if (url.origin !== BASE || url.username !== '' || url.password !== '') return null
  const [empty, root, ...rest] = url.pathname.split('/')
  if (empty !== '' || root === undefined || !OWN_ROOTS.has(root)) return null
  if (rest.slice(0, -1).includes('') || /%(?:0|1|2f|5c|7f)/i.test(url.pathname)) return null
  return `${url.pathname}${url.search}`
}
