import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { DATA, makeFolder, ROOT } from './folders.mjs'
import { run } from './processes.mjs'

const STAMP = path.join(DATA, 'build-stamp')

/** What a build reads. Tests and documents are not among it. */
const INPUTS = ['app', 'server', 'workers', 'db', 'bin', 'public', 'package.json', 'package-lock.json', 'tsconfig.json']

/** What a finished build leaves behind. */
const OUTPUTS = ['client', 'server/index.js', 'web.js', 'workers.js', 'migrate.js', 'seed.js', 'rebuild.js']

/** A hash over the names and contents of all inputs. */
function fingerprint() {
  const hash = createHash('sha256')
  const add = (/** @type {string} */ file) => {
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    if (stat?.isDirectory()) for (const name of fs.readdirSync(file).sort()) add(path.join(file, name))
    else if (stat) hash.update(`${path.relative(ROOT, file)}\0${stat.size}\0`).update(fs.readFileSync(file))
  }
  for (const input of INPUTS) add(path.join(ROOT, input))
  return hash.digest('hex')
}

/**
 * Builds when the sources differ from those of the last finished build.
 * @param {{ say: (line: string) => void, signal: AbortSignal }} how
 */
export async function buildWhenNeeded({ say, signal }) {
  const now = fingerprint()
  const done = OUTPUTS.every((name) => fs.existsSync(path.join(ROOT, 'build', name)))
  if (done && fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === now) return
  say('Building ...')
  const from = Date.now()
  makeFolder(DATA)
  fs.rmSync(STAMP, { force: true })
  const { code, output } = await run(process.execPath, ['bin/build.mjs'], {
    cwd: ROOT,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (code !== 0) throw new Error(`The build failed.\n${output}`)
  fs.writeFileSync(STAMP, now)
  say(`Built in ${((Date.now() - from) / 1000).toFixed(1)} s.`)
}
