import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { makeFolder, ROOT } from './folders.mjs'
import { identityOf, stopProcess } from './processes.mjs'

/** The site gets 14 s of the 20 that a stop may take; the services need the rest. */
const GRACE_MS = 14_000
const LOG_BYTES = 20_000_000

/**
 * Starts site and workers and keeps them up: one that dies is started again, but not for ever.
 * They get their own process groups, so that Ctrl-C reaches them through us and in the right order.
 *
 * @param {object} how
 * @param {NodeJS.ProcessEnv} how.env
 * @param {string} how.folder logs go to `<folder>/logs`
 * @param {import('./keeper.mjs').Keeper} how.keeper
 * @param {(line: string) => void} how.say
 * @param {(reason: Error) => void} how.onGivenUp a process keeps dying
 * @returns {{ isOurs(): boolean }} whether it is our own site that listens on the port we gave it
 */
export function launchSite({ env, folder, keeper, say, onGivenUp }) {
  const logs = makeFolder(path.join(folder, 'logs'))
  /** @type {Map<string, import('./processes.mjs').Identity>} */
  const living = new Map()
  // A quieter log does not tell that the site listens: then a living process must do.
  const tells = ['info', 'debug'].includes(env.LOG_LEVEL || 'info')
  let listens = false
  // One stop for both: they finish what they are at side by side, not one after the other.
  keeper.onStop((force) =>
    Promise.all([...living.values()].map((identity) => stopProcess(identity, { graceMs: force ? 200 : GRACE_MS }))),
  )

  const start = (/** @type {string} */ name, /** @type {number[]} */ deaths = []) => {
    if (keeper.stopping) return
    const child = spawn(process.execPath, ['--enable-source-maps', path.join('build', `${name}.js`)], {
      cwd: ROOT,
      env: name === 'web' ? ofWeb(env) : env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.on('error', (error) => say(`${name} | ${error.message}`))
    if (child.pid) {
      const identity = identityOf(child.pid)
      living.set(name, identity)
      keeper.keep(name, identity, async () => undefined)
    }
    const log = logFile(path.join(logs, `${name}.log`))
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`)
        if (name === 'web' && line.includes('"msg":"the site listens"')) listens = true
        if (isForThePerson(line)) say(`${name} | ${line}`)
      })
    child.once('close', async (code, signal) => {
      living.delete(name)
      if (name === 'web') listens = false
      log.end()
      if (keeper.stopping) return
      const recent = [...deaths.filter((at) => at > Date.now() - 60_000), Date.now()]
      say(`${name} ended (${signal ?? `code ${code}`}); its log is ${path.join(logs, `${name}.log`)}.`)
      if (recent.length >= 4) return onGivenUp(new Error(`${name} keeps ending.`))
      await wait(500 * recent.length)
      start(name, recent)
    })
  }
  start('web')
  start('workers')
  return { isOurs: () => living.has('web') && (listens || !tells) }
}

/** The site logs in as itself where it has a login: what the owner of the tables may is not in its reach. @param {NodeJS.ProcessEnv} env */
const ofWeb = ({ WEB_DATABASE_URL: own, ...env }) => ({ ...env, ...(own && { DATABASE_URL: own }) })

/** Opens a log for adding to; what grew too long becomes `.old`. @param {string} file */
function logFile(file) {
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES) fs.renameSync(file, `${file}.old`)
  return fs.createWriteStream(file, { flags: 'a', mode: 0o600 })
}

/** Ordinary log lines go to the file only; a person sees warnings, errors and whatever is not a log line. @param {string} line */
function isForThePerson(line) {
  if (!line.startsWith('{')) return line.trim() !== ''
  try {
    const { level } = JSON.parse(line)
    return typeof level !== 'number' || level >= 40
  } catch {
    return true
  }
}

/**
 * Waits until our own site answers that it lives; the answer of another clone on the same port does not count.
 * @param {string} address
 * @param {{ keeper: import('./keeper.mjs').Keeper, isOurs: () => boolean }} how
 */
export async function waitUntilLive(address, { keeper, isOurs }) {
  for (const end = Date.now() + 60_000; Date.now() < end; await wait(100)) {
    keeper.assertGoing()
    if (!isOurs()) continue
    try {
      if ((await fetch(`${address}/livez`, { signal: AbortSignal.timeout(2000) })).ok && isOurs()) return
    } catch {
      // Not listening yet.
    }
  }
  throw new Error(`The site did not answer on ${address}/livez within a minute; its log is .data/logs/web.log.`)
}
