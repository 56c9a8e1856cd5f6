import { and, desc, eq, gt, inArray } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { placements } from '#db/schema/placements.ts'
import { positionVerdicts, type StoredReason, safeguardDecisions } from '#db/schema/positions.ts'
import { consents } from '#db/schema/proposals.ts'
import type { DecisionOutcome, Outcome } from '#db/values/safeguards.ts'
import { dayOf } from '#server/platform/context.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'
import { checksOf } from './reads-checks.ts'
import { askToStart } from './reads-start.ts'
import { BEGIN_RULES, partOf } from './rules-begin.ts'

type Agreed = Pick<
  typeof placements.$inferSelect,
  'id' | 'proposalId' | 'newcomerId' | 'positionId' | 'startsOn' | 'endsOn' | 'mentor' | 'learningGoals'
>

/**
 * The answer on the first day of an agreed placement: the moment `start` on today's facts, of the rules whose facts can have changed since.
 * @param today `YYYY-MM-DD`, the day in the Netherlands
 * @returns null when the position or the newcomer is gone
 */
export async function agreementAskedOn(db: Reader, agreed: Agreed, today: string): Promise<Verdict | null> {
  const [[consent], checks] = await Promise.all([
    db
      .select({ givenAt: consents.givenAt, withdrawnAt: consents.withdrawnAt })
      .from(consents)
      .where(eq(consents.proposalId, agreed.proposalId))
      .orderBy(desc(consents.givenAt))
      .limit(1),
    checksOf(db, agreed.id),
  ])
  const consentOn = consent && consent.withdrawnAt === null ? dayOf(consent.givenAt) : null
  const asked = await askToStart(db, { ...agreed, ...checks, consentOn }, today)
  return asked && partOf(asked.verdict, BEGIN_RULES)
}

/**
 * The newest answer about this start since the agreement was made, which is what people were told; null when none was asked yet.
 */
export async function firstDayAnswerOf(
  db: Reader,
  agreed: Pick<typeof placements.$inferSelect, 'newcomerId' | 'positionId' | 'createdAt'>,
): Promise<{ id: string; reasons: StoredReason[] } | null> {
  const [row] = await db
    .select({ id: positionVerdicts.id, reasons: positionVerdicts.reasons })
    .from(positionVerdicts)
    .where(
      and(
        eq(positionVerdicts.positionId, agreed.positionId),
        eq(positionVerdicts.newcomerId, agreed.newcomerId),
        eq(positionVerdicts.moment, 'start'),
        eq(positionVerdicts.kind, 'taken'),
        gt(positionVerdicts.askedAt, agreed.createdAt),
      ),
    )
    .orderBy(desc(positionVerdicts.askedAt))
    .limit(1)
  return row ?? null
}

export type HeldStart = {
  verdictId: string
  outcome: Outcome
  reasons: StoredReason[]
  /** What an officer said; null = nobody decided. */
  decision: { outcome: DecisionOutcome; motivation: string } | null
}

/**
 * What holds up the start of planned placements whose first day has come, for the coach whose they are.
 * @returns by placement; absent = nothing does
 */
export async function heldStartsOf(db: Reader, placementIds: readonly string[]): Promise<Map<string, HeldStart>> {
  if (placementIds.length === 0) return new Map()
  const rows = await db
    .selectDistinctOn([placements.id], {
      placementId: placements.id,
      verdictId: positionVerdicts.id,
      outcome: positionVerdicts.outcome,
      reasons: positionVerdicts.reasons,
      decided: safeguardDecisions.outcome,
      motivation: safeguardDecisions.motivation,
    })
    .from(placements)
    .innerJoin(
      positionVerdicts,
      and(
        eq(positionVerdicts.positionId, placements.positionId),
        eq(positionVerdicts.newcomerId, placements.newcomerId),
        eq(positionVerdicts.moment, 'start'),
        eq(positionVerdicts.kind, 'taken'),
        gt(positionVerdicts.askedAt, placements.createdAt),
      ),
    )
    .leftJoin(safeguardDecisions, eq(safeguardDecisions.verdictId, positionVerdicts.id))
    .where(and(inArray(placements.id, [...placementIds]), eq(placements.state, 'planned')))
    .orderBy(placements.id, desc(positionVerdicts.askedAt))
  return new Map(
    rows
      .filter(({ outcome }) => outcome === 'human' || outcome === 'block')
      .map(({ placementId, decided, motivation, ...row }) => [
        placementId,
        { ...row, decision: decided === null ? null : { outcome: decided, motivation: motivation ?? '' } },
      ]),
  )
}
