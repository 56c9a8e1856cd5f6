import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { auditEntries } from '#db/schema/audit.ts'
import { employers } from '#db/schema/employers.ts'
import { municipalities } from '#db/schema/reference.ts'
import { VIEW_ACTIONS, type ViewAction } from '#db/values/audit.ts'
import { requireRole } from '#server/access/may.ts'
import type { Ctx } from '#server/platform/context.ts'

/** `on`: the Dutch day `YYYY-MM-DD`; `times`: how often that day; `organisation`: name of the employer or municipality. */
export type Look = { on: string; role: string; organisation: string; action: ViewAction; times: number }

/**
 * Who looked at the signed-in newcomer, by day, role and organisation, newest first: no name of a person (GDPR art. 15, CJEU C-579/21 leaves the
 * names of employees out). What newcomers themselves open is not in it.
 *
 * @throws Refusal `forbidden`
 */
export async function looksAtMe(ctx: Ctx, limit = 200): Promise<Look[]> {
  requireRole(ctx.actor, 'newcomer')
  const day = sql<string>`to_char(${auditEntries.at} at time zone 'Europe/Amsterdam', 'YYYY-MM-DD')`
  const rows = await ctx.db
    .select({
      on: day,
      role: auditEntries.actorRole,
      organisation: sql<string>`coalesce(${employers.name}, ${municipalities.name}, '')`,
      action: auditEntries.action,
      times: sql<number>`count(*)::int`,
    })
    .from(auditEntries)
    .leftJoin(employers, sql`${employers.id}::text = ${auditEntries.organisation}`)
    .leftJoin(municipalities, eq(municipalities.code, auditEntries.organisation))
    .where(
      and(
        eq(auditEntries.subjectId, ctx.actor.newcomerId),
        eq(auditEntries.subject, 'newcomer'),
        inArray(auditEntries.action, [...VIEW_ACTIONS]),
      ),
    )
    .groupBy(sql`1, 2, 3, 4`)
    .orderBy(desc(sql`1`), sql`2, 3, 4`)
    .limit(limit)
  return rows.map((row) => ({ ...row, action: row.action as ViewAction }))
}

/** `on`: the Dutch day; of which proposal, and what was seen. */
export type LookOfEmployer = {
  proposalId: string
  on: string
  action: 'card.viewed' | 'identity.viewed'
  times: number
}

/**
 * When employers looked at the signed-in newcomer, by proposal and day, newest first.
 *
 * @throws Refusal `forbidden`
 */
export async function looksOfEmployers(ctx: Ctx): Promise<LookOfEmployer[]> {
  requireRole(ctx.actor, 'newcomer')
  const rows = await ctx.db
    .select({
      proposalId: sql<string>`${auditEntries.detail} ->> 'proposalId'`,
      on: sql<string>`to_char(${auditEntries.at} at time zone 'Europe/Amsterdam', 'YYYY-MM-DD')`,
      action: auditEntries.action,
      times: sql<number>`count(*)::int`,
    })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.subjectId, ctx.actor.newcomerId),
        eq(auditEntries.subject, 'newcomer'),
        eq(auditEntries.actorRole, 'employer'),
        inArray(auditEntries.action, ['card.viewed', 'identity.viewed']),
        sql`${auditEntries.detail} ? 'proposalId'`,
      ),
    )
    .groupBy(sql`1, 2, 3`)
    .orderBy(desc(sql`2`), sql`1, 3`)
    .limit(1_000)
  // The query asks for these two.
  return rows.map((row) => ({ ...row, action: row.action as LookOfEmployer['action'] }))
}
