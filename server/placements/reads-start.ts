import { eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { positionLanguages, positionSlots, positions } from '#db/schema/positions.ts'
import type { PositionState } from '#db/values/positions.ts'
import { pairOverridesOf } from '#server/cases/reads-overrides.ts'
import { judgedOf, withOverrides } from '#server/cases/rules-overrides.ts'
import { decidedFor } from '#server/positions/reads-decided.ts'
import { safeguardFactsFor } from '#server/positions/reads-safeguard-facts.ts'
import { approvedStartReasonsOf } from '#server/positions/reads-start-decisions.ts'
import { withBlocksOf } from '#server/positions/rules-withheld.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { askSafeguards, type Verdict, withApproval } from '#server/safeguards/rules/verdict.ts'
import { checksAskedOf } from './reads-checks.ts'
import { personFactsOf } from './reads-person.ts'
import { type GivenChecks, keptChecks, type StartChecks } from './rules-checks.ts'

export type PlannedStart = {
  newcomerId: string
  positionId: string
  startsOn: string
  endsOn: string | null
  mentor: string
  learningGoals: readonly string[]
  /** Dutch day of the yes; null when there is none. */
  consentOn: string | null
} & GivenChecks

/**
 * The verdict at the moment `start`, on today's facts about the place, the establishment and the person, with the terms of this placement.
 * What people of the municipality decided at publication counts, and what they approved or let pass of this start on these terms; a reason that they did
 * not see still asks for a decision. What blocks the place itself blocks a start there as well.
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 * @returns the verdict with the policy under which it was asked, the checks that it was asked with and the seats of the position; null when position or newcomer is gone
 */
export async function askToStart(
  db: Reader,
  start: PlannedStart,
  today: string,
): Promise<{
  verdict: Verdict
  policy: SafeguardPolicy
  checks: StartChecks
  seats: number
  positionState: PositionState
} | null> {
  const [position] = await db.select().from(positions).where(eq(positions.id, start.positionId))
  if (!position) return null
  const [languages, slots, decided, factsOf, checked] = await Promise.all([
    db.select().from(positionLanguages).where(eq(positionLanguages.positionId, position.id)),
    db.select().from(positionSlots).where(eq(positionSlots.positionId, position.id)),
    decidedFor(db, [position.id], today),
    safeguardFactsFor(db, [position], today, 'start'),
    checksAskedOf(db, start),
  ])
  const { newcomerId, startsOn, consentOn } = start
  const checks = keptChecks(checked, start, today)
  const asked = factsOf({
    ...position,
    languages,
    slots,
    startsOn,
    endsOn: start.endsOn,
    supervisorName: start.mentor,
    learningPlan: { ...position.learningPlan, goals: [...start.learningGoals] },
  })
  const { policy } = asked
  const person = await personFactsOf(db, {
    newcomerId,
    position,
    placementId: null,
    startsOn,
    worksFrom: startsOn,
    consentOn,
    checks,
  })
  if (!person) return null
  const verdict = askSafeguards('start', { position: asked.position, person }, policy, today)
  const days = { startsOn, endsOn: start.endsOn }
  const place = factsOf({ ...position, languages }).position
  const published = askSafeguards('publish', { position: place, person: null }, policy, today)
  const atPublish = withBlocksOf(
    decided(position.id, verdict, policy, days),
    decided(position.id, published, policy),
    policy,
  )
  const letPass = await pairOverridesOf(db, start, 'start', today)
  const allowed = withOverrides(atPublish, letPass, policy, judgedOf({ ...position, ...days }))
  return {
    policy,
    verdict: withApproval(allowed, await approvedStartReasonsOf(db, start, today), 'exactly'),
    checks,
    seats: position.seats,
    positionState: position.state,
  }
}
