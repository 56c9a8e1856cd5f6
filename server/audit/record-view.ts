import { eq, inArray } from 'drizzle-orm'
import { positionVerdicts } from '#db/schema/positions.ts'
import { proposals } from '#db/schema/proposals.ts'
import type { ViewAction } from '#db/values/audit.ts'
import type { Actor, Ctx } from '#server/platform/context.ts'
import { recordAudit } from './record.ts'

/**
 * Somebody looks at these newcomers. A page says so after it read them and before it answers: when it cannot be written down, nothing is shown.
 *
 * @param page which page, as a word
 */
export async function recordPersonViews(
  ctx: Ctx,
  action: ViewAction,
  newcomerIds: readonly string[],
  page: string,
): Promise<void> {
  await recordAudit(
    ctx.db,
    ctx,
    [...new Set(newcomerIds)].map((subjectId) => ({ action, subject: 'newcomer', subjectId, detail: { page } })),
  )
}

/** The same for a page that knows proposals, and must not know of whom: an employer's. @param shown each with what was seen of it */
export async function recordProposalViews(
  ctx: Ctx,
  shown: readonly { proposalId: string; action: ViewAction }[],
  page: string,
): Promise<void> {
  if (shown.length === 0) return
  const rows = await ctx.db
    .select({ proposalId: proposals.id, newcomerId: proposals.newcomerId, positionId: proposals.positionId })
    .from(proposals)
    .where(
      inArray(
        proposals.id,
        shown.map((one) => one.proposalId),
      ),
    )
  const actionOf = new Map(shown.map((one) => [one.proposalId, one.action]))
  await recordAudit(
    ctx.db,
    ctx,
    rows.map(({ proposalId, newcomerId, positionId }) => ({
      action: actionOf.get(proposalId) ?? 'card.viewed',
      subject: 'newcomer',
      subjectId: newcomerId,
      detail: { page, proposalId, positionId },
    })),
  )
}

/** Somebody opens an answer of the safeguards. Where it is about a person and a place, it is a look at that person too. */
export async function recordCaseView(ctx: Ctx, verdictId: string): Promise<void> {
  const [verdict] = await ctx.db
    .select({ newcomerId: positionVerdicts.newcomerId, positionId: positionVerdicts.positionId })
    .from(positionVerdicts)
    .where(eq(positionVerdicts.id, verdictId))
  if (!verdict) return
  const { newcomerId, positionId } = verdict
  const detail = { page: 'case', verdictId }
  await recordAudit(ctx.db, ctx, [
    { action: 'case.viewed', subject: 'position', subjectId: positionId, detail },
    ...(newcomerId ? [{ action: 'case.viewed', subject: 'newcomer' as const, subjectId: newcomerId, detail }] : []),
  ])
}

/** A coach looks for people of the own municipality by what they can do. What was asked is not written down: it says who somebody has in mind. */
export async function recordProfileSearch(ctx: Ctx, found: number): Promise<void> {
  const subjectId = ctx.actor.municipalityCode ?? ''
  await recordAudit(ctx.db, ctx, [
    { action: 'profiles.searched', subject: 'municipality', subjectId, detail: { page: 'profiles', found } },
  ])
}

/** Somebody takes counts of the own municipality along as a file. */
export async function recordCountsExport(ctx: Ctx, page: string): Promise<void> {
  const subjectId = ctx.actor.municipalityCode ?? ''
  await recordAudit(ctx.db, ctx, [{ action: 'counts.exported', subject: 'municipality', subjectId, detail: { page } }])
}

/**
 * Somebody was refused a page or an act.
 *
 * @param ctx `actor` null = nobody is signed in
 * @param denied `objectId` '' = none was named; `named`: what the form named beside it; `isLast`: of a limit, after which nothing more is written
 */
export async function recordDenial(
  ctx: Pick<Ctx, 'db' | 'now'> & { actor: Actor | null },
  denied: { status: number; desk: string; objectId: string; named?: readonly string[]; isLast?: boolean },
): Promise<void> {
  const { status, desk, objectId, named = [], isLast = false } = denied
  const detail = {
    status,
    desk,
    ...(named.length > 0 && { named: named.join(' ') }),
    ...(isLast && { more: 'not-written' }),
  }
  await recordAudit(ctx.db, ctx, [{ action: 'denied', subject: 'page', subjectId: objectId, detail }])
}
