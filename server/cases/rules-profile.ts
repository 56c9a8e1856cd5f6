import { NUMBER_NAMES, NUMBER_ROWS } from '#server/safeguards/rules/numbers.ts'
import type { SafeguardNumbers, SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { type MunicipalProfile, municipalPolicy } from '#server/safeguards/rules/profile.ts'
import { rulesOf } from '#server/safeguards/rules/table.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'

export type ProfileRow = {
  municipalityCode: string
  version: number
  fromOn: string
  untilOn: string | null
  numbers: Record<string, number>
  choices: Record<string, string>
  monitors: Record<string, number>
  source: string
  isVerified: boolean
}

/** A stored version as the safeguards take it. */
export const profileOf = (row: ProfileRow): MunicipalProfile => ({
  code: row.municipalityCode,
  version: String(row.version),
  from: row.fromOn,
  until: row.untilOn,
  numbers: row.numbers,
  choices: row.choices as NonNullable<MunicipalProfile['choices']>,
  monitors: row.monitors,
  source: row.source,
  verified: row.isVerified,
})

const heavy = (verdict: Verdict): string[] =>
  verdict.reasons
    .filter((one) => one.outcome !== 'ok')
    .map((one) => `${one.ruleId} ${one.outcome} ${one.code} ${JSON.stringify(one.params)}`)

export type VerdictChange = {
  before: Verdict['outcome']
  after: Verdict['outcome']
  /** Reasons that are new, and those that are gone. */
  appears: Verdict['reasons']
  disappears: Verdict['reasons']
}

/** What changes between two answers about the same facts; null when nothing does. A reason with other parameters is another reason. */
export const changeBetween = (before: Verdict, after: Verdict): VerdictChange | null => {
  const [was, is] = [new Set(heavy(before)), new Set(heavy(after))]
  const only = (verdict: Verdict, others: Set<string>) =>
    verdict.reasons.filter(
      (one) =>
        one.outcome !== 'ok' && !others.has(`${one.ruleId} ${one.outcome} ${one.code} ${JSON.stringify(one.params)}`),
    )
  const appears = only(after, was)
  const disappears = only(before, is)
  if (appears.length === 0 && disappears.length === 0) return null
  return { before: before.outcome, after: after.outcome, appears, disappears }
}

/**
 * The numbers that differ between two policies and that no rule reads when a place is published: they count for one person at a start or a longer term, so
 * what they change cannot be seen from places alone.
 */
export const countsOnlyAtStart = (inForce: SafeguardPolicy, instead: SafeguardPolicy): (keyof SafeguardNumbers)[] => {
  const atPublish = new Set<string>(
    rulesOf(instead)
      .filter((rule) => rule.moments.includes('publish'))
      .map((rule) => rule.id),
  )
  return NUMBER_NAMES.filter(
    (name) =>
      inForce.numbers[name] !== instead.numbers[name] && !NUMBER_ROWS[name].rules.some((id) => atPublish.has(id)),
  )
}

/**
 * What holds for an agreement that was made earlier: the base of today, since the law changes for everybody, with the profile under which it was made.
 * @param version the policy version of the answer on which it was made
 */
export const agreedPolicy = (
  version: string,
  profiles: readonly MunicipalProfile[],
  base: SafeguardPolicy,
): SafeguardPolicy => {
  const named = version.split('+')[1]
  const profile = profiles.find((one) => `${one.code}-${one.version}` === named)
  return profile ? municipalPolicy(base, profile) : base
}
