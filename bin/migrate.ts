import { migrate } from '#db/migrate.ts'
import { readEnv } from '#server/platform/env.ts'
import { sealWhatIsPlain } from './seal-fields.ts'

const { databaseUrl } = readEnv()
await migrate(databaseUrl)
console.log('The database has the newest schema.')
for (const line of await sealWhatIsPlain(databaseUrl)) console.log(line)
