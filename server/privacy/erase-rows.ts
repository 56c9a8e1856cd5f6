import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { getTableConfig, type PgColumn } from 'drizzle-orm/pg-core'
import type { Tx } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { matchingChanges } from '#db/schema/matching.ts'
import { newcomerLanguages, newcomers } from '#db/schema/newcomers.ts'
import { notices } from '#db/schema/notices.ts'
import { placements } from '#db/schema/placements.ts'
import { erasedStatistics, erasures } from '#db/schema/privacy.ts'
import { proposals } from '#db/schema/proposals.ts'
import { municipalities } from '#db/schema/reference.ts'
import type { ErasureCause } from '#db/values/privacy.ts'
import { auditKeys } from '#server/audit/keys.ts'
import { dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { PERSON_TABLES } from './person-data.ts'
import type { PersonTable, Whose } from './person-table.ts'
import { dutchBandOf, knownBandOf, placedBandOf } from './rules.ts'
import { subjectHash } from './subject-hash.ts'

/** What an erasure did: rows by table, whose caseload it was, and the line of the ledger. */
export type Erased = { rows: Record<string, number>; coachId: string; subjectHash: string }

type Ids = Record<Whose, string[]>

/**
 * Erases everything about one newcomer, by the rules of `person-data.ts`. A placement that there was stays as one of nobody: its proposal and itself
 * get a row of a newcomer that says nothing but the municipality and the month, under a new id. A line to count and a line of the ledger stay.
 *
 * This file alone writes tables of other rooms: an erasure that asks each room would forget one (docs/adr/0014).
 *
 * @param tx all or nothing; a dry run throws it away
 * @returns null when there is no such newcomer
 * @throws Refusal `already-placed`: a placement is planned or runs, and the employer has to know who works there; not after a restore
 */
export async function eraseRows(tx: Tx, newcomerId: string, cause: ErasureCause, now: Date): Promise<Erased | null> {
  // Who proposes this person meanwhile waits here, and then finds nobody.
  const [newcomer] = await tx.select().from(newcomers).where(eq(newcomers.id, newcomerId)).for('update')
  if (!newcomer) return null
  const mine = await tx
    .select({ id: proposals.id, placementId: placements.id, state: placements.state })
    .from(proposals)
    .leftJoin(placements, eq(placements.proposalId, proposals.id))
    .where(eq(proposals.newcomerId, newcomerId))
  const owners = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.newcomerId, newcomerId))
  const kept = mine.filter((one) => one.placementId !== null)
  if (cause !== 'replay' && kept.some((one) => one.state === 'planned' || one.state === 'active'))
    throw new Refusal('already-placed')
  const ids: Ids = {
    newcomer: [newcomerId],
    account: owners.map((one) => one.id),
    proposal: kept.map((one) => one.id),
    placement: kept.flatMap((one) => one.placementId ?? []),
  }
  await keepCount(tx, newcomer, kept.length, now)
  const nobody = kept.length > 0 ? await insertNobody(tx, newcomer) : null
  const rows: Record<string, number> = {}
  const count = (name: string, found: { length: number }) => {
    if (found.length > 0) rows[name] = (rows[name] ?? 0) + found.length
  }
  const dropped = mine.filter((one) => one.placementId === null).map((one) => one.id)
  for (const rule of PERSON_TABLES) {
    const { name } = getTableConfig(rule.table)
    if (rule.table === proposals && dropped.length > 0)
      count(name, await tx.delete(rule.table).where(inArray(proposals.id, dropped)).returning({ id: proposals.id }))
    count(name, await applyRule(tx, rule, ids, nobody))
  }
  count('matching_changes', await forgetInChanges(tx, newcomerId))
  count('notices', await forgetInNotices(tx, newcomerId, mine))
  const hash = subjectHash(newcomerId, auditKeys().current)
  await tx.insert(erasures).values({ subjectHash: hash, cause, erasedAt: now }).onConflictDoNothing()
  return { rows, coachId: newcomer.coachId, subjectHash: hash }
}

async function applyRule(tx: Tx, rule: PersonTable, ids: Ids, nobody: string | null): Promise<{ length: number }> {
  const { table, erase } = rule
  const [whose, column] = rule.by
  if (erase === 'with' || ids[whose].length === 0) return []
  const where = inArray(column, ids[whose])
  if (erase === 'delete') return tx.delete(table).where(where).returning({ one: sql`1` })
  const isRoot = table === proposals || table === placements
  const set: Record<string, unknown> = { ...erase.blank, ...(isRoot ? { newcomerId: nobody } : {}) }
  if (Object.keys(set).length === 0) return []
  return tx.update(table).set(set).where(where).returning({ one: sql`1` })
}

/** A newcomer who is nobody: what a placement must refer to. Days become the first of their month. */
async function insertNobody(tx: Tx, { id }: { id: string }): Promise<string> {
  const nobody = crypto.randomUUID()
  const month = (column: PgColumn): SQL => sql`date_trunc('month', ${column})`
  await tx.execute(sql`
    insert into ${newcomers} (id, coach_id, municipality_code, availability, waiting_since, created_at, updated_at)
    select ${nobody}, coach_id, municipality_code, 'withdrawn', ${month(newcomers.waitingSince)}, ${month(newcomers.createdAt)}, ${month(newcomers.updatedAt)}
    from ${newcomers} where id = ${id}`)
  return nobody
}

/** The one row that stays to count with: month, region and bands. */
async function keepCount(tx: Tx, newcomer: typeof newcomers.$inferSelect, placed: number, now: Date): Promise<void> {
  const [place] = await tx
    .select({ region: municipalities.regionCode })
    .from(municipalities)
    .where(eq(municipalities.code, newcomer.municipalityCode))
  const [spoken] = await tx
    .select({ level: newcomerLanguages.level })
    .from(newcomerLanguages)
    .where(
      and(
        eq(newcomerLanguages.newcomerId, newcomer.id),
        eq(newcomerLanguages.language, 'nld'),
        eq(newcomerLanguages.skill, 'speaking'),
      ),
    )
  const today = dayOf(now)
  await tx.insert(erasedStatistics).values({
    yearMonth: today.slice(0, 7),
    regionCode: place?.region ?? '',
    known: knownBandOf(dayOf(newcomer.createdAt), today),
    dutch: dutchBandOf(spoken?.level ?? null),
    placed: placedBandOf(placed),
  })
}

/** The list of who changed, by which live allocators catch up: ids only, and this one goes out of it. */
const forgetInChanges = (tx: Tx, newcomerId: string): Promise<{ length: number }> =>
  tx.execute(sql`
    update ${matchingChanges} set newcomer_ids = array_remove(newcomer_ids, ${newcomerId}::uuid)
    where newcomer_ids @> array[${newcomerId}::uuid] returning 1`)

/** Messages of others that are about this person; what they lead to is not there any more. */
async function forgetInNotices(
  tx: Tx,
  newcomerId: string,
  mine: readonly { id: string; placementId: string | null }[],
): Promise<{ length: number }> {
  const about = [newcomerId, ...mine.flatMap((one) => [one.id, one.placementId ?? one.id])].join(',')
  return tx.execute(sql`
    delete from ${notices}
    where params ->> 'newcomerId' = ${newcomerId}
      or params ->> 'proposalId' = any(string_to_array(${about}, ','))
      or params ->> 'placementId' = any(string_to_array(${about}, ','))
    returning 1`)
}
