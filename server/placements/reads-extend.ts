import { and, desc, eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { placements } from '#db/schema/placements.ts'
import { positionLanguages, positionSlots, positions, positionVerdicts } from '#db/schema/positions.ts'
import { consents } from '#db/schema/proposals.ts'
import { profilesOf } from '#server/cases/reads-profiles.ts'
import { agreedPolicy } from '#server/cases/rules-profile.ts'
import { dayOf } from '#server/platform/context.ts'
import { decidedFor } from '#server/positions/reads-decided.ts'
import { safeguardFactsFor } from '#server/positions/reads-safeguard-facts.ts'
import { approvedStartReasonsOf } from '#server/positions/reads-start-decisions.ts'
import { baseOn } from '#server/positions/rules-policy.ts'
import { addDays } from '#server/safeguards/rules/calendar.ts'
import { askSafeguards, type Verdict, withApproval } from '#server/safeguards/rules/verdict.ts'
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
 * municipality under which it was made. What people decided at publication counts, and what they approved of this longer term on these terms.
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 * @returns null when the placement is gone
 */
export async function askToExtend(db: Reader, longer: LongerTerm, today: string): Promise<Verdict | null> {
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
  const [languages, slots, factsOf, decided, version, consentOn] = await Promise.all([
    db.select().from(positionLanguages).where(eq(positionLanguages.positionId, position.id)),
    db.select().from(positionSlots).where(eq(positionSlots.positionId, position.id)),
    safeguardFactsFor(db, [position], today),
    decidedFor(db, [position.id], today),
    versionOfAgreement(db, pair),
    consentDay(db, placement.proposalId),
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
  })
  if (!person) return null
  const facts = { position: { ...asked.position, extension: longer.extension }, person }
  const verdict = decided(position.id, askSafeguards('extend', facts, policy, today), policy)
  return withApproval(verdict, await approvedStartReasonsOf(db, pair, today, 'extend'), 'exactly')
}

/** The policy version of the answer on which the placement started; null = none was kept. */
async function versionOfAgreement(
  db: Reader,
  pair: { newcomerId: string; positionId: string },
): Promise<string | null> {
  const [start] = await db
    .select({ policyVersion: positionVerdicts.policyVersion })
    .from(positionVerdicts)
    .where(
      and(
        eq(positionVerdicts.positionId, pair.positionId),
        eq(positionVerdicts.newcomerId, pair.newcomerId),
        eq(positionVerdicts.moment, 'start'),
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
