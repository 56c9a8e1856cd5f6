import { PgDatabase, type PgTransactionConfig } from 'drizzle-orm/pg-core'
import { PostgresJsSession } from 'drizzle-orm/postgres-js'
import type { Sql } from 'postgres'
import type { Db, Reader } from './client.ts'
import { LIFE } from './fence.ts'
import type { Purpose } from './row-level/purposes.ts'
import { WEB, WORKERS } from './row-level/roles.ts'

/**
 * For whom the database answers. `anyone` is a visitor, `door` the way in (sign-in and the look-up of a session), before anybody is known; a worker is bound by
 * its own database role and not by these.
 */
export type Claims = {
  role: string
  accountId: string | null
  newcomerId: string | null
  employerId: string | null
  municipalityCode: string | null
  /** The moment: a yes that lapsed shows nobody, and a file that was opened for an hour closes. */
  now: Date
}

/** What the postgres.js session of drizzle calls of its client. */
type Client = Pick<Sql, 'unsafe'> & { begin: Begin; savepoint?: Begin; [LIFE]?: object }
type Begin = (...args: unknown[]) => Promise<unknown>
type Unsafe = (query: string, params?: unknown[], options?: object) => Pending
type Pending = Promise<unknown[]> & { values(): Promise<unknown[]> }

/** The only place that sets who the database answers for (law of tests/laws/row-level.test.ts). Always for one transaction: `true`. */
const SET = `select set_config('role', $1, true), set_config('app.role', $2, true), set_config('app.account', $3, true),
 set_config('app.newcomer', $4, true), set_config('app.employer', $5, true), set_config('app.municipality', $6, true),
 set_config('app.now', $7, true), set_config('app.purpose', $8, true)`
const SET_PURPOSE = `select set_config('app.purpose', $1, true)`

/**
 * What drizzle keeps to itself of a database. Its types say nothing of it, nor that a stand-in for its client is one: hence the casts of this file, which
 * tests/server/row-level-life.test.ts holds against a real server.
 */
type Insides = { dialect: never; session: { client: Client; schema: never; options: never } }
const insidesOf = (db: Reader): Insides => db as unknown as Insides

/** The site is two bundles, the edge and the pages, each with a copy of this file: what one of them remembers of a database, the other must know. */
function shared<T extends object>(name: string, make: () => T): T {
  const all = globalThis as unknown as Record<symbol, T | undefined>
  const key = Symbol.for(`instroom.bound.${name}`)
  const known = all[key] ?? make()
  all[key] = known
  return known
}

/** What a bound database remembers, so that an elevation of it knows whom it is for. */
const boundTo = shared(
  'boundTo',
  () => new WeakMap<object, { base: Db; claims: Claims; purposes: readonly string[] }>(),
)
/** The transactions that the web process runs for an actor, with the purposes that they have by themselves. */
const standing = shared('standing', () => new WeakMap<object, readonly string[]>())
/** A raised client, with the one below it and the purposes that it has. */
const below = shared('below', () => new WeakMap<object, { client: Client; purposes: readonly string[] }>())

/**
 * The database for one actor: every statement and every transaction runs as the role of the web process or of the workers, with the actor set for that
 * transaction alone, so that the policies of `row-level/` decide which rows there are. A statement outside a transaction gets one of its own.
 *
 * @param base a database over the fence (`openDatabase`): without the fence a dead backend would answer for another actor (ADR 0017)
 */
export const boundDb = (base: Db, claims: Claims): Db => boundFor(base, claims, [])

function boundFor(base: Db, claims: Claims, purposes: readonly string[]): Db {
  const { dialect, session } = insidesOf(base)
  const { client } = session
  const values = [
    claims.role === 'worker' ? WORKERS : WEB,
    claims.role,
    claims.accountId ?? '',
    claims.newcomerId ?? '',
    claims.employerId ?? '',
    claims.municipalityCode ?? '',
    claims.now.toISOString(),
    purposes.join(','),
  ]
  const beginAs =
    (options: string): Begin =>
    (run) =>
      client.begin(options, async (tx: Client) => {
        await tx.unsafe(SET, values, { prepare: true })
        if (claims.role !== 'worker' && tx[LIFE]) standing.set(tx[LIFE], purposes)
        return (run as (tx: Client) => unknown)(tx)
      })
  const unsafe: Unsafe = (query, params, options) =>
    lazily((asValues) =>
      client.begin(async (tx: Client) => {
        const set = tx.unsafe(SET, values, { prepare: true })
        const asked = (tx.unsafe as unknown as Unsafe)(query, params, options)
        const [, rows] = await Promise.all([set, asValues ? asked.values() : asked])
        return rows
      }),
    )
  const over = (options: string) =>
    bare(dialect, { unsafe: unsafe as unknown as Client['unsafe'], begin: beginAs(options) }, session)
  const db = over('')
  const plainly = db.transaction.bind(db)
  // Whom it is for is the first statement, and the isolation level must come before the first: so it goes along with BEGIN.
  db.transaction = (run, config) => (config ? over(wordsOf(config)).transaction(run) : plainly(run))
  boundTo.set(db, { base, claims, purposes })
  return db
}

