import fs from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { readState } from './folders.mjs'
import { identityOf, lives } from './processes.mjs'

/**
 * Does something that only one process of this folder may do at a time; another waits for its turn. A lock whose process died is no lock.
 * @template R
 * @param {string} file where the lock stands
 * @param {{ waits: () => void, signal?: AbortSignal }} how `waits` is called once when another is at it
 * @param {() => Promise<R>} work
 * @returns {Promise<R>}
 * @throws Error when the signal ends the wait
 */
export async function alone(file, { waits, signal }, work) {
  const mine = `${file}.${process.pid}`
  fs.writeFileSync(mine, JSON.stringify(identityOf(process.pid)), { mode: 0o600 })
  try {
    let isSaid = false
    for (;;) {
      try {
        fs.linkSync(mine, file) // it comes with its owner in it, or not at all
        break
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
      }
      const before = readState(file)
      if (lives(before)) {
        if (!isSaid) waits()
        isSaid = true
        await wait(250, undefined, { ...(signal ? { signal } : {}) })
      } else if (JSON.stringify(readState(file)) === JSON.stringify(before)) fs.rmSync(file, { force: true })
    }
    try {
      return await work()
    } finally {
      fs.rmSync(file, { force: true })
    }
  } finally {
    fs.rmSync(mine, { force: true })
  }
}
