import { POSITION_TYPES } from '#db/values/positions.ts'
import { MOMENTS, OUTCOMES } from '#db/values/safeguards.ts'
import { safeguardCase } from '#server/safeguards/rules/case.ts'
import { SAFEGUARD_EXAMPLES } from '#server/safeguards/rules/examples/all.ts'
import { caseOf } from '#server/safeguards/rules/examples/example.ts'
import type { SafeguardFacts } from '#server/safeguards/rules/facts.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { rulesOf } from '#server/safeguards/rules/table.ts'
import { askSafeguards, replayVerdict } from '#server/safeguards/rules/verdict.ts'
import { printTable, quantile } from './bench-database.ts'
import { benchSweeps } from './safeguard-sweeps.ts'

/**
 * `npm run bench:safeguards`: all rules over 5,000 positions at every moment, at most a second each (issue 4); needs no service. With DATABASE_URL of a
 * server where a database may be made, the sweeps that ask them as well, at the size of a country (BENCH_SIZE for another).
 */
const POSITIONS = 5_000
const RUNS = 7
const BAR_MS = 1_000
const TODAY = '2026-11-22'

/** The examples, in turn as every type of position, with and without an answer to everything. */
const madePositions = (): SafeguardFacts[] =>
  Array.from({ length: POSITIONS }, (_, at): SafeguardFacts => {
    const example = SAFEGUARD_EXAMPLES[at % SAFEGUARD_EXAMPLES.length]
    if (example === undefined || at % 7 === 0) {
      const type = POSITION_TYPES[at % POSITION_TYPES.length]
      return safeguardCase.parse({ moment: 'start', position: { type, hoursPerWeek: 24 }, person: {} })
    }
    const { position, person } = caseOf({ ...example, when: 'start' })
    return { position: { ...position, type: POSITION_TYPES[at % POSITION_TYPES.length] ?? position.type }, person }
  })

const timed = (act: () => void): number => {
  const began = performance.now()
  act()
  return performance.now() - began
}

const all = madePositions()
const lines = MOMENTS.map((moment) => {
  const outcomes = new Map<string, number>()
  let reasons = 0
  const times = Array.from({ length: RUNS }, () =>
    timed(() => {
      reasons = 0
      outcomes.clear()
      for (const facts of all) {
        const verdict = askSafeguards(moment, facts, WHOLE_POLICY, TODAY)
        reasons += verdict.reasons.length
        outcomes.set(verdict.outcome, (outcomes.get(verdict.outcome) ?? 0) + 1)
      }
    }),
  ).sort((a, b) => a - b)
  const verdicts = all.map((facts) => askSafeguards(moment, facts, WHOLE_POLICY, TODAY))
  const replayMs = timed(() => {
    for (const one of verdicts) replayVerdict(one, WHOLE_POLICY)
  })
  return {
    moment,
    medianMs: quantile(times, 0.5),
    worstMs: times.at(-1) ?? 0,
    replayMs,
    reasons,
    outcomes: OUTCOMES.map((one) => `${one} ${outcomes.get(one) ?? 0}`).join(', '),
  }
})

console.log(`${rulesOf(WHOLE_POLICY).length} rules over ${POSITIONS} positions, ${RUNS} runs`)
printTable(
  ['moment', 'median ms', 'worst ms', 'replay ms', 'reasons', 'outcomes'],
  lines.map((one) => [
    one.moment,
    one.medianMs.toFixed(1),
    one.worstMs.toFixed(1),
    one.replayMs.toFixed(1),
    one.reasons,
    one.outcomes,
  ]),
)
const isFast = lines.every((one) => one.worstMs <= BAR_MS)
console.log(`Bar: every run at most ${BAR_MS} ms: ${isFast ? 'met' : 'NOT met'}`)
if (!isFast) process.exitCode = 1
const server = process.env['DATABASE_URL']
if (server) await benchSweeps(server, process.env['BENCH_SIZE'] ?? 'country')
