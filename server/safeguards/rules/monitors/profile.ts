import type { MunicipalProfile } from '../profile.ts'
import { MONITOR_NUMBER_NAMES, MONITOR_NUMBER_ROWS } from './numbers.ts'
import { MONITOR_POLICY, type MonitorPolicy } from './policy.ts'
import type { Family, Level } from './table.ts'

type Set = Pick<MunicipalProfile, 'code' | 'version' | 'monitors'>

/**
 * The numbers of the monitors for the workplaces of one municipality: the base with its own. The version names both, so that a signal says with which
 * numbers it was made. A number that is not the municipality's to set stays as it is for everybody.
 * @returns the base itself where the profile sets none
 */
export const municipalMonitors = (base: MonitorPolicy, profile: Set): MonitorPolicy => {
  const own = Object.entries(profile.monitors ?? {}).filter(
    ([name]) =>
      MONITOR_NUMBER_NAMES.some((one) => one === name) &&
      MONITOR_NUMBER_ROWS[name as keyof MonitorPolicy['numbers']].setBy === 'municipality',
  )
  if (own.length === 0) return base
  return {
    ...base,
    version: `${base.version}+${profile.code}-${profile.version}`,
    numbers: { ...base.numbers, ...Object.fromEntries(own) },
  }
}

/**
 * The numbers that a stored signal names.
 * @returns null when its base or its profile is not among those given
 */
export const monitorsNamed = (
  version: string,
  profiles: readonly MunicipalProfile[],
  policies: readonly MonitorPolicy[] = [MONITOR_POLICY],
): MonitorPolicy | null => {
  const [baseVersion, named] = version.split('+')
  const base = policies.find((one) => one.version === baseVersion)
  if (base === undefined) return null
  if (named === undefined) return base
  const profile = profiles.find((one) => `${one.code}-${one.version}` === named)
  return profile === undefined ? null : municipalMonitors(base, profile)
}

/** Whether two policies count with the same numbers, whatever their names. */
export const isSameNumbers = (one: MonitorPolicy, other: MonitorPolicy): boolean =>
  MONITOR_NUMBER_NAMES.every((name) => one.numbers[name] === other.numbers[name])

/** Which numbers hold for whom. */
export type MonitorsFor = (level: Level, subject: string) => MonitorPolicy

/**
 * Of a workplace those of its municipality. Of a company or a group those of the municipality where all of it stands, and else those that hold for
 * everybody: what one municipality sets decides nothing elsewhere.
 * @param ofEstablishment the same policy, as one value, for every workplace of a municipality
 */
export const monitorsOver = (
  { employerOf, groupOf }: Family,
  base: MonitorPolicy,
  ofEstablishment: (establishment: string) => MonitorPolicy,
): MonitorsFor => {
  const wholes = { employer: new Map<string, MonitorPolicy>(), group: new Map<string, MonitorPolicy>() }
  const add = (level: 'employer' | 'group', whole: string, policy: MonitorPolicy) =>
    wholes[level].set(whole, (wholes[level].get(whole) ?? policy) === policy ? policy : base)
  for (const [establishment, employer] of employerOf) {
    const policy = ofEstablishment(establishment)
    add('employer', employer, policy)
    const group = groupOf.get(employer)
    if (group !== undefined) add('group', group, policy)
  }
  return (level, subject) =>
    level === 'establishment' ? ofEstablishment(subject) : (wholes[level].get(subject) ?? base)
}
