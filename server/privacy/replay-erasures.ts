import { and, asc, gt, isNull, ne } from 'drizzle-orm'
import type { Db } from '#db/client.ts'
import { accounts } from '#db/schema/accounts.ts'
import { newcomers } from '#db/schema/newcomers.ts'
import { erasures } from '#db/schema/privacy.ts'
import type { Ctx } from '#server/platform/context.ts'
import { eraseAccount } from './erase-account.ts'
import { eraseNewcomer } from './erase-newcomer.ts'
import { subjectHashes } from './subject-hash.ts'

const PAGE = 1_000

/**
 * After a restore: erases again whoever was erased before, by the ledger that was kept outside the database.
 *
 * @param ledger digests as `subjectHash` writes them; those of the database itself are taken along
 * @param options `dry`: counts, and nothing goes
 * @returns how many newcomers and accounts of staff were looked at, and how many of them are in the ledger
 * @throws Refusal `forbidden`
 */
export async function replayErasures(
  ctx: Ctx,
  ledger: Iterable<string>,
  options: { dry: boolean },
): Promise<{ looked: number; erased: number }> {
  const known = new Set(ledger)
  for (const { subjectHash } of await ledgerOf(ctx.db)) known.add(subjectHash)
  let [looked, erased] = await replayAccounts(ctx, known, options)
  for (let after: string | undefined; ; ) {
    const page = await ctx.db
      .select({ id: newcomers.id })
      .from(newcomers)
      .where(after === undefined ? undefined : gt(newcomers.id, after))
      .orderBy(asc(newcomers.id))
      .limit(PAGE)
    for (const { id } of page) {
      looked += 1
      if (subjectHashes(id).some((hash) => known.has(hash)) && (await eraseNewcomer(ctx, id, 'replay', options)))
        erased += 1
    }
    if (page.length < PAGE) return { looked, erased }
    after = page.at(-1)?.id
  }
}

/** The same for the accounts of staff, who are few. */
async function replayAccounts(
  ctx: Ctx,
  known: ReadonlySet<string>,
  options: { dry: boolean },
): Promise<[looked: number, erased: number]> {
  const staff = await ctx.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(ne(accounts.role, 'newcomer'), isNull(accounts.erasedAt)))
  let erased = 0
  for (const { id } of staff)
    if (subjectHashes(id).some((hash) => known.has(hash)) && (await eraseAccount(ctx, id, 'replay', options)).ok)
      erased += 1
  return [staff.length, erased]
}

/** The ledger as the database has it, to be kept elsewhere. */
export const ledgerOf = (db: Db): Promise<(typeof erasures.$inferSelect)[]> =>
  db.select().from(erasures).orderBy(asc(erasures.erasedAt))
