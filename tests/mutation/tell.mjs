import fs from 'node:fs'
import path from 'node:path'
import { keyOf } from './sample.mjs'

/** A mutant in the words of a reader: where it stands, what it replaces and by what. */

const root = process.cwd()
/** @type {Map<string, string[]>} */
const texts = new Map()

/** @param {import('@stryker-mutator/core').MutantResult} result */
export function mutantOf(result) {
  const file = path.relative(root, result.fileName)
  const lines = texts.get(file) ?? fs.readFileSync(path.join(root, file), 'utf8').split('\n')
  texts.set(file, lines)
  const location = countedFromZero(result.location)
  const { start, end } = location
  const original = lines
    .slice(start.line, end.line + 1)
    .map((line, at, all) => line.slice(at === 0 ? start.column : 0, at === all.length - 1 ? end.column : line.length))
    .join('\n')
  return {
    key: keyOf({ ...result, location }, root),
    file,
    at: start.line + 1,
    line: (lines[start.line] ?? '').trim(),
    original,
    replacement: result.replacement ?? '',
  }
}

/** Stryker counts lines and columns from 0 in a checker, from 1 in its results. @param {import('./sample.mjs').Place} place */
function countedFromZero({ start, end }) {
  return {
    start: { line: start.line - 1, column: start.column - 1 },
    end: { line: end.line - 1, column: end.column - 1 },
  }
}

/** @param {string} text */
function shortened(text) {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 160 ? `${line.slice(0, 157)}...` : line
}

/** Stryker reads this name. A run takes long: each mutant that lives is told at once. */
export const strykerPlugins = [
  {
    kind: 'Reporter',
    name: 'lived',
    factory: () => ({
      /** @param {import('@stryker-mutator/core').MutantResult} result */
      onMutantTested(result) {
        if (result.status !== 'Survived' && result.status !== 'NoCoverage') return
        const { file, at, original, replacement } = mutantOf(result)
        console.log(`lived ${file}:${at}\n  - ${shortened(original)}\n  + ${shortened(replacement)}`)
      },
    }),
  },
]
