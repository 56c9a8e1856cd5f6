import { commandOf, parentOf } from './processes.mjs'

/**
 * Remembers what was started and stops it in the opposite order: first the site and the workers, then what they lean on.
 * The first SIGINT, SIGTERM or SIGHUP stops kindly; a second one forces.
 *
 * @typedef {(force: boolean) => Promise<unknown>} Stop
 * @typedef {{
 *   readonly stopping: boolean,
 *   signal: AbortSignal,
 *   onStop(stop: Stop): void,
 *   keep(name: string, identity: import('./processes.mjs').Identity, stop: Stop): void,
 *   stop(): Promise<void>,
 *   assertGoing(): void,
 *   listen(): void,
 * }} Keeper
 */

/** Thrown inside a start that is being stopped; nothing to report. */
export class Stopped extends Error {
  name = 'Stopped'
}

/**
 * @param {{
 *   say?: (line: string) => void,
 *   exit?: (code: number) => void,
 *   remember?: (name: string, identity: import('./processes.mjs').Identity) => void,
 * }} [how] `remember` is told of every process at once, so that even a start that was cut off leaves a trace
 * @returns {Keeper}
 */
export function createKeeper({ say = console.log, exit = (code) => process.exit(code), remember } = {}) {
  /** @type {Stop[]} */
  const stops = []
  const abort = new AbortController()
  /** @type {Promise<void> | undefined} */
  let stopped
  let forced = false

  const stopAll = async (/** @type {boolean} */ force) => {
    for (let stop = stops.at(-1); stop; stop = stops.at(-1)) {
      await stop(force || forced).catch((error) => say(`While stopping: ${error?.message ?? error}`))
      stops.splice(stops.indexOf(stop), 1)
    }
  }

  /** @type {Keeper} */
  const keeper = {
    signal: abort.signal,
    get stopping() {
      return stopped !== undefined
    },
    onStop: (stop) => void stops.push(stop),
    keep(name, identity, stop) {
      stops.push(stop)
      remember?.(name, identity)
    },
    stop() {
      stopped ??= (async () => {
        abort.abort()
        await stopAll(false)
      })()
      return stopped
    },
    assertGoing() {
      if (stopped) throw new Stopped()
    },
    listen() {
      let firstAt = 0
      // npm runs us through a shell that may stay in between.
      const parent = process.ppid
      const above = /^\S*sh -c /.test(commandOf(parent)) ? parentOf(parent) : undefined
      const onSignal = (/** @type {NodeJS.Signals} */ signal) => {
        // One Ctrl-C arrives twice under npm: from the terminal and again from npm. Only a later one means "now".
        if (firstAt && Date.now() - firstAt < 1000) return
        if (firstAt) {
          forced = true
          say('Stopping by force.')
          return void Promise.all([...stops].map((stop) => stop(true).catch(() => undefined))).then(() => exit(130))
        }
        firstAt = Date.now()
        say('Stopping (once more to force) ...')
        keeper.stop().then(() => exit(signal === 'SIGINT' ? 130 : 143))
      }
      for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, onSignal)
      // Some shells that npm uses die of a signal without passing it on: notice that nobody waits for us any more.
      if (process.env.npm_lifecycle_event)
        setInterval(() => {
          if (!firstAt && (process.ppid !== parent || (above && parentOf(parent) !== above))) onSignal('SIGTERM')
        }, 1000).unref()
    },
  }
  return keeper
}
