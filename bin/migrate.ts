import { migrate } from '#db/migrate.ts'
import { readEnv } from '#server/platform/env.ts'

await migrate(readEnv().databaseUrl)
console.log('The database has the newest schema.')
