import { spawnSync } from 'node:child_process'
import { requireNode } from './launch/node-version.mjs'

requireNode()
const { ROOT } = await import('./launch/folders.mjs')
const { installWhenNeeded } = await import('./launch/install.mjs')

/** `npm run check`: cheap things first; the first that fails ends it. */
const STEPS = [
  ['formatter and linter', 'npm', 'run', '--silent', 'lint'],
  ['types', 'npm', 'run', '--silent', 'typecheck'],
  ['import laws', 'npm', 'run', '--silent', 'laws'],
  ['dead code', 'npm', 'run', '--silent', 'dead'],
  ['tests', process.execPath, 'bin/test.mjs', ...process.argv.slice(2)],
]

try {
  // Ctrl-C ends this process itself, and npm with it.
  await installWhenNeeded({ say: (line) => console.log(line), signal: new AbortController().signal })
} catch (error) {
  console.error(/** @type {Error} */ (error).message)
  process.exit(1)
}
for (const [name = '', command = '', ...args] of STEPS) {
  const from = Date.now()
  console.log(`\n== ${name}`)
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) {
    console.error(`\ncheck failed at: ${name}`)
    process.exit(1)
  }
  console.log(`== ${name}: fine (${((Date.now() - from) / 1000).toFixed(1)} s)`)
}
