import type { Reader } from '#db/client.ts'
import type { PositionType } from '#db/values/positions.ts'
import { MOMENTS } from '#db/values/safeguards.ts'
import { profilesOf } from '#server/cases/reads-profiles.ts'
import { municipalityByCode } from '#server/reference/reads.ts'
import { RULE_EXPLANATIONS } from '#server/safeguards/rules/explanations.ts'
import { MONITOR_TITLES, type MonitorId } from '#server/safeguards/rules/monitors/table.ts'
import { NOT_ASKED } from '#server/safeguards/rules/not-asked.ts'
import { NUMBER_NAMES, NUMBER_ROWS } from '#server/safeguards/rules/numbers.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { type MunicipalProfile, policyOn, profileOn } from '#server/safeguards/rules/profile.ts'
import type { SafeguardRule } from '#server/safeguards/rules/rule.ts'
import { MONITOR_SOURCES, type Source } from '#server/safeguards/rules/sources.ts'
import { rulesOf, SAFEGUARD_RULES } from '#server/safeguards/rules/table.ts'

/** The catalogue is written in Dutch and English; every other screen language reads the English. */
export type TextLanguage = 'nl' | 'en'
export const textLanguage = (language: string): TextLanguage => (language === 'nl' ? 'nl' : 'en')

type InForce = MunicipalProfile & { municipality: string }

/** The profiles of municipalities that are in force on a day, with the name of each. */
async function profilesInForce(db: Reader, day: string): Promise<InForce[]> {
  const profiles = await profilesOf(db)
  const codes = [...new Set(profiles.map(({ code }) => code))]
  const found = await Promise.all(
    codes.map(async (code) => {
      const profile = profileOn(profiles, code, day)
      return profile && { ...profile, municipality: (await municipalityByCode(db, code))?.name ?? code }
    }),
  )
  return found.filter((one) => one !== null).sort((one, other) => one.municipality.localeCompare(other.municipality))
}

/** The sources in the language of the catalogue; what nobody has read there says so itself. */
const sourceLines = (sources: readonly Source[], language: TextLanguage) =>
  sources.map((one) => ({ text: one[language], isUnverified: !one.verified }))

const ruleView = (
  rule: SafeguardRule,
  policy: SafeguardPolicy,
  profiles: readonly InForce[],
  language: TextLanguage,
) => ({
  id: rule.id,
  title: rule.title[language],
  text: RULE_EXPLANATIONS[rule.id][language],
  notAsked: NOT_ASKED[rule.id]?.[language] ?? null,
  about: rule.about,
  tags: rule.tags,
  sources: sourceLines(rule.basis.sources, language),
  severity: rule.severity,
  moments: MOMENTS.filter((moment) => rule.moments.includes(moment)),
  types: rule.typesIfSubsidised,
  version: rule.version,
  since: rule.since,
  until: rule.until,
  earlier: SAFEGUARD_RULES.filter((one) => one.id === rule.id && one.version < rule.version).map(
    ({ version, since, until }) => ({ version, since, until }),
  ),
  numbers: NUMBER_NAMES.filter((name) => NUMBER_ROWS[name].rules.includes(rule.id)).map((name) => ({
    name,
    title: NUMBER_ROWS[name].title[language],
    unit: NUMBER_ROWS[name].unit,
    tag: NUMBER_ROWS[name].tag,
    value: policy.numbers[name],
    elsewhere: profiles.flatMap(({ municipality, numbers, source, verified }) => {
      const value = numbers[name]
      return value === undefined || value === policy.numbers[name] ? [] : [{ municipality, value, source, verified }]
    }),
  })),
  wages: rule.id === 'DSP-01' ? policy.minimumWage : [],
})
export type RuleView = ReturnType<typeof ruleView>

/**
 * Every rule that is in force on a day as the public page shows it, with the numbers of municipalities beside the usual ones.
 * @param type only rules that are asked of this type of position; null = all
 */
export async function rulesView(db: Reader, language: TextLanguage, type: PositionType | null, day: string) {
  const policy = policyOn(day)
  const profiles = await profilesInForce(db, day)
  const rules = rulesOf(policy).map((rule) => ruleView(rule, policy, profiles, language))
  return {
    policy: { version: policy.version, datedOn: policy.datedOn },
    rules: rules.filter((rule) => type === null || rule.types.includes(type)),
    profiles: profiles.map(({ municipality, version, from, source, verified }) => ({
      municipality,
      version,
      from,
      source,
      verified,
    })),
    monitors: (Object.keys(MONITOR_TITLES) as MonitorId[]).map((id) => ({
      id,
      title: MONITOR_TITLES[id][language],
      sources: sourceLines(MONITOR_SOURCES[id], language),
    })),
  }
}
