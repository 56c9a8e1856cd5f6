import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { safeguardProfiles } from '#db/schema/decisions.ts'
import { establishments } from '#db/schema/employers.ts'
import { places } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { numbersOfMonitor } from '#server/safeguards/rules/monitors/numbers.ts'
import { MONITOR_POLICY, type MonitorNumbers, type MonitorPolicy } from '#server/safeguards/rules/monitors/policy.ts'
import { monitorsNamed, municipalMonitors } from '#server/safeguards/rules/monitors/profile.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { type MunicipalProfile, municipalPolicy, profileOn } from '#server/safeguards/rules/profile.ts'
import { profileOf } from './rules-profile.ts'

/** Every version that came into force, of these municipalities or of all: what `policyNamed` needs to give an old answer again. */
export async function profilesOf(db: Reader, codes?: readonly string[]): Promise<MunicipalProfile[]> {
  const rows = await db
    .select()
    .from(safeguardProfiles)
    .where(
      and(
        eq(safeguardProfiles.state, 'in-force'),
        codes ? inArray(safeguardProfiles.municipalityCode, [...codes]) : undefined,
      ),
    )
    .orderBy(asc(safeguardProfiles.municipalityCode), asc(safeguardProfiles.version))
  return rows.map(profileOf)
}

/** The profile of a municipality in force on a day; null = the base alone. */
export async function profileInForce(db: Reader, code: string, day: string): Promise<MunicipalProfile | null> {
  return profileOn(await profilesOf(db, [code]), code, day)
}

/**
 * The policy of each of these municipalities on a day: one query.
 * @param base what holds where a municipality set nothing
 * @returns a function of the code of the municipality
 */
export async function policiesFor(db: Reader, codes: readonly string[], base: SafeguardPolicy, day: string) {
  const profiles = codes.length ? await profilesOf(db, [...new Set(codes)]) : []
  return (code: string): SafeguardPolicy => {
    const profile = profileOn(profiles, code, day)
    return profile ? municipalPolicy(base, profile) : base
  }
}

/**
 * The numbers of the monitors for each workplace on a day, those of municipalities that set their own included, with every profile there was: for a signal
 * that names an earlier one.
 * @param today Dutch day, `YYYY-MM-DD`
 */
export async function monitorsOn(db: Reader, today: string) {
  const profiles = await profilesOf(db)
  const codes = [...new Set(profiles.map(({ code }) => code))]
  const policies = new Map(
    codes.flatMap((code): [string, MonitorPolicy][] => {
      const profile = profileOn(profiles, code, today)
      const policy = profile ? municipalMonitors(MONITOR_POLICY, profile) : MONITOR_POLICY
      return policy === MONITOR_POLICY ? [] : [[code, policy]]
    }),
  )
  const codeOf = await establishmentsIn(db, [...policies.keys()])
  const ofEstablishment = (establishment: string): MonitorPolicy =>
    policies.get(codeOf.get(establishment) ?? '') ?? MONITOR_POLICY
  return { profiles, policies: [...policies.values()], ofEstablishment }
}

/** The municipality of every establishment in these municipalities. */
async function establishmentsIn(db: Reader, codes: string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map()
  const rows = await db
    .select({ id: establishments.id, code: places.municipalityCode })
    .from(establishments)
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(inArray(places.municipalityCode, codes))
  return new Map(rows.map(({ id, code }) => [id, code]))
}

/** The numbers of its monitor that a signal was made with; null where its version is no policy that there was, as of what a municipality opened itself. */
export async function numbersMadeWith(
  db: Reader,
  signal: { policyVersion: string; monitor: string },
): Promise<Partial<MonitorNumbers> | null> {
  const policy = monitorsNamed(signal.policyVersion, await profilesOf(db))
  return policy && numbersOfMonitor(signal.monitor, policy)
}

const second = alias(accounts, 'second')

/**
 * All versions of the officer's own municipality with who proposed and who decided, the newest first.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function profileVersions(ctx: Ctx) {
  requireRole(ctx.actor, 'officer')
  return ctx.db
    .select({
      id: safeguardProfiles.id,
      version: safeguardProfiles.version,
      fromOn: safeguardProfiles.fromOn,
      untilOn: safeguardProfiles.untilOn,
      numbers: safeguardProfiles.numbers,
      choices: safeguardProfiles.choices,
      monitors: safeguardProfiles.monitors,
      source: safeguardProfiles.source,
      isVerified: safeguardProfiles.isVerified,
      state: safeguardProfiles.state,
      motivation: safeguardProfiles.motivation,
      proposedBy: safeguardProfiles.proposedBy,
      proposedByName: accounts.displayName,
      proposedAt: safeguardProfiles.proposedAt,
      decidedByName: second.displayName,
      decidedAt: safeguardProfiles.decidedAt,
    })
    .from(safeguardProfiles)
    .innerJoin(accounts, eq(accounts.id, safeguardProfiles.proposedBy))
    .leftJoin(second, eq(second.id, safeguardProfiles.decidedBy))
    .where(eq(safeguardProfiles.municipalityCode, ctx.actor.municipalityCode))
    .orderBy(desc(safeguardProfiles.version))
}
