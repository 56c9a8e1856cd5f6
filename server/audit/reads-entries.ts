import { and, asc, desc, eq, gte, like, lt, or, type SQL, sql } from 'drizzle-orm'
import { auditEntries, auditHeads } from '#db/schema/audit.ts'
import { requireMay } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'

/** What the auditor asks for: everything, or what belongs together. */
export const AUDIT_QUESTIONS = ['all', 'denied', 'openings', 'retention', 'accounts'] as const
export type AuditQuestion = (typeof AUDIT_QUESTIONS)[number]

const WHERE: Record<AuditQuestion, SQL | undefined> = {
  all: undefined,
  denied: eq(auditEntries.action, 'denied'),
  openings: like(auditEntries.action, 'opening.%'),
  retention: or(
    like(auditEntries.action, 'retention.%'),
    like(auditEntries.action, 'privacy.%'),
    like(auditEntries.action, '%.erased'),
  ),
  accounts: or(like(auditEntries.action, 'account.%'), like(auditEntries.action, 'organisation.%')),
}

/** How many lines a page shows. */
export const AUDIT_LINES = 100

/**
 * Lines of the audit, newest first: ids and codes as they were written, no name and no text.
 *
 * @param asked `stream` null = every chain; `from` and `until` Dutch days `YYYY-MM-DD`, both included
 * @throws Refusal `forbidden`
 */
export async function auditLines(
  ctx: Ctx,
  asked: { question: AuditQuestion; stream: string | null; from: string; until: string },
) {
  requireMay(ctx.actor, 'audit.read')
  const dayStart = (day: string, plus = 0) =>
    sql<Date>`((${day}::date + ${plus}::int)::timestamp at time zone 'Europe/Amsterdam')`
  return ctx.db
    .select({
      id: auditEntries.id,
      stream: auditEntries.stream,
      seq: auditEntries.seq,
      at: auditEntries.at,
      actorId: auditEntries.actorId,
      actorRole: auditEntries.actorRole,
      action: auditEntries.action,
      subject: auditEntries.subject,
      subjectId: auditEntries.subjectId,
      detail: auditEntries.detail,
    })
    .from(auditEntries)
    .where(
      and(
        WHERE[asked.question],
        asked.stream === null ? undefined : eq(auditEntries.stream, asked.stream),
        gte(auditEntries.at, dayStart(asked.from)),
        lt(auditEntries.at, dayStart(asked.until, 1)),
      ),
    )
    .orderBy(desc(auditEntries.at), desc(auditEntries.id))
    .limit(AUDIT_LINES)
}

/** The chains that there are, by name. @throws Refusal `forbidden` */
export async function auditStreams(ctx: Ctx): Promise<string[]> {
  requireMay(ctx.actor, 'audit.read')
  const rows = await ctx.db
    .select({ stream: auditHeads.stream })
    .from(auditHeads)
    .orderBy(asc(auditHeads.stream))
    .limit(500)
  return rows.map(({ stream }) => stream)
}
