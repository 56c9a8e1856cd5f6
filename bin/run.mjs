import fs from 'node:fs'
import path from 'node:path'
import { requireNode } from './launch/node-version.mjs'

requireNode()
const { DATA, ROOT } = await import('./launch/folders.mjs')
const { installWhenNeeded } = await import('./launch/install.mjs')
const { createKeeper } = await import('./launch/keeper.mjs')
const { run } = await import('./launch/processes.mjs')
const { claimRun, currentRun } = await import('./launch/run-file.mjs')
const { startServices } = await import('./launch/services.mjs')
const { isProduction, loadSettings } = await import('./launch/settings.mjs')

/**
 * `node bin/run.mjs <command> [...]` runs bin/<command>.ts on the services of this folder: those of the start that runs
 * now, or, when none runs, on its own, started for as long as the command takes.
 */
const [name = '', ...args] = process.argv.slice(2)
const runFile = path.join(DATA, 'run.json')
const say = (/** @type {string} */ line) => console.log(line)
/** @type {Awaited<ReturnType<typeof claimRun>> | undefined} */
let claim
const keeper = createKeeper({ say, remember: (what, identity) => claim?.remember(what, identity) })
keeper.listen()

let code = 1
try {
  if (!fs.existsSync(path.join(ROOT, 'bin', `${name}.ts`))) throw new Error(`There is no command '${name}' in bin/.`)
  await installWhenNeeded({ say, signal: keeper.signal })
  loadSettings()
  const mode = isProduction() ? 'production' : 'demo' // a slip is said before anything is started
  const running = currentRun(runFile)
  let services = running?.services
  if (running && !services) throw new Error('A start is under way in this folder: try again when the site is up.')
  if (!services) {
    claim = await claimRun(runFile, say)
    keeper.onStop(async () => claim?.forget())
    services = { ...(await startServices({ folder: DATA, env: process.env, keeper, say })).env }
  }
  const env = { ...process.env, ...services, INSTROOM_MODE: mode }
  const command = async (/** @type {string} */ file, /** @type {string[]} */ given) => {
    keeper.assertGoing()
    const program = ['--import', 'tsx', `bin/${file}.ts`, ...given]
    return (await run(process.execPath, program, { cwd: ROOT, env, signal: keeper.signal })).code
  }
  // On services of our own nobody has migrated yet.
  code = claim && name !== 'migrate' ? await command('migrate', []) : 0
  if (code === 0) code = await command(name, args)
} catch (error) {
  if (!keeper.stopping) console.error(/** @type {Error} */ (error)?.message ?? error)
}
if (keeper.stopping) await new Promise(() => undefined) // the signal's own stop ends the process
await keeper.stop()
process.exit(code)
