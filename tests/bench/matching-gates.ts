import { type EdgeList, edgesOf } from '#server/matching/rules/columns/edges.ts'
import { type Lanes, lanesOf } from '#server/matching/rules/columns/lanes.ts'
import { newcomerColumns, openNewcomerColumns } from '#server/matching/rules/columns/newcomer-columns.ts'
import { openPositionColumns, positionColumns } from '#server/matching/rules/columns/position-columns.ts'
import { edgesOfNewcomer, edgesOfPosition } from '#server/matching/rules/columns/rows.ts'
import { openSieve } from '#server/matching/rules/columns/sieve.ts'
import { openBasis } from '#server/matching/rules/columns/words.ts'
import { allPass, pairOf } from '#server/matching/rules/gates.ts'
import { MATCHING_POLICY } from '#server/matching/rules/policy.ts'
import { scoreOf } from '#server/matching/rules/score.ts'
import { printTable, quantile } from './bench-database.ts'
import { type Country, MADE_ON, madeCountry } from './made-country.ts'

/**
 * The gates and the score in columns, from facts to edges, beside the readable gates pair by pair. Times are medians. The
 * bars are held against the time of the processor (all threads of the process), which a busy machine does not stretch as
 * it stretches the wall clock; both are shown.
 */
export type GateRow = {
  size: string
  /** Pairs that pass every gate; of them those that score enough; and a checksum of these, their order and scores. */
  passing: number
  edges: number
  checksum: string
  /** Facts to columns, and columns to lanes (the newcomers in the order of the map): both outside the figure of the gates. */
  columnsMs: number
  lanesMs: number
  lanesCpuMs: number
  /** From lanes to passing pairs: planning the rows of bits, answering them block by block, and all gates of every pair. */
  gatesMs: number
  gatesCpuMs: number
  gatesGpairs: number
  /** The same with the lanes counted in, as for whoever asks once. */
  gatesAndLanesGpairs: number
  edgesMs: number
  edgesCpuMs: number
  /** `allPass` on a sample, in million pairs a second, and whether it agrees with the columns there. */
  bruteMpairs: number
  agrees: boolean
  /** One profile (facts to edges with every position) and one position (with everybody), in milliseconds. */
  newcomerP50: number
  newcomerP99: number
  positionP50: number
  positionP99: number
  /** The most memory the process held, the generator included. */
  residentMb: number
}

const SIZES = [
  { size: '1k x 200', people: 1_000, places: 200, runs: 9 },
  { size: '10k x 1k', people: 10_000, places: 1_000, runs: 7 },
  { size: '100k x 5k', people: 100_000, places: 5_000, runs: 5 },
]
const SAMPLE = 300

export const measureGates = (): GateRow[] => SIZES.map(measure)

/** Prints the figures and says whether the bars of issue 3 are met. */
export const benchGates = (): boolean => {
  const rows = measureGates()
  const table = (head: string[], cells: (row: GateRow) => (string | number)[]) =>
    printTable(
      head,
      rows.map((row) => [row.size, ...cells(row)]),
    )
  table(['size', 'passing', 'edges', 'checksum', 'brute Mpairs/s', 'agrees'], (row) => [
    row.passing,
    row.edges,
    row.checksum,
    row.bruteMpairs.toFixed(2),
    row.agrees ? 'yes' : 'NO',
  ])
  console.log(
    'gates: from lanes to passing pairs, rows of bits included; not in it: facts to columns, columns to lanes',
  )
  table(
    ['size', 'columns ms', 'lanes ms', 'gates ms', 'cpu ms', 'Gpairs/s', 'with lanes', 'gates+score ms', 'cpu ms'],
    (row) => [
      row.columnsMs,
      row.lanesMs,
      row.gatesMs,
      row.gatesCpuMs,
      row.gatesGpairs.toFixed(2),
      row.gatesAndLanesGpairs.toFixed(2),
      row.edgesMs,
      row.edgesCpuMs,
    ],
  )
  table(['size', 'profile p50 ms', 'p99', 'position p50 ms', 'p99', 'resident MB'], (row) => [
    row.newcomerP50.toFixed(3),
    row.newcomerP99.toFixed(3),
    row.positionP50.toFixed(3),
    row.positionP99.toFixed(3),
    row.residentMb,
  ])
  console.log(JSON.stringify({ bench: 'matching-gates', node: process.version, rows }))
  const largest = rows.at(-1)
  const bars = [
    ['agrees with the gates of each pair', rows.every((row) => row.agrees)],
    ['gates >= 1.5 billion pairs a second at 100k x 5k', (largest?.gatesGpairs ?? 0) >= 1.5],
    ['gates and score <= 1,500 ms at 100k x 5k', (largest?.edgesCpuMs ?? Number.POSITIVE_INFINITY) <= 1_500],
    ['resident <= 600 MB', (largest?.residentMb ?? Number.POSITIVE_INFINITY) <= 600],
  ] as const
  for (const [bar, isMet] of bars) console.log(`${isMet ? 'met    ' : 'NOT MET'} ${bar}`)
  return bars.every(([, isMet]) => isMet)
}

