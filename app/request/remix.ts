import type { ServerBuild } from '@remix-run/node'
import { createRequestHandler, writeReadableStreamToWritable } from '@remix-run/node'
import type { Request as Incoming, Response as Outgoing } from 'express'
import type { LoadContext } from './load-context.ts'
import { contentSecurityPolicy } from './security-headers.ts'

export type Pages = (incoming: Incoming, body: string | null, context: LoadContext) => Promise<Response>

/** Headers that a page needs of a request. The rest (Host, X-Forwarded-*, hop by hop) decides nothing and stays outside. */
const PASSED = ['accept', 'accept-language', 'content-type', 'cookie', 'purpose', 'sec-purpose', 'user-agent']

/** The address of a request as a page may know it: always on the public origin, whatever Host said. */
const addressOf = (incoming: Incoming, publicOrigin: string): string => `${publicOrigin}${incoming.originalUrl}`

/**
 * Remix behind our own adapter. Where a request came from was decided before (`origin-gate`), so Remix is told the public origin, and
 * nothing that a stranger wrote decides an address.
 */
export function pagesOf(build: ServerBuild, publicOrigin: string): Pages {
  const answer = createRequestHandler(build, 'production')
  const { host } = new URL(publicOrigin)
  return (incoming, body, context) => {
    const headers = new Headers({ host })
    for (const name of PASSED) {
      const value = incoming.headers[name]
      if (typeof value === 'string') headers.set(name, value)
    }
    const gone = new AbortController()
    incoming.res?.once('close', () => {
      if (!incoming.res?.writableFinished) gone.abort()
    })
    const init: RequestInit = { method: incoming.method, headers, signal: gone.signal }
    if (body !== null) {
      headers.set('origin', publicOrigin)
      init.body = body
    }
    return answer(new Request(addressOf(incoming, publicOrigin), init), context)
  }
}

/**
 * Whether Remix gave up, or a file was refused: a bare text is no page, and neither are data for who asked for a file. What sends our own scripts to the
 * sign-in page is meant so.
 *
 * @param asksData whether a script of ours asks, which reads data
 */
export const isBare = (response: Response, asksData: boolean): boolean =>
  response.status >= 400 &&
  !response.headers.has('x-remix-redirect') &&
  (asksData ? /^text\/plain/ : /^(text\/plain|application\/json)/).test(
    response.headers.get('content-type') ?? 'text/plain',
  )

/**
 * Sends what a page answered. HTML gets the nonce in its policy; what belongs to a session is never kept by a browser or a cache.
 *
 * @param personal whether the request came with a session
 */
export async function sendPage(
  outgoing: Outgoing,
  response: Response,
  options: { nonce: string; personal: boolean },
): Promise<void> {
  outgoing.status(response.status)
  for (const [name, value] of response.headers) outgoing.append(name, value)
  if ((response.headers.get('content-type') ?? '').startsWith('text/html')) {
    outgoing.setHeader('Content-Security-Policy', contentSecurityPolicy(options.nonce))
  }
  if (options.personal || response.headers.has('set-cookie')) outgoing.setHeader('Cache-Control', 'no-store')
  else if (!response.headers.has('cache-control')) outgoing.setHeader('Cache-Control', 'private, no-cache')
  if (response.body) await writeReadableStreamToWritable(response.body, outgoing)
  else outgoing.end()
}
