import { and, desc, eq, inArray, ne, sql } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { positionLanguages, positionLog, positions } from '#db/schema/positions.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { groupBy } from '#server/platform/group-by.ts'
import { askSafeguards, type Verdict } from '#server/safeguards/rules/verdict.ts'
import { decidedFor } from './reads-decided.ts'
import { safeguardFactsFor } from './reads-safeguard-facts.ts'
import { standingOf } from './reads-standing.ts'
import { isOfSuspension, ofSuspendedAmong } from './reads-suspended.ts'
import { forEmployer } from './reads-verdicts.ts'
import type { TakenOffBy } from './rules-withheld.ts'

/** Off the site, or over on it: what took it off last still says who did. */
const RESTING = ['paused', 'expired'] as const

/**
 * Which of these places were taken off the site by somebody else than their employer, and are not back since: only `resumePosition` or sending it in
 * again, which ask anew, bring one back. Every place of an employer that is suspended counts as one that people took off,
 * as long as that lasts.
 */
export async function takenOffOf(reader: Reader, positionIds: readonly string[]): Promise<Map<string, TakenOffBy>> {
  if (positionIds.length === 0) return new Map()
  const suspended = await ofSuspendedAmong(reader, positionIds)
  const rows = await elevated(reader, 'judge-place')
    .selectDistinctOn([positionLog.positionId], {
      positionId: positionLog.positionId,
      to: positionLog.toState,
      role: positionLog.actorRole,
      reasons: positionLog.reasons,
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
    // Of two steps of one moment the one that left it off the site came last: it is off the site.
    .orderBy(positionLog.positionId, desc(positionLog.at), desc(sql`${positionLog.toState} = 'paused'`))
  return new Map([
    ...rows.flatMap(({ positionId, to, role, reasons }): [string, TakenOffBy][] =>
      to === 'paused' && (role === 'worker' || role === 'officer') && !isOfSuspension(reasons)
        ? [[positionId, role]]
        : [],
    ),
    ...[...suspended].map((id): [string, TakenOffBy] => [id, 'officer']),
  ])
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
  const [published, takenOff] = await Promise.all([publishedToday(db, ids, today), takenOffOf(db, ids)])
  return new Set([...published].flatMap(([id, { outcome }]) => (takenOff.has(id) || outcome === 'block' ? [id] : [])))
}

/** What the safeguards say at `publish` today of each of these places, after what people decided. */
async function publishedToday(db: Reader, ids: string[], today: string): Promise<Map<string, Verdict>> {
  if (ids.length === 0) return new Map()
  const rows = await db.select().from(positions).where(inArray(positions.id, ids))
  const [languages, factsOf, decided] = await Promise.all([
    db.select().from(positionLanguages).where(inArray(positionLanguages.positionId, ids)),
    safeguardFactsFor(db, rows, today),
    decidedFor(db, ids, today),
  ])
  const spoken = groupBy(languages, (one) => one.positionId)
  return new Map(
    rows.map((row) => {
      const { position, policy } = factsOf({ ...row, languages: spoken.get(row.id) ?? [] })
      const verdict = askSafeguards('publish', { position, person: null }, policy, today)
      return [row.id, decided(row.id, verdict, policy)]
    }),
  )
}

/**
 * Why a place of this employer takes no candidate further today, for the page of a candidate: what `acceptCandidate` would refuse is said before.
 *
 * @returns null when it does; `isRejected` = an officer took it off. `reasons` are those that stand in the way, as an employer may read them
 * @throws Refusal `forbidden`, `not-found`
 */
export async function whyWithheld(ctx: Ctx, positionId: string) {
  const standing = await standingOf(ctx, positionId)
  const today = dayOf(ctx.now)
  if (!(await withheldAmong(ctx.db, [positionId], today)).has(positionId)) return null
  if (standing?.kind === 'withheld' || standing?.kind === 'rejected')
    return { isRejected: standing.kind === 'rejected', reasons: standing.reasons }
  const now = (await publishedToday(ctx.db, [positionId], today)).get(positionId)
  const blocks = (now?.reasons ?? []).filter((one) => one.outcome === 'block' && !one.approved)
  return {
    isRejected: false,
    reasons: forEmployer(blocks).map(({ ruleId, outcome, code, params }) => ({ ruleId, outcome, code, params })),
  }
}
