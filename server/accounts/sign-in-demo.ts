import { and, eq } from 'drizzle-orm'
import { accounts } from '#db/schema/accounts.ts'
import type { Proof, Role } from '#db/values/accounts.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type OpenedSession, openSession } from './open-session.ts'

/**
 * Signs in as a demo persona, without proof, and as far as if a second step was taken, so that one click shows every desk. Only in demo mode and only for accounts that the demo seed marked; production mode switches
 * `env.demo` off for good.
 *
 * @param input `demo` is `env.demo`; `old` the session token that the browser has
 * @throws Refusal('not-found') outside demo mode, and for an account that is no persona
 */
export async function signInDemo(
  ctx: Pick<Ctx, 'db' | 'now'>,
  input: { accountId: string; demo: boolean; old: string | null; device?: string | null },
): Promise<OpenedSession & { role: Role; language: ScreenLanguage }> {
  if (!input.demo) throw new Refusal('not-found')
  return ctx.db.transaction(async (tx) => {
    const [account] = await tx
      .select({ id: accounts.id, role: accounts.role, language: accounts.language })
      .from(accounts)
      .where(and(eq(accounts.id, input.accountId), eq(accounts.demo, true), eq(accounts.state, 'active')))
    if (!account) throw new Refusal('not-found')
    const { role, language } = account
    const amr: Proof[] = ['demo']
    const proved = { aal: 2 as const, amr, device: input.device ?? null }
    return { role, language, ...(await openSession(tx, account, input.old, ctx.now, proved)) }
  })
}
