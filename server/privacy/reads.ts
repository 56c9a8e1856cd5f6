import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import type { Reader } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { placements } from '#db/schema/placements.ts'
import { corrections } from '#db/schema/privacy.ts'
import { proposals } from '#db/schema/proposals.ts'
import type { CorrectionPart } from '#db/values/privacy.ts'
import { requireMay, requireRole } from '#server/access/may.ts'
import { type Look, looksAtMe } from '#server/audit/reads.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { occupationsByUri, skillsByUri } from '#server/reference/reads.ts'
import { labelIn } from '#server/reference/rules.ts'
import { type CopyTable, copyTables } from './copy-tables.ts'
import type { Whose } from './person-table.ts'

export type Copy = { format: string; madeAt: string; tables: CopyTable[]; looks: Look[]; withheld: string[] }

/** What is kept of somebody and not in a copy, and why. */
const WITHHELD = ['follow_ups.note: notes of the coach, which may be about other people; ask the coach to read them']

/**
 * Everything that is kept of the signed-in newcomer, by the rules of `person-data.ts`, with who looked (GDPR art. 15 and 20). That a copy was made is
 * written down.
 *
 * @param language for the names of occupations and skills
 * @throws Refusal `forbidden`
 */
export async function copyOfMe(ctx: Ctx, language: string): Promise<Copy> {
  requireMay(ctx.actor, 'privacy.copy')
  requireRole(ctx.actor, 'newcomer')
  const { newcomerId } = ctx.actor
  const tables = await tablesOf(ctx.db, newcomerId, language)
  const looks = await looksAtMe(ctx, 1000)
  await recordAudit(ctx.db, ctx, [{ action: 'newcomer.copied', subject: 'newcomer', subjectId: newcomerId }])
  return { format: 'instroom-copy-1', madeAt: ctx.now.toISOString(), tables, looks, withheld: WITHHELD }
}

/**
 * All tables of one newcomer as a copy shows them. Who may see them is for the caller.
 *
 * @param language for the names of occupations and skills
 */
export async function tablesOf(db: Reader, newcomerId: string, language: string): Promise<CopyTable[]> {
  const tables = await copyTables(db, await idsOf(db, newcomerId))
  await withLabels(db, tables, language)
  return tables
}

async function idsOf(db: Reader, newcomerId: string): Promise<Record<Whose, string[]>> {
  const [owners, offered, placed] = await Promise.all([
    db.select({ id: accounts.id }).from(accounts).where(eq(accounts.newcomerId, newcomerId)),
    // What only the engine and the coach saw was never put to the person; it is kept of them all the same.
    db.select({ id: proposals.id }).from(proposals).where(eq(proposals.newcomerId, newcomerId)),
    db.select({ id: placements.id }).from(placements).where(eq(placements.newcomerId, newcomerId)),
  ])
  const only = (rows: { id: string }[]) => rows.map((row) => row.id)
  return { newcomer: [newcomerId], account: only(owners), proposal: only(offered), placement: only(placed) }
}

/** Occupations and skills with their names beside their addresses. */
async function withLabels(db: Reader, tables: CopyTable[], language: string): Promise<void> {
  const rows = tables.flatMap((one) => one.rows)
  const uris = (key: string) => [...new Set(rows.flatMap((row) => (typeof row[key] === 'string' ? [row[key]] : [])))]
  const [jobs, skills] = await Promise.all([
    occupationsByUri(db, uris('occupationUri')),
    skillsByUri(db, uris('skillUri')),
  ])
  const nameOf = new Map(
    [...jobs.values(), ...skills.values()].map((one) => [one.uri, labelIn(one.labels, language).text]),
  )
  for (const row of rows)
    for (const [key, name] of [
      ['occupationUri', 'occupationName'],
      ['skillUri', 'skillName'],
    ] as const) {
      const uri = row[key]
      if (typeof uri === 'string') row[name] = nameOf.get(uri) ?? uri
    }
}

export type OpenCorrection = { id: string; part: CorrectionPart; askedAt: Date }

/** What a newcomer said is not right and the coach has not answered; for the newcomer or the own coach. @throws Refusal `forbidden` */
export async function openCorrections(ctx: Ctx, newcomerId: string): Promise<OpenCorrection[]> {
  requireRole(ctx.actor, 'newcomer', 'coach')
  const mine = ctx.actor.role === 'newcomer' ? ctx.actor.newcomerId === newcomerId : undefined
  if (mine === false) return []
  return ctx.db
    .select({ id: corrections.id, part: corrections.part, askedAt: corrections.askedAt })
    .from(corrections)
    .innerJoin(newcomers, eq(newcomers.id, corrections.newcomerId))
    .where(
      and(
        eq(corrections.newcomerId, newcomerId),
        isNull(corrections.doneAt),
        ctx.actor.role === 'coach' ? eq(newcomers.coachId, ctx.actor.accountId) : undefined,
      ),
    )
    .orderBy(desc(corrections.askedAt), asc(corrections.part))
}
