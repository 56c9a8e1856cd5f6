import { and, eq, inArray, ne } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { establishments } from '#db/schema/employers.ts'
import { employerGroups } from '#db/schema/facts.ts'
import { signals } from '#db/schema/monitoring.ts'
import { groupBy } from '#server/platform/group-by.ts'

export type Pause = { monitor: string; on: string }

/**
 * The signals that pause new publications of these establishments until a person decides: their own, their company's and their group's (ruling 14).
 */
export async function pausesOf(db: Reader, establishmentIds: readonly string[]): Promise<Map<string, Pause[]>> {
  const pausing = await db
    .select({
      subject: signals.subject,
      subjectId: signals.subjectId,
      monitor: signals.monitor,
      on: signals.firstSeenOn,
    })
    .from(signals)
    .where(and(eq(signals.pauses, true), ne(signals.state, 'closed')))
    .orderBy(signals.firstSeenOn, signals.monitor)
  if (pausing.length === 0 || establishmentIds.length === 0) return new Map()
  const rows = await db
    .select({ id: establishments.id, employerId: establishments.employerId, group: employerGroups.groupName })
    .from(establishments)
    .leftJoin(employerGroups, eq(employerGroups.employerId, establishments.employerId))
    .where(inArray(establishments.id, [...establishmentIds]))
  const found = rows.flatMap(({ id, employerId, group }) => {
    const about = { establishment: id, employer: employerId, group }
    return pausing
      .filter(({ subject, subjectId }) => about[subject] === subjectId)
      .map(({ monitor, on }) => ({ id, monitor, on }))
  })
  return new Map(
    [...groupBy(found, (row) => row.id)].map(([id, own]) => [id, own.map(({ monitor, on }) => ({ monitor, on }))]),
  )
}
