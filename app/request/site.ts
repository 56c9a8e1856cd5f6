import path from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import compression from 'compression'
import express, { type Express, type Request as Incoming, type NextFunction, type Response as Outgoing } from 'express'
import type { Db } from '#db/client.ts'
import { SCREEN_LANGUAGES } from '#db/values/language.ts'
import { DOORS } from '#server/access/doors.ts'
import { accountOfSession } from '#server/accounts/reads.ts'
import { isComplete } from '#server/accounts/rules-session.ts'
import { dbOfActor, dbOfDoor, dbOfHalf, dbOfVisitor } from '#server/platform/bound-db.ts'
import type { Env } from '#server/platform/env.ts'
import { log } from '#server/platform/log.ts'
import type { Mailer } from '#server/platform/mail.ts'
import { postgresAnswers } from '#server/platform/postgres-answers.ts'
import { BODY_LIMITS, type BodyLimits, readBody } from './body.ts'
import { clientIp } from './client-ip.ts'
import { noteDenial } from './denial.ts'
import { behindDoors, type Doors } from './doors.ts'
import { faultOf } from './fault.ts'
import { kindPage } from './kind-page.ts'
import { type Fault, faultOfStatus } from './kind-words.ts'
import type { LoadContext } from './load-context.ts'
import { loggedPath, wordsOfPaths } from './logged-path.ts'
import { comesFromUs } from './origin-gate.ts'
import { isBare, pagesOf, sendPage } from './remix.ts'
import { hasUnsafeText } from './safe-text.ts'
import { newNonce, securityHeaders } from './security-headers.ts'
import { securityTxt } from './security-txt.ts'
import { cookiesAreSecure, readCookie } from './session.ts'

export type SiteParts = {
  env: Env
  db: Db
  mailer: Mailer
  build: ServerBuild
  /** What each page asks of who comes; for the pages that only tests have. */
  doors?: Doors
  /** Folder with the built files for browsers. */
  clientFolder: string
  /** Once true, `/readyz` says 503 and connections are not kept. */
  closing?: () => boolean
  limits?: BodyLimits
}

const METHODS = new Set(['GET', 'HEAD', 'POST'])
const LONGEST_ADDRESS = 4_000
/** Of the built files, as the log may name them. */
const FILE_FOLDERS = ['assets', 'fonts', 'mark', 'scripts', '.well-known']
const READY_WITHIN_MS = 1_000

/**
 * The request edge: everything between the socket and a page. In this order: headers for every answer, probes, methods, addresses, files,
 * where a form comes from, what is in it, and only then Remix.
 *
 * @throws Error for plain http on a public host
 */
