import { eq, inArray, sql } from 'drizzle-orm'
import { accounts } from '#db/schema/accounts.ts'
import { employers } from '#db/schema/employers.ts'
import { municipalities } from '#db/schema/reference.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { Account } from './reads.ts'
import { maySwitch } from './rules.ts'
import { accountsBeside } from './standing.ts'

/**
 * As whom the person behind this session can go on: every account of the same address, the one of now among them. Empty where there is nothing
 * to choose.
 */
export async function ownContexts({ db }: Pick<Ctx, 'db'>, me: Account) {
  if (!me.hasOthers || maySwitch(me) === null) return []
  const ids = (await accountsBeside(db, me.accountId)).map(({ id }) => id)
  if (ids.length < 2) return []
  const rows = await db
    .select({
      accountId: accounts.id,
      role: accounts.role,
      isAdmin: accounts.isAdmin,
      organisation: sql<string | null>`coalesce(${employers.name}, ${municipalities.name})`,
    })
    .from(accounts)
    .leftJoin(employers, eq(employers.id, accounts.employerId))
    .leftJoin(municipalities, eq(municipalities.code, accounts.municipalityCode))
    .where(inArray(accounts.id, ids))
    .orderBy(accounts.createdAt, accounts.id)
  return rows.map((row) => ({ ...row, isNow: row.accountId === me.accountId }))
}
