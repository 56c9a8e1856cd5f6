import { and, desc, eq, exists, sql } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { caseMessages } from '#db/schema/decisions.ts'
import { positions, positionVerdicts } from '#db/schema/positions.ts'
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
 * The case behind one stored answer. An employer has the own positions, without answers about a pair, which hold outcomes of checks of a person. An
 * officer has those in the municipality that came before them: not a draft that its employer still writes, unless the employer brought it up.
 *
 * @param lock `locked` keeps another decision on this answer away until the end of the transaction
 * @throws Refusal `forbidden` for another role, `not-found`
 */
export async function caseRow(db: Reader, actor: Actor, verdictId: string, lock?: 'locked'): Promise<CaseRow> {
  requireRole(actor, 'employer', 'officer')
  const found = db
    .select({ verdict: positionVerdicts, position: positions, isBroughtUp: exists(broughtUp(db)).mapWith(Boolean) })
    .from(positionVerdicts)
    .innerJoin(positions, eq(positions.id, positionVerdicts.positionId))
    .where(eq(positionVerdicts.id, verdictId))
  const [row] = isId(verdictId) ? await (lock ? found.for('update', { of: positionVerdicts }) : found) : []
  const establishment = row ? await establishmentOf(db, row.position.establishmentId) : null
  if (!row || !establishment) throw new Refusal('not-found')
  const { verdict, position, isBroughtUp } = row
  const isOwn =
    actor.role === 'employer'
      ? position.employerId === actor.employerId && verdict.newcomerId === null
      : establishment.municipalityCode === actor.municipalityCode && (position.state !== 'draft' || isBroughtUp)
  if (!isOwn) throw new Refusal('not-found')
  return { verdict, position, establishment }
}

/** Whether the employer wrote about the answer. */
const broughtUp = (db: Reader) =>
  db
    .select({ one: sql`1` })
    .from(caseMessages)
    .where(and(eq(caseMessages.verdictId, positionVerdicts.id), eq(caseMessages.writtenByRole, 'employer')))

/** The id of the newest answer at publish, blocked tries included: what an employer read last; null when there is none. */
export async function newestAtPublish(db: Reader, positionId: string): Promise<string | null> {
  const [row] = await db
    .select({ id: positionVerdicts.id })
    .from(positionVerdicts)
    .where(and(eq(positionVerdicts.positionId, positionId), eq(positionVerdicts.moment, 'publish')))
    .orderBy(desc(positionVerdicts.askedAt))
    .limit(1)
  return row?.id ?? null
}
