import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { rootFolder } from './bench-database.ts'

/**
 * `npm run bench:matching`, or one part of it with `-- --only allocation`. Fixed seeds. Each part prints its figures as a table and as JSON and says
 * whether its bars are met, in a process of its own, so that the memory it shows is its own; the run fails when a bar is not met.
 * `store` needs Postgres: the one of DATABASE_URL, else that of this folder, started for as long as it takes (`bin/run.mjs`). The others need nothing.
 */
const PARTS: Readonly<Record<string, () => Promise<boolean>>> = {
  gates: async () => (await import('./matching-gates.ts')).benchGates(),
  allocation: async () => (await import('./matching-allocation.ts')).benchAllocation(),
  chain: async () => (await import('./matching-chain.ts')).benchChain(),
  live: async () => (await import('./matching-live.ts')).benchLiveArea(),
  store: async () =>
    process.env['DATABASE_URL']
      ? (await import('./matching-store.ts')).benchStore()
      : node('bin/run.mjs', 'bench-matching-store'),
}

/** Runs node and waits. @returns whether it ended well */
const node = async (...args: string[]): Promise<boolean> => {
  const child = spawn(process.execPath, args, { cwd: rootFolder, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0
}

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values
const part = only === undefined ? null : PARTS[only]
if (part === undefined) throw new Error(`There is no part ${only}; the parts are ${Object.keys(PARTS).join(', ')}.`)
if (part) {
  if (!(await part())) process.exitCode = 1
} else
  for (const name of Object.keys(PARTS)) {
    console.log(`\n== ${name}`)
    if (!(await node(...process.execArgv, 'tests/bench/matching.ts', '--only', name))) process.exitCode = 1
  }