const measure = ({ size, people, places, runs }: (typeof SIZES)[number]): GateRow => {
  const country = madeCountry(1)
  const basis = openBasis(MATCHING_POLICY, MADE_ON)
  const filling = openNewcomerColumns(basis)
  let columnsMs = 0
  for (let i = 0; i < people; i += 1) {
    const facts = country.newcomer(i)
    columnsMs += timeOf(() => filling.add(facts)).wall
  }
  const newcomers = filling.done()
  const fillingPlaces = openPositionColumns(basis)
  for (let j = 0; j < places; j += 1) {
    const facts = country.position(j)
    columnsMs += timeOf(() => fillingPlaces.add(facts)).wall
  }
  const positions = fillingPlaces.done()
  let lanes: Lanes = lanesOf(newcomers)
  const laning = median(5, () => {
    lanes = lanesOf(newcomers)
  })

  let passing = 0
  const gates = median(runs, () => {
    passing = 0
    const { blocks, sift } = openSieve(newcomers, lanes, positions, { from: 0, to: places })
    for (let block = 0; block < blocks; block += 1)
      sift(block, (_, count) => {
        passing += count
      })
  })
  let edges: EdgeList = edgesOf(newcomers, positions, { lanes })
  const scored = median(runs, () => {
    edges = edgesOf(newcomers, positions, { lanes })
  })

  const rowTimes: number[] = []
  for (let i = 0; i < Math.min(people, 2_000); i += 1) {
    const facts = country.newcomer(i)
    rowTimes.push(timeOf(() => edgesOfNewcomer(newcomerColumns([facts], basis), 0, positions)).wall)
  }
  const columnTimes: number[] = []
  for (let j = 0; j < Math.min(places, 400); j += 1) {
    const facts = country.position(j)
    columnTimes.push(timeOf(() => edgesOfPosition(newcomers, lanes, positionColumns([facts], basis), 0)).wall)
  }
  return {
    size,
    passing,
    edges: edges.w.length,
    checksum: checksumOf(edges),
    columnsMs,
    lanesMs: laning.wall,
    lanesCpuMs: laning.cpu,
    gatesMs: gates.wall,
    gatesCpuMs: gates.cpu,
    gatesGpairs: (people * places) / gates.cpu / 1e6,
    gatesAndLanesGpairs: (people * places) / (gates.cpu + laning.cpu) / 1e6,
    edgesMs: scored.wall,
    edgesCpuMs: scored.cpu,
    ...brute(country, people, places, edges),
    newcomerP50: quantile(rowTimes, 0.5),
    newcomerP99: quantile(rowTimes, 0.99),
    positionP50: quantile(columnTimes, 0.5),
    positionP99: quantile(columnTimes, 0.99),
    residentMb: process.resourceUsage().maxRSS / 1e3,
  }
}

/** The readable gates on every pair of a sample: how fast, and whether the columns say the same, scores included. */
const brute = (country: Country, people: number, places: number, edges: EdgeList) => {
  const newcomers = Array.from({ length: Math.min(people, SAMPLE) }, (_, i) => country.newcomer(i))
  const positions = Array.from({ length: Math.min(places, SAMPLE) }, (_, j) => country.position(j))
  const passing: { i: number; j: number }[] = []
  const { wall } = timeOf(() => {
    newcomers.forEach((newcomer, i) => {
      positions.forEach((position, j) => {
        if (allPass(pairOf(newcomer, position, MATCHING_POLICY, MADE_ON))) passing.push({ i, j })
      })
    })
  })
  const expected = passing.flatMap(({ i, j }) => {
    const [newcomer, position] = [newcomers[i], positions[j]]
    const w = newcomer && position ? scoreOf(pairOf(newcomer, position, MATCHING_POLICY, MADE_ON)).w : 0
    return w >= MATCHING_POLICY.leastScore ? [`${i} ${j} ${w}`] : []
  })
  const found: string[] = []
  for (let i = 0; i < newcomers.length; i += 1)
    for (let at = edges.start[i] ?? 0; at < (edges.start[i + 1] ?? 0); at += 1)
      if ((edges.position[at] ?? 0) < positions.length) found.push(`${i} ${edges.position[at]} ${edges.w[at]}`)
  return {
    bruteMpairs: (newcomers.length * positions.length) / wall / 1e3,
    agrees: found.join() === expected.join(),
  }
}

type Time = { wall: number; cpu: number }

const timeOf = (act: () => void): Time => {
  const cpu = process.cpuUsage()
  const began = performance.now()
  act()
  const wall = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  return { wall, cpu: (user + system) / 1e3 }
}

const median = (runs: number, act: () => void): Time => {
  const times = Array.from({ length: runs }, () => {
    globalThis.gc?.()
    return timeOf(act)
  })
  return {
    wall: quantile(
      times.map((one) => one.wall),
      0.5,
    ),
    cpu: quantile(
      times.map((one) => one.cpu),
      0.5,
    ),
  }
}

/** FNV-1a over the edges in order. */
const checksumOf = ({ start, position, w, a, e }: EdgeList): string => {
  let hash = 0x811c9dc5
  for (const column of [start, position, w, a, e])
    for (let at = 0; at < column.length; at += 1) hash = Math.imul(hash ^ (column[at] as number), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
