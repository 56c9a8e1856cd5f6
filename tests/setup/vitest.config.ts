import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '../..')
const setupFiles = [path.join(root, 'tests/setup/console.ts'), path.join(root, 'tests/setup/keys.ts')]
const globalSetup = [path.join(root, 'tests/setup/template.ts')]
const second = 1000

/** One project per kind of test: `npm test -- --only rules` needs no services, journeys run one at a time. */
export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          name: 'rules',
          include: ['tests/rules/**/*.test.ts'],
          setupFiles,
          isolate: false,
          testTimeout: 20 * second,
          sequence: { groupOrder: 0 },
        },
      },
      {
        root,
        test: {
          name: 'laws',
          include: ['tests/laws/**/*.test.ts'],
          setupFiles,
          testTimeout: 60 * second,
          sequence: { groupOrder: 0 },
        },
      },
      {
        root,
        test: {
          name: 'server',
          include: ['tests/server/**/*.test.ts'],
          setupFiles,
          globalSetup,
          testTimeout: 20 * second,
          hookTimeout: 60 * second,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        test: {
          name: 'workers',
          include: ['tests/workers/**/*.test.ts'],
          setupFiles,
          globalSetup,
          testTimeout: 60 * second,
          hookTimeout: 60 * second,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        test: {
          name: 'app',
          include: ['tests/app/**/*.test.{ts,tsx}'],
          setupFiles,
          globalSetup,
          testTimeout: 30 * second,
          hookTimeout: 60 * second,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        test: {
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts'],
          setupFiles,
          globalSetup,
          fileParallelism: false,
          testTimeout: 180 * second,
          hookTimeout: 120 * second,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
