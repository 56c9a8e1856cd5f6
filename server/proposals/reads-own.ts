import { and, desc, eq } from 'drizzle-orm'
import { elevated } from '#db/bound.ts'
import type { Reader, Tx } from '#db/client.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { positions } from '#db/schema/positions.ts'
import { consents, proposals } from '#db/schema/proposals.ts'
import type { Role } from '#db/values/accounts.ts'
import type { ProposalState } from '#db/values/proposals.ts'
import type { Actor } from '#server/platform/context.ts'
import { isId } from '#server/platform/fields.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { EMPLOYER_STATES, fieldsOfYes, NEWCOMER_STATES } from './rules.ts'

/** What commands need of a proposal: its state, and to whom it belongs on each side. */
export type OwnProposal = {
  id: string
  newcomerId: string
  positionId: string
  state: ProposalState
  stateBefore: ProposalState | null
  version: number
  expectedLevel: string | null
  employerId: string
  coachId: string
  positionState: typeof positions.$inferSelect.state
  availability: typeof newcomers.$inferSelect.availability
}

const sees = (actor: Actor, row: OwnProposal): boolean => {
  if (actor.role === 'coach') return row.coachId === actor.accountId
  if (actor.role === 'newcomer')
    return row.newcomerId === actor.newcomerId && (NEWCOMER_STATES as readonly ProposalState[]).includes(row.state)
  if (actor.role === 'employer')
    return (
      row.employerId === actor.employerId && ([...EMPLOYER_STATES, 'refused'] as ProposalState[]).includes(row.state)
    )
  return actor.role === 'worker'
}

/**
 * The proposal with this id, if this actor may see it in its present state: the coach of the newcomer, the newcomer, the employer of the position.
 *
 * @param roles whose question this is
 * @throws Refusal `forbidden` for another role, `not-found` for a proposal that is not there or not visible
 */
export async function ownProposal(
  db: Reader,
  actor: Actor,
  proposalId: string,
  ...roles: (Role | 'worker')[]
): Promise<OwnProposal> {
  if (!roles.includes(actor.role)) throw new Refusal('forbidden')
  if (!isId(proposalId)) throw new Refusal('not-found')
  const [row] = await elevated(db, 'head-card')
    .select({
      id: proposals.id,
      newcomerId: proposals.newcomerId,
      positionId: proposals.positionId,
      state: proposals.state,
      stateBefore: proposals.stateBefore,
      version: proposals.version,
      expectedLevel: proposals.expectedLevel,
      employerId: positions.employerId,
      coachId: newcomers.coachId,
      positionState: positions.state,
      availability: newcomers.availability,
    })
    .from(proposals)
    .innerJoin(positions, eq(positions.id, proposals.positionId))
    .innerJoin(newcomers, eq(newcomers.id, proposals.newcomerId))
    .where(eq(proposals.id, proposalId))
  if (!row || !sees(actor, row)) throw new Refusal('not-found')
  return row
}

/**
 * Holds the newcomer's availability still until the end of the transaction, so that nobody can stop between this look and the step.
 * @throws Refusal `stale` for a newcomer who stopped
 */
export async function refuseWithdrawn(tx: Tx, newcomerId: string): Promise<void> {
  const [row] = await elevated(tx, 'hold-still')
    .select({ availability: newcomers.availability })
    .from(newcomers)
    .where(eq(newcomers.id, newcomerId))
    .for('share')
  if (row?.availability === 'withdrawn') throw new Refusal('stale')
}

export type LatestConsent = Pick<
  typeof consents.$inferSelect,
  'id' | 'fields' | 'expiresOn' | 'withdrawnAt' | 'employerId' | 'givenAt' | 'language' | 'textVersion'
>

/**
 * The newest consent of a proposal to this employer, with what it gives (`fieldsOfYes`); null when there never was one. Whether it stands is
 * `consentStands`.
 */
export async function consentOf(db: Reader, proposalId: string, employerId: string): Promise<LatestConsent | null> {
  const [row] = await db
    .select({
      id: consents.id,
      fields: consents.fields,
      expiresOn: consents.expiresOn,
      withdrawnAt: consents.withdrawnAt,
      employerId: consents.employerId,
      givenAt: consents.givenAt,
      language: consents.language,
      textVersion: consents.textVersion,
    })
    .from(consents)
    .where(and(eq(consents.proposalId, proposalId), eq(consents.employerId, employerId)))
    .orderBy(desc(consents.givenAt))
    .limit(1)
  return row ? { ...row, fields: fieldsOfYes(row) } : null
}
