import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { newcomerFacts, positionFacts } from '#server/matching/rules/facts.ts'
import { explainFully } from '#server/matching/rules/full-explanation.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { readFacts } from '#server/matching/rules/read-facts.ts'
import { dayOf } from '#server/platform/context.ts'
import { isDate } from '#server/safeguards/rules/calendar.ts'

/**
 * `npm run explain -- --newcomer A.json --position B.json [--on YYYY-MM-DD]` prints what the engine says about one pair
 * as JSON; it needs no service and stores nothing. The accepted fields are in server/matching/README.md. Whatever is
 * wrong is said on the error channel with the field's name, and the exit code is 1.
 */
const USAGE = 'npm run explain -- --newcomer A.json --position B.json [--on YYYY-MM-DD]'

class Wrong extends Error {}

const given = () => {
  try {
    const text = { type: 'string', multiple: true } as const
    return parseArgs({ options: { newcomer: text, position: text, on: text } }).values
  } catch (error) {
    throw new Wrong(`${(error as Error).message}\nUsage: ${USAGE}`)
  }
}

const one = (name: string, values: string[] | undefined): string | undefined => {
  if (values && values.length > 1) throw new Wrong(`--${name}: is given more than once.`)
  return values?.[0]
}

const readJson = (name: string, file: string | undefined): unknown => {
  if (file === undefined) throw new Wrong(`--${name}: is missing.\nUsage: ${USAGE}`)
  let text: string
  try {
    text = fs.readFileSync(path.resolve(process.env['INIT_CWD'] ?? process.cwd(), file), 'utf8')
  } catch (error) {
    throw new Wrong(`--${name}: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Wrong(`--${name}: ${file} is not JSON (${(error as Error).message}).`)
  }
}

const dayGiven = (on: string | undefined): string => {
  if (on !== undefined && !isDate(on)) throw new Wrong(`--on: '${on}' is not a day written as YYYY-MM-DD.`)
  return on ?? dayOf(new Date())
}

try {
  const options = given()
  const today = dayGiven(one('on', options.on))
  const newcomer = readFacts(newcomerFacts, readJson('newcomer', one('newcomer', options.newcomer)))
  const position = readFacts(positionFacts, readJson('position', one('position', options.position)))
  const problems = [
    ...('problems' in newcomer ? newcomer.problems.map((line) => `newcomer.${line}`) : []),
    ...('problems' in position ? position.problems.map((line) => `position.${line}`) : []),
  ]
  if ('problems' in newcomer || 'problems' in position) throw new Wrong(problems.join('\n'))
  const found = explainFully(newcomer.facts, position.facts, MATCHING_POLICY, today)
  process.stdout.write(`${JSON.stringify(found, null, 2)}\n`)
} catch (error) {
  if (!(error instanceof Wrong)) throw error
  console.error(error.message)
  process.exitCode = 1
}
