import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { organisationStandings } from '#db/schema/members.ts'
import { positionLog, positions } from '#db/schema/positions.ts'

/** In the log of a place: off the site because its employer was suspended, and so back on it when that is over. */
export const EMPLOYER_SUSPENDED = 'employer-suspended'

const standings = sql`select 1 from ${organisationStandings} where ${organisationStandings.state} = 'suspended' and ${organisationStandings.employerId} = ${positions.employerId}`

/** That the employer of a place takes part: a suspended one has nothing on the site from that moment, before a worker paused it. */
export const employerStands = sql<boolean>`not exists (${standings})`

/** Whether a step in the log of a place was taken because its employer was suspended. */
export const isOfSuspension = (reasons: readonly { code: string }[]): boolean =>
  reasons.some(({ code }) => code === EMPLOYER_SUSPENDED)

/** Which of these places are of an employer that is suspended. */
export async function ofSuspendedAmong(db: Reader, positionIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (positionIds.length === 0) return new Set()
  const rows = await elevated(db, 'judge-place')
    .select({ id: positions.id })
    .from(positions)
    .where(and(inArray(positions.id, [...positionIds]), sql`exists (${standings})`))
  return new Set(rows.map(({ id }) => id))
}

/** The places that went off the site with their employer and may come back: it takes part again. `ids` absent = all of them. */
export async function backWithEmployer(db: Reader, ids?: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectDistinctOn([positionLog.positionId], { id: positionLog.positionId, reasons: positionLog.reasons })
    .from(positionLog)
    .innerJoin(positions, eq(positions.id, positionLog.positionId))
    .where(
      and(
        eq(positions.state, 'paused'),
        eq(positionLog.toState, 'paused'),
        ids ? inArray(positions.id, [...ids]) : undefined,
        employerStands,
      ),
    )
    .orderBy(positionLog.positionId, desc(positionLog.at))
  return rows.filter(({ reasons }) => isOfSuspension(reasons)).map(({ id }) => id)
}

/** The places of an employer that its suspension may be about: those on the site, and those that are off it for now. */
export async function placesToJudge(db: Reader, employerId: string): Promise<string[]> {
  const rows = await elevated(db, 'judge-place')
    .select({ id: positions.id })
    .from(positions)
    .where(and(eq(positions.employerId, employerId), inArray(positions.state, ['published', 'paused'])))
    .orderBy(positions.id)
  return rows.map(({ id }) => id)
}
