import { eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { positionLanguages, positionSlots, positions } from '#db/schema/positions.ts'
import type { PositionState } from '#db/values/positions.ts'
import { decidedFor } from '#server/positions/reads-decided.ts'
import { safeguardFactsFor } from '#server/positions/reads-safeguard-facts.ts'
import { approvedStartReasonsOf } from '#server/positions/reads-start-decisions.ts'
import { askSafeguards, type Verdict, withApproval } from '#server/safeguards/rules/verdict.ts'
import { personFactsOf } from './reads-person.ts'

export type PlannedStart = {
  newcomerId: string
  positionId: string
  startsOn: string
  endsOn: string | null
  mentor: string
  learningGoals: readonly string[]
  /** Dutch day of the yes; null when there is none. */
  consentOn: string | null
}

/**
 * The verdict at the moment `start`, on today's facts about the place, the establishment and the person, with the terms of this placement.
 * What people of the municipality decided at publication counts, and what they approved of this start on these terms; a reason that they did
 * not see still asks for a decision.
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 * @returns the verdict and the seats of the position; null when position or newcomer is gone
 */
export async function askToStart(
  db: Reader,
  start: PlannedStart,
  today: string,
): Promise<{ verdict: Verdict; seats: number; positionState: PositionState } | null> {
  const [position] = await db.select().from(positions).where(eq(positions.id, start.positionId))
  if (!position) return null
  const [languages, slots, decided, factsOf] = await Promise.all([
    db.select().from(positionLanguages).where(eq(positionLanguages.positionId, position.id)),
    db.select().from(positionSlots).where(eq(positionSlots.positionId, position.id)),
    decidedFor(db, [position.id], today),
    safeguardFactsFor(db, [position], today),
  ])
  const { newcomerId, startsOn, consentOn } = start
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
  })
  if (!person) return null
  const verdict = askSafeguards('start', { position: asked.position, person }, policy, today)
  const atPublish = decided(position.id, verdict, policy)
  return {
    verdict: withApproval(atPublish, await approvedStartReasonsOf(db, start, today), 'exactly'),
    seats: position.seats,
    positionState: position.state,
  }
}
