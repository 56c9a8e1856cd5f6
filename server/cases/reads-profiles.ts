import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { safeguardProfiles } from '#db/schema/decisions.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
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
