import fc from 'fast-check'
import highsLoader from 'highs'
import { type Allocation, buildInstance, type Instance } from '#server/matching/rules/allocation/instance.ts'

/** Slow, plain and apart from the product: what the right answer is. */

export type Plain = {
  newcomers: { id: string; max: number; bonus: number }[]
  positions: { id: string; room: number }[]
  edges: { newcomer: number; position: number; weight: number }[]
}

export const columnsOf = (edges: Plain['edges']) => ({
  newcomer: edges.map((one) => one.newcomer),
  position: edges.map((one) => one.position),
  weight: edges.map((one) => one.weight),
})

export const instanceOf = (plain: Plain): Instance =>
  buildInstance({ ...plain, edges: columnsOf(plain.edges) }).instance

/** Mostly large for its limit: small ones are seldom hard. */
const aCount = (most: number): fc.Arbitrary<number> =>
  fc.oneof(
    { arbitrary: fc.integer({ min: Math.ceil(most / 2), max: most }), weight: 4 },
    { arbitrary: fc.nat(most), weight: 1 },
  )

const listOf = <T>(length: number, one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: length, maxLength: length })

/** An instance of at most this size. Few different weights give many allocations of the same value. */
export const anInstance = (size: {
  newcomers: number
  positions: number
  max?: number
  room?: number
}): fc.Arbitrary<Plain> =>
  fc
    .record({
      newcomers: aCount(size.newcomers),
      positions: aCount(size.positions),
      density: fc.constantFrom(0.3, 0.6, 1),
      heaviest: fc.constantFrom(1, 4, 1000),
    })
    .chain(({ newcomers, positions, density, heaviest }) =>
      fc.record({
        newcomers: listOf(
          newcomers,
          fc.record({ max: fc.nat(size.max ?? 3), bonus: fc.constantFrom(0, 0, 3, 300, 5000) }),
        ),
        positions: listOf(positions, fc.record({ room: fc.nat(size.room ?? 3) })),
        cells: listOf(newcomers * positions, fc.record({ chance: fc.nat(99), weight: fc.nat(heaviest) })),
        density: fc.constant(density),
      }),
    )
    .map(({ newcomers, positions, cells, density }) => ({
      newcomers: newcomers.map((one, i) => ({ id: `n${i}`, ...one })),
      positions: positions.map((one, j) => ({ id: `p${j}`, ...one })),
      edges: cells.flatMap(({ chance, weight }, at) =>
        chance < 100 * density
          ? [{ newcomer: Math.floor(at / positions.length), position: at % positions.length, weight }]
          : [],
      ),
    }))

/** Every edge in turn, with and without: the highest worth there is. */
export const bestByTrying = ({ newcomers, positions, edges }: Plain): number => {
  const held = newcomers.map(() => 0)
  const load = positions.map(() => 0)
  const from = (at: number): number => {
    const edge = edges[at]
    if (!edge) return 0
    const [newcomer, position] = [newcomers[edge.newcomer], positions[edge.position]]
    const [has, takes] = [held[edge.newcomer] ?? 0, load[edge.position] ?? 0]
    const without = from(at + 1)
    if (!newcomer || !position || has >= newcomer.max || takes >= position.room) return without
    held[edge.newcomer] = has + 1
    load[edge.position] = takes + 1
    const withIt = edge.weight + (has === 0 ? newcomer.bonus : 0) + from(at + 1)
    held[edge.newcomer] = has
    load[edge.position] = takes
    return Math.max(without, withIt)
  }
  return from(0)
}

/** The most newcomers that can have one at least: augmenting paths, one newcomer at a time. */
export const mostCoveredByPaths = ({ newcomers, positions, edges }: Plain): number => {
  const holders: number[][] = positions.map(() => [])
  const place = (i: number, tried: Set<number>): boolean => {
    for (const { newcomer, position } of edges) {
      if (newcomer !== i || tried.has(position)) continue
      tried.add(position)
      const here = holders[position] ?? []
      if (here.length < (positions[position]?.room ?? 0)) return here.push(i) > 0
      for (const [k, other] of here.entries())
        if (place(other, tried)) {
          here[k] = i
          return true
        }
    }
    return false
  }
  return newcomers.filter((one, i) => one.max > 0 && place(i, new Set())).length
}

/** The instance as a linear program in the text format of CPLEX, for HiGHS. */
export const programOf = ({ newcomers, positions, max, room, bonus, start, position, weight }: Instance): string => {
  const ofPosition: string[][] = Array.from({ length: positions }, () => [])
  const [worth, limits, bounds]: [string[], string[], string[]] = [[], [], []]
  for (let i = 0; i < newcomers; i += 1) {
    const own: string[] = []
    for (let edge = start[i] ?? 0; edge < (start[i + 1] ?? 0); edge += 1) {
      own.push(`x${edge}`)
      ofPosition[position[edge] ?? 0]?.push(`x${edge}`)
      worth.push(`${weight[edge]} x${edge}`)
      bounds.push(`x${edge} <= 1`)
    }
    if (own.length === 0) continue
    limits.push(`${own.join(' + ')} <= ${max[i]}`, `${own.map((x) => `- ${x}`).join(' ')} + y${i} <= 0`)
    worth.push(`${bonus[i]} y${i}`)
    bounds.push(`y${i} <= 1`)
  }
  ofPosition.forEach((own, j) => {
    if (own.length > 0) limits.push(`${own.join(' + ')} <= ${room[j]}`)
  })
  return `Maximize\n obj: ${worth.join('\n + ')}\nSubject To\n${limits.map((limit, k) => ` c${k}: ${limit}`).join('\n')}\nBounds\n${bounds.join('\n')}\nEnd\n`
}

let highs: ReturnType<typeof highsLoader> | undefined

/** What HiGHS makes of a program. */
export const highsWorth = async (program: string): Promise<number> => {
  highs ??= highsLoader()
  const { Status, ObjectiveValue } = (await highs).solve(program, { output_flag: false })
  if (Status !== 'Optimal') throw new Error(`HiGHS says ${Status}`)
  return ObjectiveValue
}

/** What HiGHS makes of an instance. */
export const bestByHighs = async (instance: Instance): Promise<number> =>
  instance.position.length === 0 ? 0 : highsWorth(programOf(instance))

/** The pairs of an allocation as words. */
export const pairsOf = ({ newcomers, start, position }: Instance, { chosen }: Allocation): string[] => {
  const pairs: string[] = []
  for (let i = 0; i < newcomers; i += 1)
    for (let edge = start[i] ?? 0; edge < (start[i + 1] ?? 0); edge += 1)
      if (chosen[edge]) pairs.push(`${i} ${position[edge]}`)
  return pairs
}
