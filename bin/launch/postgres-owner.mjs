import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { ROOT } from './folders.mjs'

/**
 * Postgres refuses to run as root, so root lends it a user without rights.
 * @typedef {{ uid: number, gid: number, name: string }} Owner
 */

/**
 * Who Postgres runs as: us, or for root the owner of the data when there is some, else `postgres`, else `nobody`.
 * @param {string} dataFolder
 * @returns {Owner | undefined} undefined means: simply as ourselves
 */
export function ownerFor(dataFolder) {
  if (process.getuid?.() !== 0) return undefined
  if (fs.existsSync(path.join(dataFolder, 'PG_VERSION'))) {
    const { uid, gid } = fs.statSync(dataFolder)
    if (uid !== 0) return { uid, gid, name: String(uid) }
  }
  for (const name of ['postgres', 'nobody']) {
    try {
      const ask = (/** @type {string} */ flag) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }))
      const owner = { uid: ask('-u'), gid: ask('-g'), name }
      if (owner.uid > 0) return owner
    } catch {
      // This machine has no such user: try the next.
    }
  }
  throw new Error(
    'Postgres does not run as root, and there is no user `postgres` or `nobody` to lend it: set DATABASE_URL.',
  )
}

/**
 * The nearest folder on the way to `target` that a user cannot pass through, or undefined when all can be.
 * @param {string} target an absolute path; what does not exist yet counts as passable
 * @param {number} uid
 */
export function barrierOnTheWay(target, uid) {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const stat = fs.statSync(folder, { throwIfNoEntry: false })
    if (stat && (stat.mode & (stat.uid === uid ? 0o100 : 0o001)) === 0) return folder
    if (folder === path.dirname(folder)) return undefined
  }
}

/** Where root keeps what Postgres' user must reach when the checkout itself is closed (a 0700 home directory, for one). */
export const openFolder = () =>
  path.join('/var/lib', `instroom-${createHash('sha256').update(ROOT).digest('hex').slice(0, 8)}`)
