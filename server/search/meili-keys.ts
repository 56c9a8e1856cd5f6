import { createHash, createHmac } from 'node:crypto'
import { Meilisearch } from 'meilisearch'
import { MeiliTaskFailed } from './meili-task.ts'
import type { MeiliSettings } from './port.ts'
import type { IndexName } from './rules-filter.ts'

/** One key per purpose with no right more than that needs (search.md, section 9). None of them ever leaves the server. */
export type Purpose = `search-${IndexName}` | 'write' | 'build' | 'compare'

type Rights = { actions: string[]; indexes: string[] }

const rightsOf = (prefix: string): Record<Purpose, Rights> => {
  const ours = [`${prefix}positions*`, `${prefix}newcomers*`]
  return {
    'search-positions': { actions: ['search'], indexes: [`${prefix}positions*`] },
    'search-newcomers': { actions: ['search'], indexes: [`${prefix}newcomers*`] },
    // No right to make an index: a write to one that is not there fails, and never makes one without settings.
    write: { actions: ['documents.add', 'documents.delete', 'tasks.get'], indexes: ours },
    // A swap is a task of the whole server: only a key of every index sees it end.
    build: {
      actions: [
        'documents.add',
        'documents.delete',
        'documents.get',
        'indexes.create',
        'indexes.get',
        'indexes.delete',
        'indexes.swap',
        'settings.get',
        'settings.update',
        'stats.get',
        'tasks.get',
      ],
      indexes: ['*'],
    },
    compare: { actions: ['documents.get', 'stats.get', 'settings.get'], indexes: ours },
  }
}

/** The fixed id of a key: the same after the server lost its data, so that the key is the same as well. */
const uidOf = (prefix: string, purpose: Purpose): string => {
  const hex = createHash('sha256').update(`instroom ${prefix} ${purpose}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * The key for a purpose, as the server makes it of its master key (HMAC-SHA256 of the id of the key).
 *
 * @returns '' where the server has no keys
 */
export const keyOf = ({ key, prefix }: MeiliSettings, purpose: Purpose): string =>
  key === '' ? '' : createHmac('sha256', key).update(uidOf(prefix, purpose)).digest('hex')

const DEFAULT_KEYS = [
  'Default Search API Key',
  'Default Admin API Key',
  'Default Read-Only Admin API Key',
  'Default Chat API Key',
]

/**
 * Makes our keys, mends one whose rights were changed, and removes the keys that a new server comes with when the server is ours alone (no
 * prefix). Running it twice changes nothing.
 *
 * @returns false when the key that was given is no master key, or the server has no keys: then that key does everything
 * @throws the error of the client when the server cannot be reached
 */
export async function setUpKeys(settings: MeiliSettings, timeout: number): Promise<boolean> {
  if (settings.key === '') return false
  const client = new Meilisearch({ host: settings.url, apiKey: settings.key, timeout })
  let known: Awaited<ReturnType<typeof client.getKeys>>['results']
  try {
    known = (await client.getKeys({ limit: 1_000 })).results
  } catch (error) {
    if (isRefused(error)) return false
    throw error
  }
  for (const [purpose, rights] of Object.entries(rightsOf(settings.prefix)) as [Purpose, Rights][]) {
    const uid = uidOf(settings.prefix, purpose)
    const there = known.find((one) => one.uid === uid)
    if (there && sameRights(there, rights)) continue
    if (there) await client.deleteKey(uid)
    await client
      .createKey({ uid, name: `Instroom ${settings.prefix}${purpose}`, ...rights, expiresAt: null })
      .catch((error) => {
        // Another process was first.
        if (codeOf(error) !== 'api_key_already_exists') throw error
      })
  }
  if (settings.prefix === '')
    for (const one of known) if (DEFAULT_KEYS.includes(one.name ?? '')) await client.deleteKey(one.uid).catch(() => {})
  return true
}

const sameRights = (one: Rights, other: Rights): boolean =>
  [...one.actions].sort().join() === [...other.actions].sort().join() &&
  [...one.indexes].sort().join() === [...other.indexes].sort().join()

/** The code in an error of the client or of a task; undefined when the server did not answer in its own words. */
export const codeOf = (error: unknown): string | undefined => {
  if (error instanceof MeiliTaskFailed) return error.code
  const code = (error as { cause?: { code?: unknown } } | null)?.cause?.code
  // Of a limit that ended a request it is the number of a DOMException.
  return typeof code === 'string' ? code : undefined
}

/** The server is there and does not take this key for this. */
export const isRefused = (error: unknown): boolean =>
  codeOf(error) === 'invalid_api_key' || codeOf(error) === 'missing_authorization_header'
