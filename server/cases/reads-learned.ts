import { eq, gte } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { learningResults, placements } from '#db/schema/placements.ts'
import type { PlacementRecord } from '#server/safeguards/rules/monitors/history.ts'

/** What coaches recorded of placements that are over; the report is due on the last day. Without a row nothing is known. */
export async function learnedSince(
  db: Reader,
  since: string,
): Promise<Map<string, Pick<PlacementRecord, 'goals' | 'report' | 'certificateOn'>>> {
  const rows = await db
    .select({ results: learningResults, endedOn: placements.endedOn })
    .from(learningResults)
    .innerJoin(placements, eq(placements.id, learningResults.placementId))
    .where(gte(placements.endedOn, since))
  return new Map(
    rows.map(({ results: { placementId, goalsSet, goalsReached, reportOn, certificateOn }, endedOn }) => [
      placementId,
      {
        goals: { set: goalsSet, reached: goalsReached },
        report: endedOn === null ? null : { dueOn: endedOn, doneOn: reportOn },
        certificateOn,
      },
    ]),
  )
}
