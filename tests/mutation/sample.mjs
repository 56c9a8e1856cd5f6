import { createHash } from 'node:crypto'

/**
 * A Stryker checker that runs a sample of the mutants, or the ones that lived the time before. It says `compileError` of the
 * others, which is Stryker's word for "left out of the score"; mutate.mjs counts them as not drawn.
 *
 * Settings (environment, since Stryker starts checkers as processes): MUTATION_SAMPLE how many (0 = all), MUTATION_SEED,
 * MUTATION_ONLY a JSON list of keys.
 */

/** @typedef {{ id: string, fileName: string, mutatorName: string, replacement: string, location: Place }} Mutant */
/** @typedef {{ start: { line: number, column: number }, end: { line: number, column: number } }} Place */

export const NOT_DRAWN = 'not drawn'

/** What names a mutant in every run on the same text. @param {Omit<Mutant, 'id'>} mutant @param {string} root */
export function keyOf({ fileName, mutatorName, replacement, location: { start, end } }, root) {
  const file = fileName.startsWith(root) ? fileName.slice(root.length + 1) : fileName
  return [file, `${start.line}:${start.column}-${end.line}:${end.column}`, mutatorName, replacement].join(' ')
}

/**
 * The ids to run: of each file its share, never fewer than 3, in an order that only the seed and the text decide.
 * @param {Mutant[]} mutants @param {{ size: number, seed: string, only: string[], root: string }} settings
 */
function draw(mutants, { size, seed, only, root }) {
  if (only.length > 0) return mutants.filter((mutant) => only.includes(keyOf(mutant, root))).map(({ id }) => id)
  if (size === 0) return mutants.map(({ id }) => id)
  return [...by(mutants, ({ fileName }) => fileName).values()].flatMap((ofFile) =>
    ofFile
      .map(({ id, ...mutant }) => ({ id, rank: hash(`${seed} ${keyOf(mutant, root)}`) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, Math.max(3, Math.round((size * ofFile.length) / mutants.length)))
      .map(({ id }) => id),
  )
}

/**
 * The same as Map.groupBy, which Node has from 21.
 * @template T @param {T[]} all @param {(one: T) => string} name @returns {Map<string, T[]>}
 */
export function by(all, name) {
  const groups = new Map()
  for (const one of all) groups.set(name(one), [...(groups.get(name(one)) ?? []), one])
  return groups
}

/** @param {string} text */
const hash = (text) => createHash('sha256').update(text).digest('hex')

const settings = {
  size: Number(process.env['MUTATION_SAMPLE'] ?? 0),
  seed: process.env['MUTATION_SEED'] ?? '1',
  only: JSON.parse(process.env['MUTATION_ONLY'] ?? '[]'),
  root: process.env['MUTATION_ROOT'] ?? process.cwd(),
}

/** Stryker reads this name. */
export const strykerPlugins = [
  {
    kind: 'Checker',
    name: 'sample',
    factory: () => ({
      init: async () => {},
      /** One group of all: the share of a file needs the whole. @param {Mutant[]} mutants */
      group: async (mutants) => [mutants.map(({ id }) => id)],
      /** @param {Mutant[]} mutants */
      check: async (mutants) => {
        const drawn = new Set(draw(mutants, settings))
        return Object.fromEntries(
          mutants.map(({ id }) => [
            id,
            drawn.has(id) ? { status: 'passed' } : { status: 'compileError', reason: NOT_DRAWN },
          ]),
        )
      },
    }),
  },
]
