import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Everything that this machine keeps for a start lives here: databases, ports, secrets, logs. Ignored by git. */
export const DATA = path.join(ROOT, '.data')

/**
 * Makes a data folder that its neighbours cannot list but that Postgres' own user can pass through.
 * @param {string} folder
 */
export function makeFolder(folder) {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o711 })
    fs.accessSync(folder, fs.constants.W_OK)
  } catch (error) {
    throw new Error(
      `${folder} cannot be written by this user (${error.code}). It may come from a start as root: remove it, or start as that user.`,
    )
  }
  return folder
}

/**
 * Reads a small JSON file; a missing or broken one reads as empty, since each can be made again.
 * @param {string} file
 * @returns {Record<string, any>}
 */
export function readState(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) ?? {}
  } catch {
    return {}
  }
}

/**
 * Writes a small JSON file for this user's eyes only; a crash half way leaves the old one.
 * @param {string} file
 * @param {Record<string, unknown>} state
 */
export function writeState(file, state) {
  const fresh = `${file}.${process.pid}.new`
  fs.writeFileSync(fresh, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  fs.renameSync(fresh, file)
}
