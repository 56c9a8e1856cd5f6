import type { MonitorNumbers } from './monitors/policy.ts'
import { ownNumbers } from './numbers.ts'
import { SAFEGUARD_POLICIES, type SafeguardChoices, type SafeguardNumbers, type SafeguardPolicy } from './policy.ts'

/** What one municipality sets otherwise, by its own ordinance or policy, from a day on. Never changed: a change is a next version. */
export type MunicipalProfile = {
  /** Code of the municipality, e.g. `GM0518`. */
  code: string
  version: string
  from: string
  /** The last day; null = still in force. */
  until: string | null
  /** Only what differs. */
  numbers: Partial<SafeguardNumbers>
  choices?: Partial<SafeguardChoices>
  /** Only what differs of the monitors (`monitors/profile.ts`). */
  monitors?: Partial<MonitorNumbers>
  /** The ordinance or policy rule in which it stands. */
  source: string
  /** Whether somebody read it there; what nobody read is shown as a statement of the municipality. */
  verified: boolean
}

type Set = Pick<MunicipalProfile, 'code' | 'version' | 'numbers' | 'choices'>

/** The base with every number of a profile, as it was written down. */
const withProfile = (base: SafeguardPolicy, profile: Set): SafeguardPolicy => ({
  ...base,
  version: `${base.version}+${profile.code}-${profile.version}`,
  numbers: { ...base.numbers, ...profile.numbers },
  choices: { ...base.choices, ...profile.choices },
})

/**
 * The policy of one municipality to ask under: the base with its own numbers. The version names both, so a stored verdict says
 * which numbers it was given. A number that is not the municipality's to set is left as it is for everybody.
 * @param profile the municipality's code and the version of its ordinance or policy, with only what differs
 */
export const municipalPolicy = (base: SafeguardPolicy, profile: Set): SafeguardPolicy =>
  withProfile(base, { ...profile, numbers: ownNumbers(profile.numbers) })

/** The profile of a municipality in force on a day; null = the base alone. Of two that overlap the one that began last. */
export const profileOn = (profiles: readonly MunicipalProfile[], code: string, day: string): MunicipalProfile | null =>
  profiles
    .filter((one) => one.code === code && one.from <= day && (one.until === null || one.until >= day))
    .reduce<MunicipalProfile | null>((last, one) => (last === null || one.from >= last.from ? one : last), null)

/**
 * The policy for a municipality on a day: the base of that day with the profile in force.
 * @param day `YYYY-MM-DD`; before the first policy there is no answer
 * @throws RangeError for a day before the first policy
 */
export const policyOn = (
  day: string,
  code: string | null = null,
  profiles: readonly MunicipalProfile[] = [],
  policies: readonly SafeguardPolicy[] = SAFEGUARD_POLICIES,
): SafeguardPolicy => {
  const base = policies.filter((one) => one.datedOn <= day).at(-1)
  if (base === undefined) throw new RangeError(`No policy was in force on ${day}.`)
  const profile = code === null ? null : profileOn(profiles, code, day)
  return profile === null ? base : municipalPolicy(base, profile)
}

/**
 * The policy that a stored answer names, so that the answer can be given again: with every number of the profile, also one that a municipality may no
 * longer set. Who sets a number is asked where a new answer is given.
 * @returns null when the base or the profile is not among those given
 */
export const policyNamed = (
  version: string,
  profiles: readonly MunicipalProfile[] = [],
  policies: readonly SafeguardPolicy[] = SAFEGUARD_POLICIES,
): SafeguardPolicy | null => {
  const [baseVersion, profileVersion] = version.split('+')
  const base = policies.find((one) => one.version === baseVersion)
  if (base === undefined) return null
  if (profileVersion === undefined) return base
  const profile = profiles.find((one) => `${one.code}-${one.version}` === profileVersion)
  return profile === undefined ? null : withProfile(base, profile)
}
