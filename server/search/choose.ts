import type { Db } from '#db/client.ts'
import { log } from '#server/platform/log.ts'
import { meiliSearch } from './meili.ts'
import type { CopyPort, MeiliSettings, SearchPort } from './port.ts'
import { postgresSearch } from './postgres.ts'

/** How long a Meilisearch that failed is left alone; after it one question tries again (reliability.md, P10). */
const REST_MS = 10_000

type Circuit = { port: CopyPort; restsUntil: number; behind: boolean }
const circuits = new Map<string, Circuit>()

function circuitOf(settings: MeiliSettings): Circuit {
  const key = `${settings.url} ${settings.prefix}`
  const known = circuits.get(key)
  if (known) return known
  // Behind until a comparison has shown otherwise: nobody knows what happened before this process started.
  const fresh: Circuit = { port: meiliSearch(settings), restsUntil: 0, behind: true }
  circuits.set(key, fresh)
  return fresh
}

/** The name and code of an error: the text may quote a filter, a document or a person's question. */
const short = (error: unknown): string => {
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  return [name ?? 'Error', cause?.code].filter(Boolean).join(' ')
}

/**
 * Asks Meilisearch when there is one that works, else Postgres. Any failure gives the answer of Postgres and ten seconds of rest.
 *
 * @param ask one question, put to either engine
 * @returns the answer and the engine that gave it, so that a screen can say that search is limited
 */
export async function askSearch<R>(
  db: Db,
  settings: MeiliSettings | null,
  ask: (port: SearchPort) => Promise<R>,
): Promise<R & { engine: 'meilisearch' | 'postgres' }> {
  const circuit = settings ? circuitOf(settings) : null
  if (circuit && circuit.restsUntil <= Date.now()) {
    try {
      return { ...(await ask(circuit.port)), engine: 'meilisearch' }
    } catch (error) {
      circuit.restsUntil = Date.now() + REST_MS
      log.warn({ error: short(error) }, 'search: Meilisearch failed, Postgres answers')
    }
  }
  return { ...(await ask(postgresSearch(db, new Date()))), engine: 'postgres' }
}

/**
 * Writes to Meilisearch. A server that cannot be reached is no failure of the change: the index is marked as behind, and the sweep mends it
 * by comparison when the server is back. A task that the server took and then failed is thrown, so that it is tried again and then seen.
 *
 * @returns false when the index stays behind
 */
export async function writeMeili(
  settings: MeiliSettings,
  write: (port: SearchPort) => Promise<void>,
): Promise<boolean> {
  const circuit = circuitOf(settings)
  if (circuit.restsUntil > Date.now()) {
    circuit.behind = true
    return false
  }
  try {
    await write(circuit.port)
    return true
  } catch (error) {
    circuit.behind = true
    if (isRejected(error)) throw error
    circuit.restsUntil = Date.now() + REST_MS
    log.warn({ error: short(error) }, 'search: Meilisearch is behind')
    return false
  }
}

/** The server works and says no to this document; trying the next one is useful, waiting is not. */
const isRejected = (error: unknown): boolean => {
  const { name, code, cause } = error as { name?: string; code?: string; cause?: { code?: string } }
  if (name === 'MeiliTaskFailed') return code !== 'index_not_found' && code !== 'internal' && code !== 'canceled'
  return name === 'MeilisearchApiError' && (cause?.code ?? '').startsWith('invalid_document')
}

/** True when a write was lost or nothing was compared yet. */
export const isBehind = (settings: MeiliSettings): boolean => circuitOf(settings).behind

/** To be said when the server has just answered and a comparison follows: it may be asked and written to again. */
export function markMended(settings: MeiliSettings): void {
  Object.assign(circuitOf(settings), { behind: false, restsUntil: 0 })
}

/** The Meilisearch side alone, for building and comparing. */
export const meiliOf = (settings: MeiliSettings): CopyPort => circuitOf(settings).port
