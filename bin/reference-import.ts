import { openDatabase } from '#db/client.ts'
import { readEnv } from '#server/platform/env.ts'
import { importReference } from '#server/reference/import/import-reference.ts'
import { reportLines } from '#server/reference/import/report-lines.ts'

const [folder, ...rest] = process.argv.slice(2)
if (folder === undefined || folder.startsWith('-') || rest.length > 0) {
  console.error('Usage: npm run reference:import -- <folder with ESCO and postcode files: .csv, .csv.gz or .zip>')
  process.exit(2)
}

const database = openDatabase(readEnv().databaseUrl, { max: 2, statementTimeoutMs: 300_000, name: 'reference-import' })
try {
  const begun = performance.now()
  const reports = await importReference({ db: database.db, now: new Date() }, folder, { say: console.log })
  console.log(`\n${reportLines(reports).join('\n')}\n`)
  const written = reports.reduce((sum, one) => sum + one.written, 0)
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(`${written.toLocaleString('en')} rows written in ${seconds} s.`)
  if (written > 0) console.log('Run `npm run rebuild` to bring changed names into the search index.')
  const used = reports.filter(({ kind }) => kind !== 'unused')
  if (used.length === 0) console.error(`Nothing to import was found in ${folder}.`)
  if (used.length === 0 || used.some(({ kind, failure }) => kind !== 'unknown' && failure !== null))
    process.exitCode = 1
} catch (error) {
  const code = (error as NodeJS.ErrnoException).code
  if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EACCES') throw error
  console.error(`The folder ${folder} cannot be read (${code}).`)
  process.exitCode = 1
} finally {
  await database.close()
}
