import { and, asc, eq, gte, inArray } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { safeguardOverrides } from '#db/schema/decisions.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { positions } from '#db/schema/positions.ts'
import { places } from '#db/schema/reference.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'
import { groupBy } from '#server/platform/group-by.ts'
import type { Override } from '#server/safeguards/rules/override.ts'

/**
 * The overrides that two people decided and whose term has not passed, per position: what `withOverrides` takes. They cover reasons word for word, so
 * they outlive an edit of the position that leaves the reason as it was.
 * @param today Dutch day, `YYYY-MM-DD`; the last day of the term counts
 */
export async function standingOverridesOf(
  db: Reader,
  positionIds: readonly string[],
  today: string,
): Promise<Map<string, Override[]>> {
  if (positionIds.length === 0) return new Map()
  const rows = await db
    .select({
      positionId: safeguardOverrides.positionId,
      reasons: safeguardOverrides.reasons,
      decidedBy: safeguardOverrides.askedBy,
      secondBy: safeguardOverrides.secondBy,
    })
    .from(safeguardOverrides)
    .where(
      and(
        inArray(safeguardOverrides.positionId, [...positionIds]),
        eq(safeguardOverrides.state, 'confirmed'),
        gte(safeguardOverrides.validUntil, today),
      ),
    )
  const given = rows.flatMap(({ positionId, reasons, decidedBy, secondBy }) =>
    secondBy === null
      ? []
      : [
          {
            positionId,
            decidedBy,
            secondBy,
            reasons: reasons.flatMap(({ ruleId, code, params }) =>
              ruleId === undefined ? [] : [{ ruleId, code, params }],
            ),
          },
        ],
  )
  return groupBy(given, (row) => row.positionId)
}

const second = alias(accounts, 'second')
const columns = {
  id: safeguardOverrides.id,
  positionId: safeguardOverrides.positionId,
  verdictId: safeguardOverrides.verdictId,
  reasons: safeguardOverrides.reasons,
  motivation: safeguardOverrides.motivation,
  validUntil: safeguardOverrides.validUntil,
  policyVersion: safeguardOverrides.policyVersion,
  state: safeguardOverrides.state,
  askedBy: safeguardOverrides.askedBy,
  askedByName: accounts.displayName,
  askedAt: safeguardOverrides.askedAt,
  secondByName: second.displayName,
  secondAt: safeguardOverrides.secondAt,
  secondMotivation: safeguardOverrides.secondMotivation,
}

/** Every override that was asked for one answer, the oldest first, with the names of both people: for officers. */
export async function overridesAskedFor(db: Reader, verdictId: string) {
  return db
    .select(columns)
    .from(safeguardOverrides)
    .innerJoin(accounts, eq(accounts.id, safeguardOverrides.askedBy))
    .leftJoin(second, eq(second.id, safeguardOverrides.secondBy))
    .where(eq(safeguardOverrides.verdictId, verdictId))
    .orderBy(asc(safeguardOverrides.askedAt))
}

/**
 * The overrides in the officer's municipality that wait for a second person, who waits longest first; `isOwn` = this officer asked, and so cannot
 * confirm.
 *
 * @throws Refusal `forbidden` for anybody but an officer
 */
export async function overridesWaiting(ctx: Ctx) {
  const { actor } = ctx
  requireRole(actor, 'officer')
  const rows = await ctx.db
    .select({ ...columns, code: positions.code, title: positions.title, employerName: employers.name })
    .from(safeguardOverrides)
    .innerJoin(accounts, eq(accounts.id, safeguardOverrides.askedBy))
    .leftJoin(second, eq(second.id, safeguardOverrides.secondBy))
    .innerJoin(positions, eq(positions.id, safeguardOverrides.positionId))
    .innerJoin(employers, eq(employers.id, positions.employerId))
    .innerJoin(establishments, eq(establishments.id, positions.establishmentId))
    .innerJoin(places, eq(places.postcode4, establishments.postcode4))
    .where(and(eq(safeguardOverrides.state, 'asked'), eq(places.municipalityCode, actor.municipalityCode)))
    .orderBy(asc(safeguardOverrides.askedAt))
  return rows.map((row) => ({ ...row, isOwn: row.askedBy === actor.accountId }))
}
