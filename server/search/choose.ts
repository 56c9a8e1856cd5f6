import type { Db } from '#db/client.ts'
import { log } from '#server/platform/log.ts'
import { meiliSearch } from './meili.ts'
import { codeOf } from './meili-keys.ts'
import { isRefusal } from './meili-task.ts'
import type { CopyPort, MeiliSettings, SearchPort } from './port.ts'
import { postgresSearch } from './postgres.ts'
import { wordsOf } from './rules.ts'
import { type Ask, cutFacets, type Found } from './rules-ask.ts'

/** How long a Meilisearch that failed is left alone; then one question tries again, so it is back within ten seconds (reliability.md, P10). */
const REST_MS = 8_000

type Circuit = { port: CopyPort; restsUntil: number; writeFailedAt: number; behind: boolean }
const circuits = new Map<string, Circuit>()

function circuitOf(settings: MeiliSettings): Circuit {
  const key = `${settings.url} ${settings.prefix}`
  const known = circuits.get(key)
  if (known) return known
  // Behind until a comparison has shown otherwise: nobody knows what happened before this process started.
  const fresh: Circuit = { port: meiliSearch(settings), restsUntil: 0, writeFailedAt: 0, behind: true }
  circuits.set(key, fresh)
  return fresh
}

/** The name and code of an error: the text may quote a filter, a document or a person's question. */
const short = (error: unknown): string =>
  [(error as { name?: string }).name ?? 'Error', codeOf(error)].filter(Boolean).join(' ')

/** `both`: Meilisearch knew none of the words, and Postgres found them by their letters. */
export type Engine = 'meilisearch' | 'postgres' | 'both'

/**
 * Asks Meilisearch when there is one that works, else Postgres. Any failure gives the answer of Postgres and some seconds of rest; only a
 * question that the server does not understand is our own mistake and costs no rest.
 *
 * @returns the answer and the engine that gave it, so that a screen can say that search is limited
 */
export async function askSearch(db: Db, settings: MeiliSettings | null, ask: Ask): Promise<Found & { engine: Engine }> {
  const circuit = settings ? circuitOf(settings) : null
  if (circuit && circuit.restsUntil <= Date.now()) {
    // While it may still be away only one question finds out; the others do not wait for it.
    if (circuit.restsUntil > 0) circuit.restsUntil = Date.now() + REST_MS
    try {
      const found = await circuit.port.search(ask)
      circuit.restsUntil = 0
      return given(ask, found, 'meilisearch')
    } catch (error) {
      // A filter that cannot be written cannot be written for Postgres either.
      if (error instanceof RangeError) throw error
      if ((codeOf(error) ?? '').startsWith('invalid_search'))
        log.error({ error: short(error) }, 'search: Meilisearch does not understand what we ask')
      else {
        circuit.restsUntil = Date.now() + REST_MS
        log.warn({ error: short(error) }, 'search: Meilisearch failed, Postgres answers')
      }
    }
  }
  const found = await postgresSearch(db, new Date()).search(ask)
  return given(ask, found, 'postgres')
}

/**
 * As `askSearch`, and once more where Meilisearch works and knows none of the words: it forgives a wrong letter and no other ending ("koks", "cleaning",
 * "кухарка"), and Postgres looks for what is alike.
 */
export async function askOrLookAlike(
  db: Db,
  settings: MeiliSettings | null,
  ask: Ask,
): Promise<Found & { engine: Engine }> {
  const found = await askSearch(db, settings, ask)
  if (found.engine !== 'meilisearch' || found.total > 0 || wordsOf(ask.q).length === 0) return found
  // What the filters left out is known.
  const words = { ...ask, groups: {}, facets: {}, counts: {}, page: 1, perPage: 1 }
  if (Object.keys(ask.groups).length > 0 && (await askSearch(db, settings, words)).total > 0) return found
  const alike = await postgresSearch(db, new Date()).search(ask)
  return alike.total > 0 ? given(ask, alike, 'both') : found
}

/** Counts that were cut off are said aloud, since a page would show a value that is not there as nothing. */
function given(ask: Ask, found: Found, engine: Engine): Found & { engine: Engine } {
  const fields = cutFacets(ask, found)
  if (fields.length > 0) log.error({ index: ask.index, fields }, 'search: a field has more values than are counted')
  return { ...found, engine }
}

/**
 * Writes to Meilisearch. A server that cannot be reached is no failure of the change: the index is marked as behind, and the sweep mends it
 * by comparison when the server is back. A document that the server refuses is thrown, so that its job is tried again and then seen among the dead.
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
  const began = Date.now()
  // Who waited for another writer does not wait once more for what that one met: a full disk takes tasks and ends none.
  const working = (): CopyPort => {
    if (circuit.writeFailedAt >= began) throw new MetByAnother()
    return circuit.port
  }
  try {
    await write({
      ...circuit.port,
      put: async (index, documents) => working().put(index, documents),
      drop: async (index, ids) => working().drop(index, ids),
    })
    return true
  } catch (error) {
    // What is refused is missing until somebody mends it: comparing every ten seconds would not help.
    if (isRejected(error)) throw error
    circuit.behind = true
    if (error instanceof MetByAnother) return false
    if (isOfPostgres(error)) throw error
    circuit.writeFailedAt = Date.now()
    circuit.restsUntil = Date.now() + REST_MS
    log.warn({ error: short(error) }, 'search: Meilisearch is behind')
    return false
  }
}

/** Another writer found out meanwhile that the server is away. */
class MetByAnother extends Error {}

/** The server works and says no to this document; trying the next one is useful, waiting is not. */
export const isRejected = (error: unknown): boolean =>
  isRefusal(error) ||
  ((error as { name?: string }).name === 'MeilisearchApiError' && (codeOf(error) ?? '').startsWith('invalid_document'))

/** Reading the rows failed, which says nothing about Meilisearch. */
const isOfPostgres = (error: unknown): boolean => /Postgres|Drizzle/.test((error as { name?: string }).name ?? '')

/** True when a write was lost or nothing was compared yet. */
export const isBehind = (settings: MeiliSettings): boolean => circuitOf(settings).behind

/** To be said when the server has just answered and a comparison follows: it may be asked and written to again. */
export function markMended(settings: MeiliSettings): void {
  Object.assign(circuitOf(settings), { behind: false, restsUntil: 0 })
}

/** To be said when that comparison did not come to an end. */
export function markBehind(settings: MeiliSettings): void {
  circuitOf(settings).behind = true
}

/** The Meilisearch side alone, for building and comparing. */
export const meiliOf = (settings: MeiliSettings): CopyPort => circuitOf(settings).port
