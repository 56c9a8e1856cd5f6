/**
 * `npm run drill:search [-- --testNamePattern=rebuild]`: the drill of search in the size of the promises (reliability.md, P7 to P9), on services of its own; prints a
 * table and JSON, and ends with 1 when a bar is missed. Takes half an hour on two cores; needs `meilisearch` on the PATH.
 */
process.env.SEARCH_DRILL = 'full'
process.argv.splice(2, 0, 'tests/server/search-contract-drill.test.ts')
await import('../../bin/test.mjs')
