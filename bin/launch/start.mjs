import fs from 'node:fs'
import path from 'node:path'
import { buildWhenNeeded } from './build.mjs'
import { DATA, makeFolder, ROOT, readState, writeState } from './folders.mjs'
import { installWhenNeeded } from './install.mjs'
import { createKeeper, Stopped } from './keeper.mjs'
import { run } from './processes.mjs'
import { claimRun } from './run-file.mjs'
import { secretsOf, startServices } from './services.mjs'
import { isProduction, loadSettings, siteEnvironment } from './settings.mjs'
import { launchSite, waitUntilLive } from './site.mjs'

const say = (/** @type {string} */ line) => console.log(line)

/** `npm start`: from a fresh clone to a site that answers. Stays until it is stopped. */
export async function start() {
  const from = Date.now()
  /** @type {Awaited<ReturnType<typeof claimRun>> | undefined} */
  let claim
  const keeper = createKeeper({ say, remember: (name, identity) => claim?.remember(name, identity) })
  keeper.listen()
  const giveUp = async (/** @type {unknown} */ error) => {
    if (!(error instanceof Stopped) && !keeper.stopping)
      console.error(`\n${/** @type {Error} */ (error)?.message ?? error}`)
    else if (keeper.stopping) return // the signal's own stop ends the process
    await keeper.stop()
    process.exit(1)
  }
  try {
    makeFolder(DATA)
    claim = await claimRun(path.join(DATA, 'run.json'), say)
    keeper.onStop(async () => claim?.forget())
    await installWhenNeeded({ say, signal: keeper.signal })
    keeper.assertGoing()
    loadSettings()
    const [services] = await Promise.all([
      startServices({ folder: DATA, env: process.env, keeper, say }),
      buildWhenNeeded({ say, signal: keeper.signal }),
    ])
    keeper.assertGoing()
    const site = await siteEnvironment({
      env: process.env,
      services: services.env,
      sessionSecret: secretsOf(DATA).session,
      say,
    })
    await prepareData(services, site.env, keeper)
    launchSite({ env: site.env, folder: DATA, keeper, say, onGivenUp: giveUp })
    await waitUntilLive(site.address, keeper)
    claim.note({ origin: site.origin, services: { ...services.env } })
    say('')
    say(`Instroom is up at ${site.origin} (after ${((Date.now() - from) / 1000).toFixed(1)} s). Ctrl-C stops it.`)
    for (const line of services.lines) say(`  ${line}`)
    if (site.env.DEMO === '1')
      for (const line of await demoLogins(services.env.DATABASE_URL, site.origin)) say(`  ${line}`)
  } catch (error) {
    await giveUp(error)
  }
}

/**
 * Migrates, seeds an empty demo, and fills queue and index where they are new or were moved.
 * @param {import('./services.mjs').Services} services
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./keeper.mjs').Keeper} keeper
 */
async function prepareData(services, env, keeper) {
  const step = async (/** @type {string} */ name, /** @type {string[]} */ ...args) => {
    keeper.assertGoing()
    const { code } = await run(process.execPath, ['--enable-source-maps', `build/${name}.js`, ...args], {
      cwd: ROOT,
      env,
      signal: keeper.signal,
    })
    keeper.assertGoing()
    if (code !== 0) throw new Error(`${name} failed; what it said is above.`)
  }
  await step('migrate')
  if (!isProduction(env) && (await isEmpty(services.env.DATABASE_URL))) {
    say('First run: seeding the demo ...')
    await step('seed', '--size', 'demo', '--seed', '1')
  }
  const storesFile = path.join(DATA, 'stores.json')
  const known = readState(storesFile)
  const moved = known.queue !== services.stores.queue || known.search !== services.stores.search
  if ((moved || services.fresh) && fs.existsSync(path.join(ROOT, 'build/rebuild.js'))) {
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
 * One persona of every role, for the person who just started the demo.
 * @param {string} url @param {string} origin
 * @returns {Promise<string[]>}
 */
async function demoLogins(url, origin) {
  const personas = await asking(
    url,
    (sql) =>
      sql`select distinct on (role) role, display_name from accounts where demo and state = 'active' order by role, id`,
  )
  if (personas.length === 0) return []
  const names = personas.map(({ role, display_name: name }) => `${name} (${role})`).join(', ')
  return [`Demo logins, one click each at ${origin}/inloggen: ${names}`]
}
