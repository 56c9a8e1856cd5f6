import path from 'node:path'
import { buildWhenNeeded } from './build.mjs'
import { DATA, makeFolder } from './folders.mjs'
import { installWhenNeeded } from './install.mjs'
import { createKeeper, Stopped } from './keeper.mjs'
import { demoLogins, prepareData } from './prepare-data.mjs'
import { claimRun } from './run-file.mjs'
import { secretsOf, startServices } from './services.mjs'
import { commandEnvironment, loadSettings, siteEnvironment } from './settings.mjs'
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
    const { note, remember } = claim
    const env = commandEnvironment({
      env: process.env,
      services: services.env,
      sessionSecret: secretsOf(DATA).session,
    })
    await prepareData({ services, env, keeper, remember, say })
    // Only now, since a port that is free before a first seed may be somebody's after it.
    const site = await siteEnvironment({ env, say })
    keeper.assertGoing()
    const { isOurs } = launchSite({ env: site.env, folder: DATA, keeper, say, onGivenUp: giveUp })
    await waitUntilLive(site.address, { keeper, isOurs })
    note({ origin: site.origin, services: { ...services.env } })
    say('')
    say(`Instroom is up at ${site.origin} (after ${((Date.now() - from) / 1000).toFixed(1)} s). Ctrl-C stops it.`)
    for (const line of services.lines) say(`  ${line}`)
    if (site.env.DEMO === '1')
      for (const line of await demoLogins(services.env.DATABASE_URL, site.origin)) say(`  ${line}`)
  } catch (error) {
    await giveUp(error)
  }
}
