import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { safeguardProfiles } from '#db/schema/decisions.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { day, filledText, oneOf, yesOrNo } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { MONITOR_NUMBER_NAMES, wrongMonitorNumbers } from '#server/safeguards/rules/monitors/numbers.ts'
import { MONITOR_POLICY } from '#server/safeguards/rules/monitors/policy.ts'
import { NUMBER_NAMES, wrongNumbers } from '#server/safeguards/rules/numbers.ts'
import { WHOLE_POLICY } from '#server/safeguards/rules/policy.ts'
import { lockMunicipality } from './lock-municipality.ts'
import { logCase } from './log-case.ts'

/** Numbers by name, each of which may be left out. */
const someOf = <N extends string>(names: readonly N[]) =>
  z
    .strictObject(
      Object.fromEntries(names.map((name) => [name, z.number({ error: 'required' }).optional()])) as Record<
        N,
        z.ZodOptional<z.ZodNumber>
      >,
    )
    .transform(
      (given) =>
        Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<
          Record<N, number>
        >,
    )

/** What a profile sets: only what differs, and where it stands. A number that is not the municipality's to set is refused by name. */
export const ProfileInput = z.strictObject({
  fromOn: day(),
  numbers: someOf(NUMBER_NAMES).superRefine((given, check) => {
    for (const { name, error } of wrongNumbers(given, WHOLE_POLICY))
      check.addIssue({ code: 'custom', message: error, path: [name] })
  }),
  /** Of the monitors, for the workplaces that stand in the municipality. */
  monitors: someOf(MONITOR_NUMBER_NAMES)
    .superRefine((given, check) => {
      for (const { name, error } of wrongMonitorNumbers(given, MONITOR_POLICY))
        check.addIssue({ code: 'custom', message: error, path: [name] })
    })
    .prefault({}),
  choices: z.strictObject({ ampleMarket: oneOf(['human', 'block']).optional() }).default({}),
  /** The ordinance or policy rule, so that anybody can look it up. */
  source: filledText(300),
  /** Whether the proposer read it there; what nobody read is shown as a statement of the municipality. */
  isVerified: yesOrNo(),
})
export type ProfileInput = z.input<typeof ProfileInput>

const TOO_EARLY = { field: 'fromOn', error: 'date-too-early' }

/**
 * Proposes the next version of the profile of the officer's own municipality. Nothing changes until a second person confirms it; one proposal at
 * a time.
 *
 * @throws Refusal `forbidden`, `stale` (another proposal waits, or the day has passed or lies before the version in force); ZodError for input
 * that the schema refuses
 */
export async function proposeProfile(ctx: Ctx, input: ProfileInput): Promise<{ profileId: string; version: number }> {
  const { choices, ...profile } = ProfileInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.propose-profile')
  requireRole(actor, 'officer')
  if (profile.fromOn < dayOf(now)) throw new Refusal('stale', TOO_EARLY)
  const { municipalityCode } = actor
  return ctx.db.transaction(async (tx) => {
    await lockMunicipality(tx, municipalityCode)
    const rows = await tx
      .select({
        version: safeguardProfiles.version,
        state: safeguardProfiles.state,
        fromOn: safeguardProfiles.fromOn,
      })
      .from(safeguardProfiles)
      .where(eq(safeguardProfiles.municipalityCode, municipalityCode))
      .orderBy(desc(safeguardProfiles.version))
    if (rows.some((row) => row.state === 'proposed')) throw new Refusal('stale')
    if (rows.some((row) => row.state === 'in-force' && row.fromOn >= profile.fromOn))
      throw new Refusal('stale', TOO_EARLY)
    const profileId = crypto.randomUUID()
    const version = (rows[0]?.version ?? 0) + 1
    await tx.insert(safeguardProfiles).values({
      id: profileId,
      municipalityCode,
      version,
      ...profile,
      choices: choices.ampleMarket ? { ampleMarket: choices.ampleMarket } : {},
      state: 'proposed',
      proposedBy: actor.accountId,
      proposedAt: now,
    })
    await logCase(tx, ctx, 'profile', 'propose', profileId, { municipalityCode }, { version })
    return { profileId, version }
  })
}
