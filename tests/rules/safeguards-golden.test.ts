import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { POSITION_TYPES } from '#db/values/positions.ts'
import { MOMENTS, type Moment } from '#db/values/safeguards.ts'
import { SAFEGUARD_EXAMPLES } from '#server/safeguards/rules/examples/all.ts'
import { caseOf } from '#server/safeguards/rules/examples/example.ts'
import { SAFEGUARD_POLICIES, WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { type MunicipalProfile, municipalPolicy, policyNamed } from '#server/safeguards/rules/profile.ts'
import { askSafeguards, replayVerdict, type VerdictReason } from '#server/safeguards/rules/verdict.ts'

/**
 * More than 1,000 answers as a table keeps them: the moment, the policy's version and what each rule read. A rule that says something else of them
 * now has been changed without a new version. After an intended change (a new version and a new policy) WRITE_GOLDEN=safeguards adds them anew.
 */
const FILE = path.resolve(import.meta.dirname, '../golden/safeguards.jsonl')
const TODAY = '2026-11-22'
/** Of a municipality that set what is its own. */
const PROFILE: MunicipalProfile = {
  code: 'GM0344',
  version: '1',
  from: '2026-11-22',
  until: null,
  numbers: { trialNormalMonths: 1, endedContractMonths: 24, supervisorLeastHours: 5, tensionGoodMonths: 3 },
  choices: { ampleMarket: 'block' },
  source: 'Ordinance',
  verified: true,
}
const POLICIES = [...SAFEGUARD_POLICIES, municipalPolicy(WHOLE_POLICY, PROFILE)]
type Answer = { rule: string; inputs: Record<string, unknown>; said: string[] }
type Stored = { moment: Moment; policy: string; outcome: string; answers: number[] }

const saidOf = ({ version, outcome, code, params }: VerdictReason): string =>
  `v${version} ${outcome} ${code} ${Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')}`.trim()

/** Every example as every type, at every moment, under every policy and a municipality's own: each fourth of them. */
const write = (): void => {
  const places = new Map<string, number>()
  const verdicts: Stored[] = []
  let at = 0
  for (const example of SAFEGUARD_EXAMPLES)
    for (const type of POSITION_TYPES)
      for (const moment of MOMENTS)
        for (const policy of POLICIES) {
          at += 1
          if (at % 4 !== 0) continue
          const { position, person } = caseOf({ ...example, when: moment })
          const verdict = askSafeguards(moment, { position: { ...position, type }, person }, policy, TODAY)
          const answers = Object.entries(verdict.inputs).map(([rule, inputs]) => {
            const said = verdict.reasons.filter((one) => one.ruleId === rule).map(saidOf)
            const line = JSON.stringify({ rule, inputs, said } satisfies Answer)
            const place = places.get(line) ?? places.size
            places.set(line, place)
            return place
          })
          verdicts.push({ moment, policy: policy.version, outcome: verdict.outcome, answers })
        }
  fs.writeFileSync(FILE, `${[...places.keys(), ...verdicts.map((one) => JSON.stringify(one))].join('\n')}\n`)
}
if (process.env['WRITE_GOLDEN'] === 'safeguards') write()

it('answers that were stored are given again, word for word', () => {
  const lines = fs
    .readFileSync(FILE, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer | Stored)
  const answers = lines.filter((one): one is Answer => 'rule' in one)
  const stored = lines.filter((one): one is Stored => 'moment' in one)
  expect(stored.length).toBeGreaterThanOrEqual(1000)
  expect(new Set(stored.map((one) => `${one.moment} ${one.policy}`)).size).toBe(MOMENTS.length * POLICIES.length)
  for (const one of stored) {
    const kept = one.answers.flatMap((place) => answers[place] ?? [])
    const policy = policyNamed(one.policy, [PROFILE])
    if (policy === null) throw new Error(`The policy ${one.policy} is gone.`)
    const inputs = Object.fromEntries(kept.map(({ rule, inputs: read }) => [rule, read]))
    const verdict = replayVerdict({ moment: one.moment, inputs }, policy)
    expect(verdict.outcome).toBe(one.outcome)
    expect(verdict.reasons.map((reason) => `${reason.ruleId} ${saidOf(reason)}`)).toEqual(
      kept.flatMap(({ rule, said }) => said.map((words) => `${rule} ${words}`)),
    )
  }
})
