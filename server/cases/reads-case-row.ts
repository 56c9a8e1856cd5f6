import { and, desc, eq, exists, isNull, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Reader } from '#db/client.ts'
import { caseMessages } from '#db/schema/decisions.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions, positionVerdicts, safeguardDecisions } from '#db/schema/positions.ts'
import { requireRole } from '#server/access/may.ts'
import { type EstablishmentView, establishmentOf } from '#server/employers/reads.ts'
import type { Actor } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'

export type CaseRow = {
  verdict: typeof positionVerdicts.$inferSelect
  position: typeof positions.$inferSelect
  establishment: EstablishmentView
}

/**
 * The case behind one stored answer. An employer has the own positions, without answers about a pair, which hold outcomes of checks of a person. A coach
 * has those about a pair of the own caseload. An officer has those in the municipality that came before them: not a draft that its employer still writes,
 * unless it was decided about or the employer brought it up.
 *
 * @param lock `locked` keeps another decision on this answer away until the end of the transaction
 * @throws Refusal `forbidden` for another role, `not-found`
 */
export async function caseRow(db: Reader, actor: Actor, verdictId: string, lock?: 'locked'): Promise<CaseRow> {
  requireRole(actor, 'employer', 'coach', 'officer')
  const found = db
    .select({
      verdict: positionVerdicts,
      position: positions,
      cameUp: sql`${exists(broughtUp(db))} or ${exists(decided(db))}`.mapWith(Boolean),
    })
    .from(positionVerdicts)
    .innerJoin(positions, eq(positions.id, positionVerdicts.positionId))
    .where(eq(positionVerdicts.id, verdictId))
  const [row] = isId(verdictId) ? await (lock ? found.for('update', { of: positionVerdicts }) : found) : []
  const establishment = row ? await establishmentOf(db, row.position.establishmentId) : null
  if (!row || !establishment) throw new Refusal('not-found')
  const { verdict, position, cameUp } = row
  const isOwn =
    actor.role === 'employer'
      ? position.employerId === actor.employerId && verdict.newcomerId === null
      : actor.role === 'coach'
        ? await isOwnNewcomer(db, actor, verdict.newcomerId)
        : establishment.municipalityCode === actor.municipalityCode && (position.state !== 'draft' || cameUp)
  if (!isOwn) throw new Refusal('not-found')
  return { verdict, position, establishment }
}

async function isOwnNewcomer(db: Reader, { accountId }: Actor, newcomerId: string | null): Promise<boolean> {
  if (newcomerId === null || accountId === null) return false
  const [row] = await db.select({ coachId: newcomers.coachId }).from(newcomers).where(eq(newcomers.id, newcomerId))
  return row?.coachId === accountId
}

/** Whether the employer wrote about this answer, or about another one on the same place. */
const broughtUp = (db: Reader) => {
  const about = alias(positionVerdicts, 'about')
  return db
    .select({ one: sql`1` })
    .from(caseMessages)
    .innerJoin(about, eq(about.id, caseMessages.verdictId))
    .where(and(eq(about.positionId, positionVerdicts.positionId), eq(caseMessages.writtenByRole, 'employer')))
}

const decided = (db: Reader) =>
  db.select({ one: sql`1` }).from(safeguardDecisions).where(eq(safeguardDecisions.verdictId, positionVerdicts.id))

/** Whether no other answer came after this one at the same moment, about the same place or pair: blocked tries count. */
export async function isNewest(db: Reader, verdict: CaseRow['verdict']): Promise<boolean> {
  const { newcomerId } = verdict
  const [row] = await db
    .select({ id: positionVerdicts.id })
    .from(positionVerdicts)
    .where(
      and(
        eq(positionVerdicts.positionId, verdict.positionId),
        eq(positionVerdicts.moment, verdict.moment),
        eq(positionVerdicts.kind, verdict.kind),
        newcomerId === null ? isNull(positionVerdicts.newcomerId) : eq(positionVerdicts.newcomerId, newcomerId),
      ),
    )
    .orderBy(desc(positionVerdicts.askedAt), desc(positionVerdicts.id))
    .limit(1)
  return row?.id === verdict.id
}
