import { and, eq, isNull, ne } from 'drizzle-orm'
import { z } from 'zod'
import { safeguardProfiles } from '#db/schema/decisions.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { isSamePerson } from '#server/access/reads-people.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { filledText, oneOf, uuid } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { addDays, laterOf } from '#server/safeguards/rules/calendar.ts'
import { lockMunicipality } from './lock-municipality.ts'
import { logCase } from './log-case.ts'

export const DecideProfileInput = z.strictObject({
  profileId: uuid(),
  decision: oneOf(['confirm', 'reject']),
  motivation: filledText(2000),
})
export type DecideProfileInput = z.input<typeof DecideProfileInput>

/**
 * A second person confirms a proposed profile, which comes into force on its day, and ends the version before it the day before; or anybody of
 * the municipality rejects it, the proposer too. Answers that were given keep the version that they name.
 *
 * @throws Refusal `forbidden` (another role, or the proposer who would confirm), `not-found` (elsewhere), `stale` (decided already)
 */
export async function decideProfile(ctx: Ctx, input: DecideProfileInput): Promise<void> {
  const { profileId, decision, motivation } = DecideProfileInput.parse(input)
  const { actor, now } = ctx
  requireMay(actor, 'case.decide-profile')
  requireRole(actor, 'officer')
  const { municipalityCode } = actor
  await ctx.db.transaction(async (tx) => {
    await lockMunicipality(tx, municipalityCode)
    const [profile] = await tx.select().from(safeguardProfiles).where(eq(safeguardProfiles.id, profileId))
    if (profile?.municipalityCode !== municipalityCode) throw new Refusal('not-found')
    if (profile.state !== 'proposed') throw new Refusal('stale')
    if (decision === 'confirm' && (await isSamePerson(tx, profile.proposedBy, actor.accountId)))
      throw new Refusal('forbidden')
    // Confirmed after its day it holds from today on: nothing is set otherwise for days that have passed.
    const fromOn = laterOf(profile.fromOn, dayOf(now))
    if (decision === 'confirm')
      await tx
        .update(safeguardProfiles)
        .set({ untilOn: addDays(fromOn, -1) })
        .where(
          and(
            eq(safeguardProfiles.municipalityCode, municipalityCode),
            eq(safeguardProfiles.state, 'in-force'),
            isNull(safeguardProfiles.untilOn),
            ne(safeguardProfiles.id, profileId),
          ),
        )
    await tx
      .update(safeguardProfiles)
      .set({
        state: decision === 'confirm' ? 'in-force' : 'rejected',
        ...(decision === 'confirm' ? { fromOn } : {}),
        decidedBy: actor.accountId,
        decidedAt: now,
        motivation,
      })
      .where(eq(safeguardProfiles.id, profileId))
    await logCase(tx, ctx, 'profile', decision, profileId, { municipalityCode }, { version: profile.version })
  })
}
