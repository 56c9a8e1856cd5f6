import { and, asc, eq, gte, inArray, isNull, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { elevated } from '#db/bound.ts'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { safeguardOverrides } from '#db/schema/decisions.ts'
import { employers, establishments } from '#db/schema/employers.ts'
import { positions, positionVerdicts } from '#db/schema/positions.ts'
import { places } from '#db/schema/reference.ts'
import type { Moment } from '#db/values/safeguards.ts'
import { requireRole } from '#server/access/may.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { groupBy } from '#server/platform/group-by.ts'
import type { BoundOverride } from './rules-overrides.ts'

/**
 * The overrides of places that two people decided and whose term has not passed, per position: what `withOverrides` takes, with the terms that they are
 * bound to.
 * @param today Dutch day, `YYYY-MM-DD`; the last day of the term counts
 */
export async function standingOverridesOf(
  db: Reader,
  positionIds: readonly string[],
  today: string,
): Promise<Map<string, BoundOverride[]>> {
  if (positionIds.length === 0) return new Map()
  const about = and(inArray(safeguardOverrides.positionId, [...positionIds]), isNull(positionVerdicts.newcomerId))
  return groupBy(await confirmedWhere(db, about, today), (row) => row.positionId)
}

/**
 * The overrides of one start, or of one longer term, that two people decided and whose term has not passed.
 * @param today as of `standingOverridesOf`
 */
export const pairOverridesOf = (
  db: Reader,
  pair: { newcomerId: string; positionId: string },
  moment: Extract<Moment, 'start' | 'extend'>,
  today: string,
): Promise<BoundOverride[]> =>
  confirmedWhere(
    db,
    and(
      eq(safeguardOverrides.positionId, pair.positionId),
      eq(positionVerdicts.newcomerId, pair.newcomerId),
      eq(positionVerdicts.moment, moment),
    ),
    today,
  )

async function confirmedWhere(db: Reader, about: SQL | undefined, today: string) {
  const rows = await db
    .select({
      id: safeguardOverrides.id,
      positionId: safeguardOverrides.positionId,
      reasons: safeguardOverrides.reasons,
      decidedBy: safeguardOverrides.askedBy,
      secondBy: safeguardOverrides.secondBy,
      judged: positionVerdicts.judged,
      secondAt: safeguardOverrides.secondAt,
    })
    .from(safeguardOverrides)
    .innerJoin(positionVerdicts, eq(positionVerdicts.id, safeguardOverrides.verdictId))
    .where(and(about, eq(safeguardOverrides.state, 'confirmed'), gte(safeguardOverrides.validUntil, today)))
  return rows.flatMap(({ secondBy, secondAt, reasons, ...row }) =>
    secondBy === null || secondAt === null
      ? []
      : [
          {
            ...row,
            secondBy,
            passedBy: {
              kind: 'override' as const,
              id: row.id,
              role: 'two-officers' as const,
              on: dayOf(secondAt),
            },
            reasons: reasons.flatMap(({ ruleId, code, params }) =>
              ruleId === undefined ? [] : [{ ruleId, code, params }],
            ),
          },
        ],
  )
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
  return elevated(db, 'say-who')
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
  const rows = await elevated(ctx.db, 'say-who')
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
