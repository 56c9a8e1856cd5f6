import { eq } from 'drizzle-orm'
import { accounts } from '#db/schema/accounts.ts'
import type { Role } from '#db/values/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import { recordAudit } from '#server/audit/record.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { auditOf } from './audit-of.ts'
import { type OpenedSession, openSession } from './open-session.ts'
import type { Account } from './reads.ts'
import { maySwitch } from './rules-session.ts'
import { accountsBeside } from './standing.ts'

/**
 * Goes on with another account of the same address. It is a new session with a new token; the one that asked ends, so that no page ever has
 * the rights of two. It knows no more than that the mailbox is theirs: what the other account asks beside that is asked again.
 *
 * @param input `old` the session token that the browser has
 * @throws Refusal `forbidden` for a session that no mailbox stands behind (a card, an identity provider), `not-found` for an account of another address
 */
export async function switchAccount(
  ctx: Pick<Ctx, 'db' | 'now'>,
  me: Account,
  input: { accountId: string; old: string | null; device: string | null },
): Promise<OpenedSession & { role: Role; language: ScreenLanguage }> {
  const { db, now } = ctx
  const proof = maySwitch(me)
  if (proof === null) throw new Refusal('forbidden')
  return db.transaction(async (tx) => {
    const beside = await accountsBeside(tx, me.accountId)
    const chosen = beside.find(({ id }) => id === input.accountId)
    if (!chosen) throw new Refusal('not-found')
    const [account] = await tx
      .select({ id: accounts.id, role: accounts.role, language: accounts.language })
      .from(accounts)
      .where(eq(accounts.id, chosen.id))
    if (!account) throw new Refusal('not-found')
    const { role, language } = account
    const proved = {
      aal: proof === 'demo' ? (2 as const) : (1 as const),
      amr: [proof],
      device: input.device,
      provedAt: me.provedAt,
    }
    await recordAudit(tx, { actor: me, now }, [auditOf('account.switched', chosen.id, { from: me.accountId })])
    return { role, language, ...(await openSession(tx, account, input.old, now, proved)) }
  })
}
