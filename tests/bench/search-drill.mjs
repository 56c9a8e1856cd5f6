/** `npm run drill:search`: the drill of search in the size of the promises (reliability.md, P7 to P9). Takes about an hour; needs `meilisearch` on the PATH. */
process.env.SEARCH_DRILL = 'full'
process.argv.splice(2, process.argv.length, 'tests/server/search-contract-drill.test.ts')
await import('../../bin/test.mjs')
