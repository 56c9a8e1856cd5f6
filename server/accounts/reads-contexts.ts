import { eq, inArray, sql } from 'drizzle-orm'
import { accounts } from '#db/schema/accounts.ts'
import { employers } from '#db/schema/employers.ts'
import { municipalities } from '#db/schema/reference.ts'
import type { Role } from '#db/values/accounts.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { Account } from './reads.ts'
import { isComplete, maySwitch } from './rules-session.ts'
import { accountsBeside } from './standing.ts'

/**
 * As whom the person behind this session can go on: every account of the same address, the one of now among them. Empty where there is nothing
 * to choose. Before the second step no more of them than it takes to choose: the role, and the organisation only where two have the same role.
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
  const isAlone = (role: Role) => rows.filter((one) => one.role === role).length === 1
  return rows.map((row) => ({
    ...row,
    organisation: !isComplete(me) && isAlone(row.role) ? null : row.organisation,
    isNow: row.accountId === me.accountId,
  }))
}