export function makeSite(parts: SiteParts): Express {
  const { env, db, build } = parts
  const https = cookiesAreSecure(env.publicOrigin)
  const pages = pagesOf(behindDoors(build, parts.doors ?? DOORS), env.publicOrigin)
  const always = securityHeaders(https)
  const styles = stylesOf(build)
  const words = wordsOfPaths(
    Object.values(build.routes).map((route) => route?.path),
    [...SCREEN_LANGUAGES, ...FILE_FOLDERS],
  )
  const closing = parts.closing ?? (() => false)

  const refuse = (incoming: Incoming, outgoing: Outgoing, status: number, fault: Fault = faultOfStatus(status)) => {
    if (outgoing.headersSent) return outgoing.destroy()
    outgoing.status(status).setHeader('Cache-Control', 'no-store')
    // A body that was not read to its end stays on the wire: the connection cannot be used again.
    if (!incoming.complete) outgoing.setHeader('Connection', 'close')
    const wait = Number(outgoing.getHeader('retry-after') ?? 0)
    outgoing.type('html').send(kindPage(fault, incoming.path, styles, wait > 0 ? wait : undefined))
  }

  const site = express()
  site.disable('x-powered-by')
  site.disable('etag')
  site.set('trust proxy', false)

  site.use((incoming, outgoing, next) => {
    for (const [name, value] of Object.entries(always)) outgoing.setHeader(name, value)
    // Read here, since what a proxy may have added goes no further than this line.
    const forwarded = incoming.headers['x-forwarded-for']?.toString()
    outgoing.locals['ip'] = clientIp(incoming.socket.remoteAddress ?? '', forwarded, env.trustedProxyHops)
    for (const name of Object.keys(incoming.headers)) {
      if (name.startsWith('x-forwarded-') || name === 'forwarded') delete incoming.headers[name]
    }
    if (closing()) outgoing.setHeader('Connection', 'close')
    next()
  })

  site.get('/livez', (_incoming, outgoing) => {
    outgoing.type('text').set('Cache-Control', 'no-store').send('ok\n')
  })
  site.get('/readyz', async (_incoming, outgoing) => {
    const ready = !closing() && (await postgresAnswers(db, READY_WITHIN_MS))
    outgoing
      .status(ready ? 200 : 503)
      .type('text')
      .set('Cache-Control', 'no-store')
      .send(ready ? 'ok\n' : 'not ready\n')
  })

  site.get('/.well-known/security.txt', (_incoming, outgoing) => {
    const { securityContact: contact, publicOrigin } = env
    outgoing
      .type('text')
      .set('Cache-Control', 'public, max-age=86400')
      .send(securityTxt({ contact, publicOrigin, now: new Date() }))
  })

  site.use((incoming, outgoing, next) => writeLogLine(incoming, outgoing, next, words))
  site.use((incoming, outgoing, next) => {
    if (!METHODS.has(incoming.method)) {
      outgoing.setHeader('Allow', 'GET, HEAD, POST')
      return refuse(incoming, outgoing, 405)
    }
    if (incoming.url.length > LONGEST_ADDRESS) return refuse(incoming, outgoing, 414)
    if (!incoming.url.startsWith('/') || hasUnsafeText(incoming.url)) return refuse(incoming, outgoing, 400)
    if (incoming.url.startsWith('//')) return refuse(incoming, outgoing, 404)
    next()
  })

  // Only files are packed. A packed page that holds something secret beside something that a stranger chose tells the secret by its length (BREACH), and
  // internet.nl counts any packed page; one rule without a list of pages that are safe holds also for the next page.
  site.use(compression({ filter: (asked, answer) => isFile(answer) && compression.filter(asked, answer) }))
  const files = { index: false, redirect: false, etag: true, setHeaders: markFile } as const
  site.use(
    '/assets',
    express.static(path.join(parts.clientFolder, 'assets'), { ...files, immutable: true, maxAge: '1y' }),
  )
  site.use('/assets', (incoming, outgoing) => refuse(incoming, outgoing, 404))
  site.use('/fonts', express.static(path.join(parts.clientFolder, 'fonts'), { ...files, maxAge: '30d' }))
  site.use(express.static(parts.clientFolder, { ...files, maxAge: '1h' }))

  site.use(async (incoming, outgoing, next) => {
    try {
      let body: string | null = null
      if (incoming.method === 'POST') {
        const { origin, 'sec-fetch-site': secFetchSite } = incoming.headers
        const ours = comesFromUs({ origin, secFetchSite: secFetchSite?.toString() }, env.publicOrigin)
        if (!ours) return refuse(incoming, outgoing, 403, 'foreign-form')
        const read = await readBody(incoming, parts.limits ?? BODY_LIMITS)
        if (!read.ok) return refuse(incoming, outgoing, read.status, read.fault)
        body = read.text
      }
      const context = contextOf(incoming, String(outgoing.locals['ip']))
      const response = await pages(incoming, body, context)
      await noteDenial(context, incoming.path, body, response.status)
      if (isBare(response, context.asksData)) {
        const wait = response.headers.get('retry-after')
        if (wait !== null) outgoing.setHeader('Retry-After', wait)
        return refuse(incoming, outgoing, response.status)
      }
      const personal = sessionOf(incoming) !== null
      await sendPage(outgoing, response, { nonce: context.nonce, personal })
    } catch (error) {
      next(error)
    }
  })

  site.use((error: unknown, incoming: Incoming, outgoing: Outgoing, _next: NextFunction) => {
    const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500
    if (status >= 500) log.error({ path: loggedPath(incoming.path, words), fault: faultOf(error) }, 'a request failed')
    refuse(incoming, outgoing, status)
  })

  const sessionOf = (incoming: Incoming): string | null =>
    readCookie(incoming.headers.cookie, 'session', env.publicOrigin)

  function contextOf(incoming: Incoming, ip: string): LoadContext {
    const now = new Date()
    const door = dbOfDoor(db, now)
    let asked: ReturnType<LoadContext['session']> | undefined
    const session = () => {
      asked ??= accountOfSession(door, sessionOf(incoming), now, { demo: env.demo })
      return asked
    }
    return {
      db: door,
      dbOf: (account) => (account === null ? dbOfVisitor(db, now) : dbOfActor(db, account, now)),
      dbOfHalf: (me) => dbOfHalf(db, me.accountId, now),
      env,
      mailer: parts.mailer,
      nonce: newNonce(),
      now,
      ip,
      asksData: incoming.query['_data'] !== undefined,
      session,
      async account() {
        const found = await session()
        return found !== null && isComplete(found) ? found : null
      },
    }
  }

  return site
}

/** The built files for browsers: the same bytes for everybody. */
const markFile = (outgoing: Outgoing): void => {
  outgoing.locals['isFile'] = true
}
const isFile = (outgoing: Outgoing): boolean => outgoing.locals['isFile'] === true

/** One line for each request: method, path without its query and without what is typed, status and time. Nothing about who. */
function writeLogLine(incoming: Incoming, outgoing: Outgoing, next: NextFunction, words: ReadonlySet<string>): void {
  const start = performance.now()
  outgoing.once('close', () => {
    const ms = Math.round(performance.now() - start)
    log.info({
      method: incoming.method,
      path: loggedPath(incoming.originalUrl, words),
      status: outgoing.statusCode,
      ms,
    })
  })
  next()
}

/** The style sheets of the root, for pages that do not come from React. */
function stylesOf(build: ServerBuild): string[] {
  const links = build.routes['root']?.module.links?.() ?? []
  return links.flatMap((link) =>
    'rel' in link && link.rel === 'stylesheet' && 'href' in link && typeof link.href === 'string' ? [link.href] : [],
  )
}
