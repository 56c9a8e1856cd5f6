import type { IncomingHttpHeaders } from 'node:http'

/**
 * What internet.nl asks of the headers of a website, in our own words (reliability.md P15; the rules were read in the open source of internet.nl, November 2026): the
 * policy for content, framing, kinds of files, where somebody came from, no packed pages, and https for a year at least. Beside it our own bar: HSTS for subdomains too, no
 * cookie but a closed one, and nothing kept of what belongs to a session.
 */

/** Sources of a policy that undo it. */
const LOOSE: [RegExp, string][] = [
  [/^'unsafe-/, 'unsafe source'],
  [/^(https?|data|blob|filesystem):$/, 'a whole scheme'],
  [/^http:/, 'a host without https'],
  [/^(https:\/\/)?(\*|127\.0\.0\.1)([:/]|$)/, 'any host'],
  [/^(?!https?:\/\/)[^'].*\./, 'a host without scheme'],
]

/** The policy by directive. */
function policyOf(header: string): Map<string, string[]> {
  const parts = header.split(';').map((part) => part.trim().split(/\s+/))
  return new Map(parts.flatMap(([name = '', ...sources]) => (name === '' ? [] : [[name, sources] as const])))
}

function policyFailures(header: string | undefined): string[] {
  if (header === undefined) return ['there is no content security policy']
  if (header.includes(',')) return ['there are two content security policies']
  const policy = policyOf(header)
  const failures: string[] = []
  const isClosed = (name: string) => {
    const sources = policy.get(name)
    return sources?.length === 1 && (sources[0] === "'none'" || sources[0] === "'self'")
  }
  for (const name of ['default-src', 'base-uri', 'form-action', 'frame-ancestors'])
    if (!isClosed(name)) failures.push(`${name} is missing or open`)
  if (policy.has('frame-src') && !isClosed('frame-src')) failures.push('frame-src is open')
  for (const [name, sources] of policy)
    for (const source of sources)
      for (const [pattern, what] of LOOSE) if (pattern.test(source)) failures.push(`${name} has ${what}: ${source}`)
  for (const nonce of noncesOf(header))
    if (Buffer.from(nonce, 'base64').length < 16) failures.push('a nonce has less than 128 bits')
  return failures
}

/** The nonces of a policy. */
export const noncesOf = (header: string): string[] =>
  [...header.matchAll(/'nonce-([A-Za-z0-9+/=_-]+)'/g)].map(([, nonce = '']) => nonce)

const YEAR = 31_536_000

function hstsFailures(header: string | undefined): string[] {
  const seconds = Number(/(?:^|;)\s*max-age=(\d+)/i.exec(header ?? '')?.[1] ?? 0)
  return [
    ...(seconds < YEAR ? ['HSTS is missing or shorter than a year'] : []),
    ...(/;\s*includeSubDomains\b/i.test(header ?? '') ? [] : ['HSTS leaves subdomains out']),
  ]
}

function cookieFailures(cookies: readonly string[]): string[] {
  return cookies.flatMap((cookie) =>
    [
      [/^__Host-/, 'is not bound to the host'],
      [/;\s*Secure(;|$)/i, 'travels without https'],
      [/;\s*HttpOnly(;|$)/i, 'is readable by scripts'],
      [/;\s*SameSite=(Lax|Strict)(;|$)/i, 'goes along from other sites'],
      [/;\s*Path=\/(;|$)/i, 'has another path'],
      [/^(?!.*;\s*Domain=)/i, 'goes to other hosts'],
    ].flatMap(([pattern, what]) =>
      (pattern as RegExp).test(cookie) ? [] : [`the cookie ${cookie.split('=', 1)[0]} ${String(what)}`],
    ),
  )
}

/**
 * What is wrong with the headers of an answer of the site on https; empty when nothing is.
 *
 * @param personal whether the request came with a session: then nobody may keep the answer
 */
export function headerFailures(headers: IncomingHttpHeaders, personal = false): string[] {
  const failures = [
    ...policyFailures(headers['content-security-policy']?.toString()),
    ...hstsFailures(headers['strict-transport-security']),
    ...cookieFailures(headers['set-cookie'] ?? []),
  ]
  const frame = headers['x-frame-options']?.toString().toUpperCase()
  if (frame !== 'DENY' && frame !== 'SAMEORIGIN') failures.push('X-Frame-Options is missing or open')
  if (headers['x-content-type-options'] !== 'nosniff') failures.push('X-Content-Type-Options is not nosniff')
  const referrer = headers['referrer-policy']?.toString().split(',').at(-1)?.trim()
  if (referrer !== 'same-origin' && referrer !== 'no-referrer') failures.push('Referrer-Policy tells other sites')
  const kept = headers['cache-control']
  if (kept === undefined) failures.push('nothing says who may keep the answer')
  if (personal && kept !== 'no-store') failures.push(`what belongs to a session may be kept: ${kept}`)
  if (/public|max-age=[1-9]/.test(kept ?? '') && noncesOf(String(headers['content-security-policy'])).length > 0)
    failures.push('a nonce may be kept and used twice')
  // Only a file, which is the same for everybody, may be packed (BREACH; internet.nl asks it of pages).
  if (headers['content-encoding'] !== undefined && !/public/.test(kept ?? '')) failures.push('a page is packed')
  for (const name of ['x-powered-by', 'server', 'via'])
    if (headers[name] !== undefined) failures.push(`${name} says what the site is made of`)
  return failures
}

/** What is wrong with a security.txt (RFC 9116); empty when nothing is. */
export function securityTxtFailures(text: string, origin: string, now: Date): string[] {
  const fields = text.split('\n').flatMap((line) => {
    const [, name, value] = /^([A-Za-z-]+): (\S.*)$/.exec(line) ?? []
    return name && value ? [[name.toLowerCase(), value] as const] : []
  })
  const valuesOf = (name: string) => fields.flatMap(([one, value]) => (one === name ? [value] : []))
  const failures: string[] = []
  if (valuesOf('contact').length === 0) failures.push('nobody to tell')
  if (valuesOf('contact').some((one) => !/^(mailto:|https:\/\/|tel:)/.test(one)))
    failures.push('a contact is no address')
  const [expires, ...more] = valuesOf('expires')
  const left = expires === undefined ? Number.NaN : Date.parse(expires) - now.getTime()
  if (more.length > 0 || !(left > 30 * 86_400_000 && left < 365 * 86_400_000))
    failures.push('it ends too soon, or never')
  const canonical = valuesOf('canonical')
  if (canonical.length > 0 && !canonical.includes(`${origin}/.well-known/security.txt`))
    failures.push('it is of another site')
  return failures
}
