import { and, desc, eq, lte } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { placements } from '#db/schema/placements.ts'
import { positionLanguages, positionSlots, positions, positionVerdicts } from '#db/schema/positions.ts'
import { consents } from '#db/schema/proposals.ts'
import { pairOverridesOf } from '#server/cases/reads-overrides.ts'
import { profilesOf } from '#server/cases/reads-profiles.ts'
import { judgedOf, withOverrides } from '#server/cases/rules-overrides.ts'
import { agreedPolicy } from '#server/cases/rules-profile.ts'
import { dayOf } from '#server/platform/context.ts'
import { decidedFor } from '#server/positions/reads-decided.ts'
import { safeguardFactsFor } from '#server/positions/reads-safeguard-facts.ts'
import { approvedStartReasonsOf } from '#server/positions/reads-start-decisions.ts'
import { baseOn } from '#server/positions/rules-policy.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { askSafeguards, type Verdict, withApproval } from '#server/safeguards/rules/verdict.ts'
import { checksOf } from './reads-checks.ts'
import { personFactsOf } from './reads-person.ts'

export type LongerTerm = {
  placementId: string
  /** The last day of the longer term. */
  endsOn: string
  /** The decision that carries it, where there is one; `elsewhere` = other surroundings and other work. */
  extension: { reference: string; until: string; elsewhere: boolean | null } | null
}

/**
 * The verdict at the moment `extend`: the whole term from the first day to the new last day, on today's facts. An agreement keeps the profile of the
 * municipality under which it was made. What people decided at publication counts, and what they approved or let pass of this longer term on these terms.
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 * @returns null when the placement is gone
 */
export const askToExtend = async (db: Reader, longer: LongerTerm, today: string): Promise<Verdict | null> =>
  (await askAboutExtension(db, longer, today))?.verdict ?? null

/** The same with the policy under which it was asked. */
export async function askAboutExtension(
  db: Reader,
  longer: LongerTerm,
  today: string,
): Promise<{ verdict: Verdict; policy: SafeguardPolicy } | null> {
  const [row] = await db
    .select({
      placement: placements,
      position: positions,
    })
    .from(placements)
    .innerJoin(positions, eq(positions.id, placements.positionId))
    .where(eq(placements.id, longer.placementId))
  if (!row) return null
  const { placement, position } = row
  const { newcomerId, startsOn } = placement
  const pair = { newcomerId, positionId: position.id }
  const [languages, slots, factsOf, decided, version, consentOn, checks] = await Promise.all([
    db.select().from(positionLanguages).where(eq(positionLanguages.positionId, position.id)),
    db.select().from(positionSlots).where(eq(positionSlots.positionId, position.id)),
    safeguardFactsFor(db, [position], today),
    decidedFor(db, [position.id], today),
    versionOfAgreement(db, { ...pair, agreedAt: placement.createdAt }),
    consentDay(db, placement.proposalId),
    checksOf(db, placement.id),
  ])
  const asked = factsOf({
    ...position,
    languages,
    slots,
    startsOn,
    endsOn: longer.endsOn,
    supervisorName: placement.mentor,
    learningPlan: { ...position.learningPlan, goals: [...placement.learningGoals] },
  })
  const policy = version === null ? asked.policy : agreedPolicy(version, await profilesOf(db), baseOn(today))
  const person = await personFactsOf(db, {
    newcomerId,
    position,
    placementId: placement.id,
    startsOn,
    // The right to work counts from the first day that was not agreed before.
    worksFrom: placement.endsOn === null ? today : addDays(placement.endsOn, 1),
    consentOn,
    checks,
  })
  if (!person) return null
  const facts = { position: { ...asked.position, extension: saidOf(longer.extension) }, person }
  const days = { startsOn, endsOn: longer.endsOn }
  const verdict = decided(position.id, askSafeguards('extend', facts, policy, today), policy, days)
  const letPass = await pairOverridesOf(db, pair, 'extend', today)
  const allowed = withOverrides(verdict, letPass, policy, judgedOf({ ...position, ...days }))
  return {
    policy,
    verdict: withApproval(allowed, await approvedStartReasonsOf(db, pair, today, 'extend'), 'exactly'),
  }
}

/**
 * What a coach writes down opens no third year (Participatiewet 10a(9)): that it is elsewhere and other work is for an officer to decide, so a yes is read
 * as not decided yet. A no is taken at its word.
 */
const saidOf = (extension: LongerTerm['extension']): LongerTerm['extension'] =>
  extension && { ...extension, elsewhere: extension.elsewhere === false ? false : null }

/** The policy version of the answer on which the placement started; null = none was kept. */
async function versionOfAgreement(
  db: Reader,
  pair: { newcomerId: string; positionId: string; agreedAt: Date },
): Promise<string | null> {
  const [start] = await db
    .select({ policyVersion: positionVerdicts.policyVersion })
    .from(positionVerdicts)
    .where(
      and(
        eq(positionVerdicts.positionId, pair.positionId),
        eq(positionVerdicts.newcomerId, pair.newcomerId),
        eq(positionVerdicts.moment, 'start'),
        eq(positionVerdicts.kind, 'taken'),
        // What was asked again on the first day made no new agreement.
        lte(positionVerdicts.askedAt, pair.agreedAt),
      ),
    )
    .orderBy(desc(positionVerdicts.askedAt))
    .limit(1)
  return start?.policyVersion ?? null
}

async function consentDay(db: Reader, proposalId: string): Promise<string | null> {
  const [consent] = await db
    .select({ givenAt: consents.givenAt, withdrawnAt: consents.withdrawnAt })
    .from(consents)
    .where(eq(consents.proposalId, proposalId))
    .orderBy(desc(consents.givenAt))
    .limit(1)
  return consent && consent.withdrawnAt === null ? dayOf(consent.givenAt) : null
}
