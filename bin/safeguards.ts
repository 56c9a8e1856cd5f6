import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readFacts } from '#server/matching/rules/read-facts.ts'
import { dayOf } from '#server/platform/context.ts'
import { answerCase, safeguardCase } from '#server/safeguards/rules/case.ts'

/**
 * `npm run safeguards -- --case FILE.json` prints what the safeguards say about one case as JSON; it needs no service and stores nothing. The
 * accepted fields are in server/safeguards/README.md. Whatever is wrong is said on the error channel with the field's name, and the exit code is 1.
 */
const USAGE = 'npm run safeguards -- --case FILE.json'

class Wrong extends Error {}

const fileGiven = (): string => {
  let files: string[] | undefined
  try {
    files = parseArgs({ options: { case: { type: 'string', multiple: true } } }).values.case
  } catch (error) {
    throw new Wrong(`${(error as Error).message}\nUsage: ${USAGE}`)
  }
  if (files === undefined || files[0] === undefined) throw new Wrong(`--case: is missing.\nUsage: ${USAGE}`)
  if (files.length > 1) throw new Wrong('--case: is given more than once.')
  return files[0]
}

const readJson = (file: string): unknown => {
  let text: string
  try {
    text = fs.readFileSync(path.resolve(process.env['INIT_CWD'] ?? process.cwd(), file), 'utf8')
  } catch (error) {
    throw new Wrong(`--case: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Wrong(`--case: ${file} is not JSON (${(error as Error).message}).`)
  }
}

try {
  const read = readFacts(safeguardCase, readJson(fileGiven()))
  if ('problems' in read) throw new Wrong(read.problems.join('\n'))
  const answer = answerCase(read.facts, read.facts.today ?? dayOf(new Date()))
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
} catch (error) {
  if (!(error instanceof Wrong)) throw error
  console.error(error.message)
  process.exitCode = 1
}
