import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { makeFolder, readState, writeState } from './folders.mjs'
import { startMeilisearch } from './meilisearch.mjs'
import { startPostgres, stopLeftOverIn } from './postgres.mjs'
import { startRedis } from './redis.mjs'

/**
 * What the site, the workers and the commands need to know of the services.
 * @typedef {{
 *   DATABASE_URL: string,
 *   QUEUE_BACKEND: 'redis' | 'postgres',
 *   REDIS_URL?: string,
 *   MEILI_URL?: string,
 *   MEILI_KEY?: string,
 * }} ServiceEnv
 *
 * @typedef {{
 *   env: ServiceEnv,
 *   lines: string[],
 *   stores: { queue: string, search: string },
 *   fresh: boolean,
 *   remakeDatabase?: () => Promise<void>,
 * }} Services
 *   lines: one sentence per service for the person who started us; stores: where queue and index live, to notice a move;
 *   fresh: queue or index starts empty and wants to be filled from Postgres; remakeDatabase: throws the database away and
 *   makes an empty one, only there when the Postgres is our own
 */

/**
 * Finds or starts the three services. An address in the environment always wins.
 * @param {object} how
 * @param {string} how.folder where those that we start keep their data
 * @param {NodeJS.ProcessEnv} how.env
 * @param {boolean} [how.fast] for tests: nothing has to survive
 * @param {import('./keeper.mjs').Keeper} how.keeper
 * @param {(line: string) => void} how.say
 * @returns {Promise<Services>}
 */
export async function startServices({ folder, env, fast = false, keeper, say }) {
  makeFolder(folder)
  const secrets = secretsOf(folder)
  const portsFile = path.join(folder, 'ports.json')
  const ports = readState(portsFile)
  const common = { folder, fast, keeper, say }
  const queueChoice = queueChoiceOf(env)

  if (env.DATABASE_URL) await stopLeftOverIn(folder)
  // Postgres is told first to the keeper so that it is the last to go.
  const postgres = env.DATABASE_URL
    ? undefined
    : await startPostgres({ ...common, password: secrets.postgres, port: ports.postgres })
  const [redis, meilisearch] = await Promise.all([
    env.REDIS_URL || queueChoice === 'postgres'
      ? undefined
      : startRedis({ ...common, password: secrets.redis, port: ports.redis }),
    env.MEILI_URL ? undefined : startMeilisearch({ ...common, key: secrets.meilisearch, port: ports.meilisearch }),
  ])
  const databaseUrl = env.DATABASE_URL || postgres?.url || ''
  const redisUrl = queueChoice === 'postgres' ? undefined : env.REDIS_URL || redis?.url
  if (queueChoice === 'redis' && !redisUrl)
    throw new Error('QUEUE_BACKEND=redis, but there is no REDIS_URL and no redis-server or valkey-server on PATH.')
  const meiliUrl = env.MEILI_URL || meilisearch?.url
  const meiliKey = env.MEILI_URL ? env.MEILI_KEY : meilisearch && secrets.meilisearch

  writeState(portsFile, {
    ...ports,
    ...(postgres && { postgres: postgres.port }),
    ...(redis && { redis: redis.port }),
    ...(meilisearch && { meilisearch: meilisearch.port }),
  })
  return {
    env: {
      DATABASE_URL: databaseUrl,
      QUEUE_BACKEND: redisUrl ? 'redis' : 'postgres',
      ...(redisUrl && { REDIS_URL: redisUrl }),
      ...(meiliUrl && { MEILI_URL: meiliUrl }),
      ...(meiliUrl && meiliKey && { MEILI_KEY: meiliKey }),
    },
    lines: [
      `Postgres: ${postgres ? `our own on 127.0.0.1:${postgres.port}, data in ${postgres.data}` : `${hostOf(databaseUrl)} (DATABASE_URL)`}`,
      `Queue: ${redis ? `our own Redis on 127.0.0.1:${redis.port}` : redisUrl ? `Redis at ${hostOf(redisUrl)} (REDIS_URL)` : queueChoice === 'postgres' ? 'in Postgres (QUEUE_BACKEND=postgres)' : 'in Postgres, since there is no redis-server or valkey-server on PATH and no REDIS_URL'}`,
      `Search: ${meilisearch ? `our own Meilisearch on 127.0.0.1:${meilisearch.port}` : meiliUrl ? `Meilisearch at ${hostOf(meiliUrl)} (MEILI_URL)` : 'by Postgres, since there is no meilisearch on PATH and no MEILI_URL'}`,
    ],
    stores: {
      queue: redis ? 'own redis' : redisUrl ? hostOf(redisUrl) : 'postgres',
      search: meilisearch ? 'own meilisearch' : meiliUrl ? hostOf(meiliUrl) : 'postgres',
    },
    fresh: Boolean(redis?.fresh || meilisearch?.fresh),
    ...(postgres && { remakeDatabase: postgres.remake }),
  }
}

/** @param {NodeJS.ProcessEnv} env @returns {'redis' | 'postgres' | undefined} */
function queueChoiceOf({ QUEUE_BACKEND: choice }) {
  if (!choice) return undefined
  if (choice === 'redis' || choice === 'postgres') return choice
  throw new Error(`QUEUE_BACKEND is '${choice}': it must be 'redis' or 'postgres'.`)
}

/** An address without its password, for the screen. @param {string} url */
function hostOf(url) {
  try {
    const { host, pathname } = new URL(url)
    return `${host}${pathname === '/' ? '' : pathname}`
  } catch {
    return 'an address that cannot be read'
  }
}

/**
 * The secrets of this folder's own services, made once.
 * @param {string} folder
 * @returns {{ postgres: string, redis: string, meilisearch: string, session: string }}
 */
export function secretsOf(folder) {
  const file = path.join(folder, 'secrets.json')
  const known = readState(file)
  const names = /** @type {const} */ (['postgres', 'redis', 'meilisearch', 'session'])
  const secrets = Object.fromEntries(names.map((name) => [name, known[name] ?? randomBytes(32).toString('hex')]))
  if (names.some((name) => !known[name])) writeState(file, { ...known, ...secrets })
  return /** @type {any} */ (secrets)
}
