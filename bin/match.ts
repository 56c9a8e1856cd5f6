import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readInstance, solvePlainly } from '#server/matching/rules/allocation/door.ts'

/** `npm run match -- --instance FILE.json`: solves a plain instance and prints the answer as JSON. Needs no services. */

/** Says what was wrong, in one line, and fails. */
const refuse = (reason: string): never => {
  process.stderr.write(`${reason}\n`)
  process.exit(1)
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const attempt = <T>(what: string, act: () => T): T => {
  try {
    return act()
  } catch (error) {
    return refuse(`${what}${wordsOf(error)}`)
  }
}

const { values } = attempt('', () => parseArgs({ options: { instance: { type: 'string' } } }))
const given = values.instance ?? refuse('Give a file: npm run match -- --instance FILE.json')
// npm runs this in the project's folder; the file is named from where the person stands.
const file = path.resolve(process.env['INIT_CWD'] ?? process.cwd(), given)
const text = attempt(`${given} cannot be read: `, () => readFileSync(file, 'utf8'))
const value: unknown = attempt(`${given} is not JSON: `, () => JSON.parse(text))
const plain = attempt('', () => readInstance(value))
const began = performance.now()
const result = attempt('', () => solvePlainly(plain))
const milliseconds = Math.round((performance.now() - began) * 1000) / 1000
process.stdout.write(`${JSON.stringify({ ...result, milliseconds })}\n`)
