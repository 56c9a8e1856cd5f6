import { requireNode } from './launch/node-version.mjs'

requireNode()
const { test } = await import('./launch/test.mjs')
process.exit(await test(process.argv.slice(2)))
