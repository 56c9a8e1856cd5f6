import { execFile } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const MINUTE = 60_000

/**
 * Runs a tool of node_modules as `npm run` would.
 * @returns what it said, when it found something; else an empty text
 */
const complaintsOf = (...tool: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(process.execPath, tool, { cwd: ROOT, maxBuffer: 20_000_000 }, (error, stdout, stderr) =>
      resolve(error ? `${stdout}${stderr}` || error.message : ''),
    )
  })

// `npm test` is all that a change has to pass, so what only a tool can see is proven here too.
test(
  'imports keep to the laws of tests/laws/dependency-cruiser.cjs (npm run laws)',
  async () => {
    const laws = ['--config', 'tests/laws/dependency-cruiser.cjs', 'app', 'server', 'workers', 'db']
    expect(await complaintsOf('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', ...laws)).toBe('')
  },
  3 * MINUTE,
)

test(
  'types are right (npm run typecheck)',
  async () => expect(await complaintsOf('node_modules/typescript/bin/tsc', '--noEmit')).toBe(''),
  5 * MINUTE,
)
