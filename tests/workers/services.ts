import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { Redis } from 'ioredis'
import { type Database, openDatabase } from '#db/client.ts'
import { recordEvent } from '#server/outbox/record-event.ts'
import { aDatabase } from '#tests/setup/database.ts'
import { SUBSCRIPTIONS } from '#workers/subscriptions.ts'

/** A port that nobody listens on now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

export type Home = Database & { url: string }

/** A migrated database of our own with a bigger pool and the listening client; its connections are named `test`. */
export async function ownDatabase(): Promise<Home> {
  const made = await aDatabase()
  const database = openDatabase(made.url, { max: 8, statementTimeoutMs: 30_000, name: 'test' })
  return {
    ...database,
    url: made.url,
    async close() {
      await database.close()
      await made.close()
    },
  }
}

/** The program that these tests run as Redis, or null: then what needs it is skipped, visibly. */
export const redisProgram = (): string | null => ['redis-server', 'valkey-server'].find(onPath) ?? null

const onPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, program)))

export type OwnServer = { url: string; start(): Promise<void>; kill(): Promise<void>; close(): Promise<void> }

/** Asks again until it is true; fails with what was waited for. */
export async function until(
  what: string,
  ask: () => boolean | Promise<boolean>,
  timeoutMs = 15_000,
  everyMs = 25,
): Promise<void> {
  const end = Date.now() + timeoutMs
  for (;;) {
    if (await ask()) return
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

/** A Redis of our own on a free port, since these tests empty it, kill it and start it again. */
export async function ownRedis(given: { port?: number; flags?: string[] } = {}): Promise<OwnServer> {
  const port = given.port ?? (await freePort())
  const url = `redis://127.0.0.1:${port}`
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    ...(given.flags ?? []),
  ]
  const server = ownServer(redisProgram() ?? 'redis-server', args, async () => {
    const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null })
    redis.on('error', () => {})
    try {
      await redis.connect()
      return (await redis.ping()) === 'PONG'
    } catch {
      return false
    } finally {
      redis.disconnect()
    }
  })
  await server.start()
  return { url, ...server }
}

/** Whether there is a Meilisearch to kill. */
export const hasMeili = (): boolean => onPath('meilisearch')

/** A Meilisearch of our own with an empty folder. */
export async function ownMeili(): Promise<OwnServer & { key: string }> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'instroom-meili-'))
  const key = 'only-for-these-tests-0123456789'
  const url = `http://127.0.0.1:${port}`
  const args = [
    '--http-addr',
    `127.0.0.1:${port}`,
    '--master-key',
    key,
    '--no-analytics',
    '--log-level',
    'ERROR',
    '--max-indexing-memory',
    '512MiB',
  ]
  const server = ownServer(
    'meilisearch',
    [
      ...args,
      '--db-path',
      join(folder, 'data'),
      '--dump-dir',
      join(folder, 'dumps'),
      '--snapshot-dir',
      join(folder, 'snapshots'),
    ],
    async () => {
      try {
        return (await fetch(`${url}/health`)).ok
      } catch {
        return false
      }
    },
  )
  await server.start()
  return {
    url,
    key,
    ...server,
    async close() {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function ownServer(command: string, args: string[], answers: () => Promise<boolean>): Omit<OwnServer, 'url'> {
  let child: ReturnType<typeof spawn> | null = null
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const running = child
    child = null
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const gone = new Promise((resolve) => running.once('exit', resolve))
    running.kill(signal)
    await gone
  }
  const stopWithUs = () => child?.kill('SIGKILL')
  process.once('exit', stopWithUs)
  return {
    async start() {
      const started = spawn(command, args, { stdio: 'ignore', cwd: tmpdir() })
      child = started
      let failed: Error | null = null
      started.once('error', (error) => {
        failed = error
      })
      await until(`${command} answers`, async () => {
        if (failed) throw failed
        return answers()
      })
    },
    kill: () => end('SIGKILL'),
    async close() {
      await end('SIGTERM')
      process.off('exit', stopWithUs)
    },
  }
}

/** How many effects one changed newcomer and one changed position have together. */
export const EFFECTS_OF_A_PAIR = SUBSCRIPTIONS['newcomer.updated'].length + SUBSCRIPTIONS['position.updated'].length

/** Effects of the nightly run, which comes by the clock and not by what a test records. */
export const EFFECTS_OF_A_RUN = ['score-part', 'allocate-run']

/**
 * Records pairs of events (one changed newcomer, one changed position) and counts the effects of these events alone: sweeps record events of their
 * own whenever their hour comes, and those are no part of the sum.
 */
export function pairsOf(home: Home, subjects: { newcomerId: string; positionId: string }) {
  const ids: string[] = []
  return {
    record: (count: number): Promise<void> =>
      home.db.transaction(async (tx) => {
        for (let n = 0; n < count; n++) {
          await recordEvent(tx, 'newcomer.updated', { newcomerId: subjects.newcomerId }, new Date())
          await recordEvent(tx, 'position.updated', { positionId: subjects.positionId }, new Date())
        }
        const rows = await tx.execute<{ id: string }>(
          sql`select id::text from outbox_events where xmin = pg_current_xact_id()::xid`,
        )
        ids.push(...rows.map((row) => row.id))
      }),
    waiting: async (): Promise<number> =>
      Number(
        (
          await home.sql`select count(*)::int as n from outbox_events where id = any(${ids}::bigint[]) and relayed_at is null`
        )[0]?.['n'],
      ),
    done: async (): Promise<number> =>
      Number((await home.sql`select count(*)::int as n from effects where event_id = any(${ids})`)[0]?.['n']),
  }
}
