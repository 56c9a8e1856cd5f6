/** Asking the database as row level security leaves it. */

import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import type { Sql } from 'postgres'
import { boundDb, type Claims } from '#db/bound.ts'
import type { Database, Db } from '#db/client.ts'
import type { Actor } from '#server/platform/context.ts'
import { NOW } from './rooms.ts'

/** Whom the database answers at `NOW`. */
export const claimsOf = ({ role, accountId, newcomerId, employerId, municipalityCode }: Actor): Claims => ({
  role,
  accountId,
  newcomerId,
  employerId,
  municipalityCode,
  now: NOW,
})

/** How many rows a statement touched, or the code with which Postgres refused it; taken back afterwards. */
export const tries = (db: Db, statement: string): Promise<number | string> =>
  db
    .transaction(async (tx) => {
      throw Object.assign(new Error('back'), { rows: (await tx.execute(sql.raw(statement))).length })
    })
    .catch((error: Error & { rows?: number; cause?: { code?: string } }) => error.rows ?? error.cause?.code ?? 'lost')

/** How many rows of a table an actor has. */
export const count = async (db: Db, table: string, where: string): Promise<number> =>
  (await db.execute(sql.raw(`select 1 from ${table} where ${where}`))).length

/** Takes every condition out of a statement of drizzle: of the whole and of what stands inside it, until the next word of the same depth. */
export function withoutWhere(query: string): string {
  let out = ''
  for (let at = 0; at < query.length; ) {
    const rest = query.slice(at)
    if (!/^where\b/.test(rest) || !/\s|\(/.test(query[at - 1] ?? ' ')) {
      out += query[at]
      at += 1
      continue
    }
    let depth = 0
    let quoted = false
    let end = at
    for (; end < query.length; end += 1) {
      const char = query[end]
      if (char === "'") quoted = !quoted
      if (quoted) continue
      if (char === '(') depth += 1
      else if (char === ')') {
        if (depth === 0) break
        depth -= 1
      } else if (
        depth === 0 &&
        /^(?:group by|order by|limit|offset|for |having)\b/.test(query.slice(end)) &&
        query[end - 1] === ' '
      )
        break
    }
    // The parameters stay: Postgres wants to know each, so what is left out is asked and does not count.
    out += `where (true or (${query.slice(at + 5, end).trim()})) `
    at = end
  }
  return out
}

/**
 * A database over the fence that sends every select without its conditions, and notes what went over the wire.
 *
 * @param open of the owner; what is bound over this one is bound as ever
 */
export function withoutConditions(open: Database, claims: Claims): { db: Db; asked: string[] } {
  const asked: string[] = []
  const stripped = (client: Sql): Sql =>
    new Proxy(client, {
      get(target, key, receiver) {
        const value = Reflect.get(target, key, receiver)
        if (key === 'unsafe')
          return (query: string, ...more: never[]) => {
            const plain =
              /^\s*(?:select|with)\b/.test(query) && !query.includes('set_config') ? withoutWhere(query) : query
            asked.push(plain)
            return (value as (...args: unknown[]) => unknown).call(target, plain, ...more)
          }
        if (key === 'begin' || key === 'savepoint')
          return (...args: unknown[]) => {
            const run = args.pop() as (tx: Sql) => unknown
            return (value as (...args: unknown[]) => unknown).call(target, ...args, (tx: Sql) => run(stripped(tx)))
          }
        return value
      },
    })
  return { db: boundDb(drizzle(stripped(open.sql), { casing: 'snake_case' }) as unknown as Db, claims), asked }
}
