import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { alone } from './alone.mjs'
import { DATA, makeFolder, ROOT } from './folders.mjs'
import { run } from './processes.mjs'

const STAMP = path.join(DATA, 'install-stamp')

/** What an install depends on: the lock file, and the platform for which the native parts were picked. */
const fingerprint = () =>
  createHash('sha256')
    .update(fs.readFileSync(path.join(ROOT, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')

/**
 * Whether node_modules holds what package-lock.json asks for. Our stamp decides, unless npm ran by hand after it (or
 * there is none): then node_modules counts when it is as new as the lock file.
 */
function isInstalled() {
  const done = fs.statSync(path.join(ROOT, 'node_modules/.package-lock.json'), { throwIfNoEntry: false })
  if (!done) return false // npm writes this file last, so a broken install has none
  const stamp = fs.statSync(STAMP, { throwIfNoEntry: false })
  if (stamp && fs.readFileSync(STAMP, 'utf8') === fingerprint()) return true
  if (stamp && stamp.mtimeMs >= done.mtimeMs) return false
  return done.mtimeMs >= fs.statSync(path.join(ROOT, 'package-lock.json')).mtimeMs
}

/**
 * Runs `npm ci` when node_modules is missing or older than the lock file. Two that start at once (`npm start` and `npm test`) do it one after the other: the
 * second finds it done, and nobody reads a folder that is being emptied.
 * @param {{ say: (line: string) => void, signal: AbortSignal }} how
 */
export async function installWhenNeeded({ say, signal }) {
  makeFolder(DATA)
  const waits = () => say('Another command of this folder is installing packages; waiting for it ...')
  await alone(path.join(DATA, 'install.lock'), { waits, signal }, async () => {
    if (!isInstalled()) {
      say('Installing packages (npm ci); the first time takes one or two minutes ...')
      // The build needs the development packages, also where NODE_ENV says production.
      const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
      const npm = process.env.npm_execpath
      const { code } = await (npm?.endsWith('.js')
        ? run(process.execPath, [npm, ...args], { cwd: ROOT, signal })
        : run('npm', args, { cwd: ROOT, signal }))
      if (code !== 0) throw new Error('npm ci failed; what it said is above.')
    }
    fs.writeFileSync(STAMP, fingerprint())
  })
}
