import { parseArgs } from 'node:util'
import { benchAllocation } from './matching-allocation.ts'
import { benchGates } from './matching-gates.ts'

/**
 * `npm run bench:matching`, or one part of it with `-- --only allocation`. Fixed seeds; needs no services.
 * Each part prints its figures and says whether its bars are met; the run fails when one is not.
 */
const PARTS: readonly { name: string; run: () => boolean | Promise<boolean> }[] = [
  { name: 'gates', run: benchGates },
  { name: 'allocation', run: benchAllocation },
]

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values
const parts = PARTS.filter((part) => only === undefined || part.name === only)
if (parts.length === 0)
  throw new Error(`There is no part ${only}; the parts are ${PARTS.map(({ name }) => name).join(', ')}.`)
for (const { name, run } of parts) {
  console.log(`== ${name}`)
  if (!(await run())) process.exitCode = 1
}
