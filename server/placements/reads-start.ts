import { eq } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positionLanguages, positions } from '#db/schema/positions.ts'
import type { PositionState } from '#db/values/positions.ts'
import { staffingFor } from '#server/employers/reads.ts'
import { startRightOf } from '#server/newcomers/rules.ts'
import { approvedStartReasonsOf } from '#server/positions/reads-start-decisions.ts'
import { approvedReasonsOf } from '#server/positions/reads-verdicts.ts'
import { safeguardFactsOf } from '#server/positions/rules.ts'
import { SAFEGUARD_POLICY } from '#server/safeguards/rules/policy.ts'
import { askSafeguards, type Verdict, withApproval } from '#server/safeguards/rules/verdict.ts'

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
 * What a person of the municipality approved at publication counts, and what they approved of this start on these terms; a reason that they did
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
  const [person] = await db
    .select({
      workRight: newcomers.workRight,
      workRightFrom: newcomers.workRightFrom,
      workRightUntil: newcomers.workRightUntil,
      workRightCheckedOn: newcomers.workRightCheckedOn,
    })
    .from(newcomers)
    .where(eq(newcomers.id, start.newcomerId))
  if (!position || !person) return null
  const languages = await db.select().from(positionLanguages).where(eq(positionLanguages.positionId, position.id))
  const staffing = await staffingFor(db, [position.establishmentId], today)
  const approved = await approvedReasonsOf(db, [position.id])
  const planned = safeguardFactsOf(
    {
      ...position,
      languages,
      startsOn: start.startsOn,
      endsOn: start.endsOn,
      supervisorName: start.mentor,
      learningPlan: { ...position.learningPlan, goals: [...start.learningGoals] },
    },
    staffing(position.establishmentId, position.occupationUri),
  )
  const verdict = askSafeguards(
    'start',
    {
      position: planned,
      person: { consentAt: start.consentOn, ...startRightOf(person, start.startsOn), wageAge: null },
    },
    SAFEGUARD_POLICY,
    today,
  )
  const atPublish = withApproval(verdict, approved.get(position.id) ?? [])
  return {
    verdict: withApproval(atPublish, await approvedStartReasonsOf(db, start), 'exactly'),
    seats: position.seats,
    positionState: position.state,
  }
}
