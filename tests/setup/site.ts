import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { WEB } from '#db/row-level/roles.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

export type SiteWanted = {
  databaseUrl: string
  /** Without it the queue is in Postgres. */
  redisUrl?: string | undefined
  queuePrefix?: string | undefined
  meili?: { url: string; key: string; prefix: string } | undefined
  demo?: boolean | undefined
  /** Anything else that the processes read, SMTP_URL for one. */
  env?: Record<string, string> | undefined
}

/**
 * The built site with its workers, as two processes on a free port, as `npm start` runs them.
 * @returns the origin, what both wrote so far, and `stop()`, which ends them as a supervisor would
 * @throws Error with their output when the site does not come up within 30 s
 */
export async function aSite(wanted: SiteWanted): Promise<{ origin: string; logs(): string; stop(): Promise<void> }> {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    TZ: 'UTC',
    INSTROOM_TEST_RUN: process.env['INSTROOM_TEST_RUN'],
    NODE_ENV: 'production',
    INSTROOM_MODE: wanted.demo === false ? 'production' : 'demo',
    DEMO: wanted.demo === false ? '' : '1',
    DATABASE_URL: wanted.databaseUrl,
    QUEUE_BACKEND: wanted.redisUrl ? 'redis' : 'postgres',
    REDIS_URL: wanted.redisUrl,
    QUEUE_PREFIX: wanted.queuePrefix,
    MEILI_URL: wanted.meili?.url,
    MEILI_KEY: wanted.meili?.key,
    MEILI_PREFIX: wanted.meili?.prefix,
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_ORIGIN: origin,
    SESSION_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
    SEAL_KEYS: `1:${'5e'.repeat(32)}`,
    DATA_PROTECTION_EMAIL: 'fg@voorbeeld.example',
    ...wanted.env,
  }
  const own = wanted.demo === false ? await aWebLogin(wanted.databaseUrl) : null
  let output = ''
  const launch = (name: 'web' | 'workers') => {
    const child = spawn(process.execPath, ['--enable-source-maps', `build/${name}.js`], {
      cwd: ROOT,
      env: { ...env, ...(name === 'web' && own && { DATABASE_URL: own.url }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => {
        output += `${name} | ${part}`
      })
    return child
  }
  const children = [launch('web'), launch('workers')]
  const stop = async () => {
    await Promise.all(children.map(end))
    await own?.drop()
  }

  for (const until = Date.now() + 30_000; Date.now() < until; await wait(50)) {
    if (children.some(({ exitCode }) => exitCode !== null)) break
    if (await lives(`http://127.0.0.1:${port}/livez`)) return { origin, logs: () => output, stop }
  }
  await stop()
  throw new Error(`The site did not come up:\n${output.slice(-4000)}`)
}

/** A login of the site's own, as a machine for real people has it: with that of the owner it does not start. */
export async function aWebLogin(databaseUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const url = new URL(databaseUrl)
  const onServer = async (statement: string) => {
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
    await sql.unsafe(statement).finally(() => sql.end({ timeout: 5 }))
  }
  url.username = `web_${randomUUID().slice(0, 8)}`
  url.password = randomUUID()
  await onServer(`create role ${url.username} login password '${url.password}' in role ${WEB}`)
  return { url: url.href, drop: () => onServer(`drop role ${url.username}`) }
}

async function lives(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok
  } catch {
    return false
  }
}

/** Asks a process to end and does not wait longer than a supervisor would. */
async function end(child: ChildProcess): Promise<void> {
  const gone = () => child.exitCode !== null || child.signalCode !== null
  child.kill('SIGTERM')
  for (const until = Date.now() + 20_000; Date.now() < until && !gone(); ) await wait(25)
  if (!gone()) child.kill('SIGKILL')
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
