import fs from 'node:fs'
import path from 'node:path'
import { DATA, ROOT, readState, writeState } from './folders.mjs'
import { run } from './processes.mjs'
import { isProduction } from './settings.mjs'

/** db/seed/seed-mark.ts writes these words; tests/app/launcher.test.ts holds both to the same. */
const SEED_MARK = 'a seed is under way'

/**
 * Migrates, seeds an empty demo, and fills queue and index where they are new or were moved.
 * A seed that was cut off is made again where the database is our own, and only reported where it is somebody else's.
 * @param {object} how
 * @param {import('./services.mjs').Services} how.services
 * @param {NodeJS.ProcessEnv} how.env
 * @param {import('./keeper.mjs').Keeper} how.keeper
 * @param {(name: string, identity: import('./processes.mjs').Identity) => void} how.remember told of each process
 * @param {(line: string) => void} how.say
 */
export async function prepareData({ services, env, keeper, remember, say }) {
  const step = async (/** @type {string} */ name, /** @type {string[]} */ ...args) => {
    keeper.assertGoing()
    const { code } = await run(process.execPath, ['--enable-source-maps', `build/${name}.js`, ...args], {
      cwd: ROOT,
      env,
      signal: keeper.signal,
      onStart: (identity) => remember(name, identity),
    })
    keeper.assertGoing()
    if (code !== 0) throw new Error(`${name} failed; what it said is above.`)
  }
  const url = services.env.DATABASE_URL
  const storesFile = path.join(DATA, 'stores.json')
  if (!isProduction(env) && (await seedWasCutOff(url))) {
    if (!services.remakeDatabase)
      throw new Error(
        'The seed of the database in DATABASE_URL is still under way or was cut off: wait for it, or empty that database (drop and create it again) and start once more.',
      )
    say('The last seed was cut off half way: making the database and the demo again ...')
    fs.rmSync(storesFile, { force: true }) // what queue and index hold belongs to the half demo
    await services.remakeDatabase()
  }
  await step('migrate')
  if (!isProduction(env) && (await isEmpty(url))) {
    say('First run: seeding the demo ...')
    await step('seed', '--size', 'demo', '--seed', '1')
  }
  const known = readState(storesFile)
  const moved = known.queue !== services.stores.queue || known.search !== services.stores.search
  if (moved || services.fresh) {
    await step('rebuild')
    writeState(storesFile, services.stores)
  }
}

/** @template T @param {string} url @param {(sql: import('postgres').Sql) => Promise<T>} ask @returns {Promise<T>} */
async function asking(url, ask) {
  const { default: postgres } = await import('postgres')
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined })
  try {
    return await ask(sql)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** Whether nobody has an account yet. @param {string} url */
const isEmpty = (url) =>
  asking(url, async (sql) => (await sql`select exists(select from accounts) as known`)[0]?.known === false)

/**
 * Whether a seed of this database began and did not end.
 * @param {string} url
 * @public tests/app/launcher.test.ts asks it too
 */
export const seedWasCutOff = (url) =>
  asking(
    url,
    async (sql) =>
      (await sql`select obj_description(to_regclass('accounts'), 'pg_class') as mark`)[0]?.mark === SEED_MARK,
  )

/**
 * One persona of every role (of an employer an admin and a member), for the person who just started the demo.
 * @param {string} url @param {string} origin
 * @returns {Promise<string[]>}
 */
export async function demoLogins(url, origin) {
  const personas = await asking(
    url,
    (sql) =>
      sql`select distinct on (role, is_admin) role, is_admin, display_name from accounts where demo and state = 'active' order by role, is_admin, created_at, id`,
  )
  if (personas.length === 0) return []
  const names = personas
    .map(
      ({ role, is_admin: isAdmin, display_name: name }) =>
        `${name} (${role === 'employer' ? `employer, ${isAdmin ? 'admin' : 'member'}` : role})`,
    )
    .join(', ')
  return [`Demo logins, one click each at ${origin}/inloggen: ${names}`]
}
