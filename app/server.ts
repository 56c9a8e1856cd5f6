import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { ServerBuild } from '@remix-run/node'
import { openDatabase } from '#db/client.ts'
import { refuseUnboundOnceThere } from '#db/row-level/refuse-unbound.ts'
import { WEB } from '#db/row-level/roles.ts'
import { readServingEnv } from '#server/platform/env.ts'
import { log } from '#server/platform/log.ts'
import { openMailer } from '#server/platform/mail.ts'
import { rawRefusal } from './request/raw-refusal.ts'
import { makeSite } from './request/site.ts'

/** Longer than a page may take (10 s) and shorter than what a supervisor waits (20 s). */
const CLOSE_WITHIN_MS = 12_000

const env = readServingEnv()
const mailer = openMailer(env)
const database = openDatabase(env.databaseUrl, { name: 'instroom-web', role: WEB })
// @ts-expect-error the build has no types; its shape is what Remix says it is
const build = (await import('../build/server/index.js')) as ServerBuild

// One that does not bind us ends the start. One that is away is waited for by every page, and is asked as soon as it is there.
await new Promise<void>((go) => {
  refuseUnboundOnceThere(database.sql, { login: env.production }, (code) => {
    log.warn({ code }, 'the database cannot be asked yet whether it binds this process')
    go()
  }).then(go, (error: Error) => {
    log.fatal(error.message)
    process.exit(1)
  })
})

let closing = false
const site = makeSite({
  env,
  db: database.db,
  mailer,
  build,
  clientFolder: fileURLToPath(new URL('../build/client', import.meta.url)),
  closing: () => closing,
})

const server = createServer(site)
server.headersTimeout = 15_000
server.requestTimeout = 30_000
server.keepAliveTimeout = 10_000
server.maxRequestsPerSocket = 1_000
server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
  if (socket.writable) socket.end(rawRefusal(error.code ?? '', env.publicOrigin))
  else socket.destroy()
})
server.on('error', (error: NodeJS.ErrnoException) => {
  log.fatal({ code: error.code }, `cannot listen on ${env.host}:${env.port}`)
  process.exit(1)
})
server.listen(env.port, env.host, () => {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : env.port
  log.info({ host: env.host, port, origin: env.publicOrigin, demo: env.demo }, 'the site listens')
})

/** Takes no new connections, lets what runs end, and goes. A second signal does not wait. */
function close(signal: NodeJS.Signals): void {
  if (closing) process.exit(1)
  closing = true
  log.info({ signal }, 'the site closes')
  const force = setTimeout(() => {
    server.closeAllConnections()
    process.exit(1)
  }, CLOSE_WITHIN_MS)
  force.unref()
  server.close(async () => {
    await database.close().catch(() => {})
    process.exit(0)
  })
  // A connection whose answer was on its way when the signal came is idle a moment later.
  server.closeIdleConnections()
  setInterval(() => server.closeIdleConnections(), 100).unref()
}
process.on('SIGTERM', close)
process.on('SIGINT', close)
