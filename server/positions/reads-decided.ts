import { inArray } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { positions } from '#db/schema/positions.ts'
import type { Judged } from '#db/values/positions.ts'
import { standingOverridesOf } from '#server/cases/reads-overrides.ts'
import { judgedOf, withOverrides } from '#server/cases/rules-overrides.ts'
import type { SafeguardPolicy } from '#server/safeguards/rules/policy.ts'
import { type Verdict, withApproval } from '#server/safeguards/rules/verdict.ts'
import { approvedStandingOf } from './reads-standing.ts'
import { approvedReasonsOf } from './reads-verdicts.ts'

/**
 * What people decided about these positions and still counts: approvals of the newest publish verdict and of what held it up on the site since, and
 * overrides by two people, as far as the place is still what they judged. A few queries for all of them.
 * @param today Dutch day, `YYYY-MM-DD`
 * @returns a function that gives the verdict on a position after those decisions. `days` = the term of a start or a longer term there: what two people
 *   let pass of the place counts only for days that they judged
 */
export async function decidedFor(reader: Reader, positionIds: readonly string[], today: string) {
  const db = elevated(reader, 'judge-place')
  const [approved, standing, overrides] = await Promise.all([
    approvedReasonsOf(db, [...positionIds], today),
    approvedStandingOf(db, positionIds, today),
    standingOverridesOf(db, positionIds, today),
  ])
  const bound = [...overrides.keys()]
  const rows = bound.length ? await db.select().from(positions).where(inArray(positions.id, bound)) : []
  const now = new Map(rows.map((row) => [row.id, judgedOf(row)]))
  return (positionId: string, verdict: Verdict, policy: SafeguardPolicy, days?: Days): Verdict => {
    const allowed = withApproval(verdict, [...(approved.get(positionId) ?? []), ...(standing.get(positionId) ?? [])])
    const judged = now.get(positionId)
    const bound = (overrides.get(positionId) ?? []).filter((one) => days === undefined || isWithin(days, one.judged))
    return judged ? withOverrides(allowed, bound, policy, judged) : allowed
  }
}

type Days = Pick<Judged, 'startsOn' | 'endsOn'>

/** Whether a term lies within the days that were judged; no end was judged = any end is within. */
const isWithin = ({ startsOn, endsOn }: Days, judged: Judged | null): boolean =>
  judged !== null &&
  startsOn >= judged.startsOn &&
  (judged.endsOn === null || (endsOn !== null && endsOn <= judged.endsOn))
