import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'
import { by, NOT_DRAWN } from './sample.mjs'
import { mutantOf } from './tell.mjs'

/**
 * `npm run mutate`: changes the matching room in thousands of small ways and counts how many of the changes the tests notice.
 * Everything runs on a copy in the folder for temporary files. Ends with 1 below the score.
 *
 * `-- --sample 400 --seed 1` a drawn part of the mutants, of each file its share; `--files columns` part of the room;
 * `--tests columns` only the tests whose names begin so, which is quicker and never flatters; `--lived` only the mutants that
 * lived or timed out the time before, to see whether a new test finds them; `--patience 120` seconds beyond the usual time of
 * its tests until a mutant counts as timed out, for a machine with other work. Writes coverage/mutation.json.
 */
const ROOM = 'server/matching/rules/'
const REPORT = path.resolve('coverage/mutation.json')
const ASKED = 85

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    files: { type: 'string', default: '**' },
    tests: { type: 'string', default: 'allocation,columns,matching,proposals' },
    lived: { type: 'boolean', default: false },
    patience: { type: 'string', default: '20' },
    log: { type: 'string', default: 'error' },
  },
})

/** @type {{ file: string, original: string, replacement: string, line: string, why: string }[]} */
const equivalents = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, 'equivalent.json'), 'utf8'))
const root = process.cwd()
const started = Date.now()

process.env['MUTATION_ROOT'] = root
process.env['MUTATION_SAMPLE'] = values.sample
process.env['MUTATION_SEED'] = values.seed
process.env['MUTATION_TESTS'] = values.tests
if (values.lived) {
  const before = JSON.parse(fs.readFileSync(REPORT, 'utf8'))
  const keys = [...before.lived, ...before.timedOut].map((/** @type {{ key: string }} */ { key }) => key)
  if (keys.length === 0) throw new Error('None lived the time before.')
  process.env['MUTATION_ONLY'] = JSON.stringify(keys)
}

const results = await new Stryker({
  testRunner: 'vitest',
  plugins: [
    new URL(import.meta.resolve('@stryker-mutator/vitest-runner')).pathname,
    path.join(import.meta.dirname, 'sample.mjs'),
    path.join(import.meta.dirname, 'tell.mjs'),
  ],
  vitest: { configFile: 'tests/mutation/vitest.config.ts' },
  mutate: values.files
    .split(',')
    .map((part) => `${ROOM}${part === '**' ? '**/*.ts' : part.endsWith('.ts') ? part : `${part}/*.ts`}`),
  checkers: ['sample'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 1000 * Number(values.patience),
  timeoutFactor: 1.5,
  disableTypeChecks: false,
  tempDirName: path.join(os.tmpdir(), `instroom-mutation-${process.pid}`),
  ignorePatterns: ['build', 'public', 'app', 'workers', 'docs', 'coverage', '.data'],
  reporters: ['lived'],
  logLevel: /** @type {any} */ (values.log),
}).runMutationTest()

const mutants = results.map((result) => {
  const mutant = mutantOf(result)
  return { ...mutant, status: statusOf(mutant, result) }
})

/** @param {{ file: string, original: string, replacement: string, line: string }} mutant @param {import('@stryker-mutator/core').MutantResult} result */
function statusOf({ file, original, replacement, line }, { status, statusReason }) {
  if (status === 'CompileError' && statusReason === NOT_DRAWN) return 'not drawn'
  if (status === 'Killed' || status === 'Timeout') return status === 'Killed' ? 'killed' : 'timed out'
  if (status !== 'Survived' && status !== 'NoCoverage') return 'failed'
  const isEquivalent = equivalents.some(
    (one) => one.file === file && one.original === original && one.replacement === replacement && one.line === line,
  )
  return isEquivalent ? 'equivalent' : status === 'Survived' ? 'lived' : 'unseen'
}

/** @param {string} file @param {typeof mutants} ofFile */
function rowOf(file, ofFile) {
  const count = (/** @type {string} */ status) => ofFile.filter((mutant) => mutant.status === status).length
  const found = count('killed') + count('timed out')
  const tried = found + count('lived') + count('unseen')
  return {
    file: file.replace(ROOM, ''),
    mutants: ofFile.length,
    tried,
    killed: count('killed'),
    timedOut: count('timed out'),
    lived: count('lived'),
    unseen: count('unseen'),
    equivalent: count('equivalent'),
    score: tried === 0 ? 100 : Math.round((1000 * found) / tried) / 10,
  }
}

const rows = [...by(mutants, ({ file }) => file)]
  .map(([file, ofFile]) => rowOf(file, ofFile))
  .sort((a, b) => a.file.localeCompare(b.file))
const size = rows.reduce((sum, row) => sum + row.mutants, 0)
/** Each file weighs as many mutants as it has, however many of them were drawn. */
const score = rows.reduce((sum, row) => sum + row.score * row.mutants, 0) / Math.max(1, size)
const seconds = Math.round((Date.now() - started) / 1000)
const all = rowOf('the room', mutants)
const lived = mutants.filter(({ status }) => status === 'lived' || status === 'unseen')
const timedOut = mutants.filter(({ status }) => status === 'timed out')

console.table([...rows, { ...all, score: Math.round(score * 10) / 10 }])
console.log(
  `${all.tried} of ${size} mutants, seed ${values.seed}: score ${score.toFixed(1)}, asked ${ASKED}; ${seconds} s`,
)
if (!values.lived) {
  fs.mkdirSync(path.dirname(REPORT), { recursive: true })
  fs.writeFileSync(
    REPORT,
    `${JSON.stringify({ ...values, score, asked: ASKED, seconds, rows, lived, timedOut }, null, 2)}\n`,
  )
}
process.exitCode = score < ASKED ? 1 : 0