/** The database that a bound one is bound over: what a process remembers belongs to that, not to one request. */
export const baseOf = (db: Db): Db => boundTo.get(db)?.base ?? db

/**
 * The same database or transaction with more to see, for one named purpose of `row-level/purposes.ts`: what a command or a count needs beyond what its actor
 * may see. Each use is listed in tests/laws/row-level.test.ts. Nothing of it is handed on: only what is asked through it sees more.
 */
export function elevated<R extends Reader>(reader: R, purpose: Purpose): R {
  const bound = boundTo.get(reader)
  if (bound) return boundFor(bound.base, bound.claims, [...bound.purposes, purpose]) as R
  const { dialect, session } = insidesOf(reader)
  const raisedBefore = below.get(session.client)
  const client = raisedBefore?.client ?? session.client
  const life = client[LIFE]
  // The workers and the owner have nothing to raise.
  if (!life || !standing.has(life)) return reader
  const own = (): readonly string[] => standing.get(life) ?? []
  const added = [...(raisedBefore?.purposes ?? []), purpose]
  const set = (to: readonly string[]) => {
    const asked = client.unsafe(SET_PURPOSE, [to.join(',')], { prepare: true })
    asked.catch(() => {})
    return asked.execute()
  }
  const unsafe: Unsafe = (query, params, options) =>
    lazily(async (asValues) => {
      // The three go onto the wire in one breath, so no other statement of this transaction comes between them.
      set([...own(), ...added])
      const asked = (client.unsafe as unknown as Unsafe)(query, params, options)
      const rows = asValues ? asked.values() : asked
      ;(asked as unknown as { execute(): void }).execute()
      set(own())
      return rows
    })
  const savepoint: Begin = (run) =>
    (client.savepoint as Begin)(async (inner: Client) => {
      const before = own()
      const inside = [...before, ...added]
      await inner.unsafe(SET_PURPOSE, [inside.join(',')], { prepare: true })
      standing.set(life, inside)
      try {
        const done = await (run as (tx: Client) => unknown)(inner)
        await inner.unsafe(SET_PURPOSE, [before.join(',')], { prepare: true })
        return done
      } finally {
        // Where it throws, the savepoint takes the setting back as well.
        standing.set(life, before)
      }
    })
  const raised: Client = { unsafe: unsafe as unknown as Client['unsafe'], begin: savepoint, savepoint, [LIFE]: life }
  below.set(raised, { client, purposes: added })
  return bare(dialect, raised, session) as unknown as R
}

/** What drizzle would say in a statement of its own, as the words after BEGIN. */
const wordsOf = (config: PgTransactionConfig): string =>
  [
    config.isolationLevel && `isolation level ${config.isolationLevel}`,
    config.accessMode,
    config.deferrable && 'deferrable',
  ]
    .filter(Boolean)
    .join(' ')

/** A database object of drizzle over another client: a dozen fields, so one for each request costs nothing. */
function bare(dialect: never, client: Client, session: Insides['session']): Db {
  const bound = new PostgresJsSession(client as never, dialect, session.schema, session.options)
  return new PgDatabase(dialect, bound as never, undefined) as unknown as Db
}

/** A query that starts when it is awaited, and may be asked for its rows as arrays before that: as postgres.js has it. */
function lazily(run: (asValues: boolean) => Promise<unknown>): Pending {
  let asValues = false
  let running: Promise<unknown> | undefined
  const start = () => (running ??= run(asValues))
  return {
    values() {
      asValues = true
      return this
    },
    execute() {
      start()
      return this
    },
    // biome-ignore lint/suspicious/noThenProperty: what stands in for a query of postgres.js is awaited like one.
    then: (done: never, failed: never) => start().then(done, failed),
    catch: (failed: never) => start().catch(failed),
    finally: (done: never) => start().finally(done),
  } as unknown as Pending
}
