import { readState, writeState } from './folders.mjs'
import { identityOf, lives, stopProcess } from './processes.mjs'

/**
 * `.data/run.json` says which processes belong to the start that runs (or ran) in this folder.
 * @typedef {{
 *   launcher?: import('./processes.mjs').Identity,
 *   processes?: Record<string, import('./processes.mjs').Identity>,
 *   origin?: string,
 *   services?: Record<string, string>,
 * }} Run
 */

/**
 * The start that runs in this folder now, or undefined.
 * @param {string} file
 * @returns {Run | undefined}
 */
export function currentRun(file) {
  const run = /** @type {Run} */ (readState(file))
  return lives(run.launcher) ? run : undefined
}

/**
 * Stops what a launcher that was killed left running: first those that use the services, then the services.
 * A pid that meanwhile belongs to another process is left alone.
 * @param {Run} run
 * @returns {Promise<string[]>} the names of what was stopped
 * @public tests/app/launcher.test.ts asks it too
 */
export async function stopOrphans({ processes = {} }) {
  const orphans = Object.entries(processes).filter(([name, identity]) => name !== 'postgres' && lives(identity))
  const users = orphans.filter(([name]) => name !== 'redis' && name !== 'meilisearch')
  await Promise.all(users.map(([, identity]) => stopProcess(identity, { graceMs: 4000 })))
  const services = orphans.filter((orphan) => !users.includes(orphan))
  await Promise.all(services.map(([, identity]) => stopProcess(identity, { graceMs: 3000 })))
  return orphans.map(([name]) => name)
}

/**
 * Claims the folder for this launcher.
 * @param {string} file
 * @param {(line: string) => void} say
 * @returns {Promise<{ note(change: Partial<Run>): void, remember(name: string, identity: import('./processes.mjs').Identity): void, forget(): void }>}
 * @throws Error when another start runs here
 */
export async function claimRun(file, say) {
  const running = currentRun(file)
  if (running)
    throw new Error(
      `Instroom already runs in this folder (process ${running.launcher?.pid}${running.origin ? `, ${running.origin}` : ''}).`,
    )
  const stopped = await stopOrphans(/** @type {Run} */ (readState(file)))
  if (stopped.length > 0) say(`The last start was cut off; stopped what it left: ${stopped.join(', ')}.`)
  /** @type {Run} */
  let run = { launcher: identityOf(process.pid), processes: {} }
  const note = (/** @type {Partial<Run>} */ change) => {
    run = { ...run, ...change }
    writeState(file, run)
  }
  note({})
  return {
    note,
    remember: (name, identity) => note({ processes: { ...run.processes, [name]: identity } }),
    forget: () => writeState(file, {}),
  }
}
