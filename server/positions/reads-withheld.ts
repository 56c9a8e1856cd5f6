import { and, desc, eq, inArray, ne } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { positionLanguages, positionLog, positions } from '#db/schema/positions.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { askSafeguards } from '#server/safeguards/rules/verdict.ts'
import { decidedFor } from './reads-decided.ts'
import { safeguardFactsFor } from './reads-safeguard-facts.ts'
import type { TakenOffBy } from './rules-withheld.ts'

/** Off the site, or over on it: what took it off last still says who did. */
const RESTING = ['paused', 'expired'] as const

/**
 * Which of these places were taken off the site by somebody else than their employer, and are not back since: only `resumePosition` or sending it in
 * again, which ask anew, bring one back.
 */
export async function takenOffOf(db: Reader, positionIds: readonly string[]): Promise<Map<string, TakenOffBy>> {
  if (positionIds.length === 0) return new Map()
  const rows = await db
    .selectDistinctOn([positionLog.positionId], {
      positionId: positionLog.positionId,
      to: positionLog.toState,
      role: positionLog.actorRole,
    })
    .from(positionLog)
    .innerJoin(positions, eq(positions.id, positionLog.positionId))
    .where(
      and(
        inArray(positionLog.positionId, [...positionIds]),
        inArray(positions.state, [...RESTING]),
        ne(positionLog.step, 'expire'),
      ),
    )
    .orderBy(positionLog.positionId, desc(positionLog.at))
  return new Map(
    rows.flatMap(({ positionId, to, role }): [string, TakenOffBy][] =>
      to === 'paused' && (role === 'worker' || role === 'officer') ? [[positionId, role]] : [],
    ),
  )
}

/**
 * Which of these places take no candidate further: taken off the site by the recheck or an officer, or blocked at `publish` today after what people
 * decided, which the recheck finds next. Less than that waits for an answer and is asked at its own moment.
 * @param today Dutch day, `YYYY-MM-DD`
 */
export async function withheldAmong(
  db: Reader,
  positionIds: readonly string[],
  today: string,
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(positionIds)]
  if (ids.length === 0) return new Set()
  const rows = await db.select().from(positions).where(inArray(positions.id, ids))
  const [languages, factsOf, decided, takenOff] = await Promise.all([
    db.select().from(positionLanguages).where(inArray(positionLanguages.positionId, ids)),
    safeguardFactsFor(db, rows, today),
    decidedFor(db, ids, today),
    takenOffOf(db, ids),
  ])
  const spoken = groupBy(languages, (one) => one.positionId)
  const isBlocked = (row: (typeof rows)[number]) => {
    const { position, policy } = factsOf({ ...row, languages: spoken.get(row.id) ?? [] })
    const verdict = askSafeguards('publish', { position, person: null }, policy, today)
    return decided(row.id, verdict, policy).outcome === 'block'
  }
  return new Set(rows.filter((row) => takenOff.has(row.id) || isBlocked(row)).map(({ id }) => id))
}
