import { once } from 'node:events'
import { openDatabase } from '#db/client.ts'
import { readEnv } from '#server/platform/env.ts'
import { visitors } from '#tests/make/search-drill.ts'

/**
 * A process that does what the site does for fifty visitors and coaches a second, and nothing else: what the workers do meanwhile holds up no page there.
 * Searches until its input ends, and then says what it saw in one line of JSON.
 */
const env = readEnv()
const { db, close } = openDatabase(env.databaseUrl, { max: 8, statementTimeoutMs: 5_000, name: 'drill-visitors' })
const searching = visitors(db, env.meili, 50)
process.stdin.resume()
await once(process.stdin, 'end')
console.log(JSON.stringify(await searching.stop()))
await close()
