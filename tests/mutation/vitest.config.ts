import path from 'node:path'
import { defineConfig } from 'vitest/config'

/** What the names of the tests begin with (mutate.mjs). */
const names = process.env['MUTATION_TESTS']?.split(',') ?? ['allocation', 'columns', 'matching', 'proposals']

const root = path.resolve(import.meta.dirname, '../..')

/** The pure tests of the matching room alone: no database and no queue. What a test starts as a command finds no mutant. */
export default defineConfig({
  root,
  test: {
    include: names.map((name) => `tests/rules/${name}-*.test.ts`),
    setupFiles: [
      path.join(root, 'tests/setup/console.ts'),
      path.join(root, 'tests/setup/keys.ts'),
      path.join(root, 'tests/mutation/seed.ts'),
    ],
    isolate: false,
    // Stryker says when it has been long enough; a slow machine is not a mutant found.
    testTimeout: 600_000,
  },
})
