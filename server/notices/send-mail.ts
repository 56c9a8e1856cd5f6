import { eq, sql } from 'drizzle-orm'
import { accounts } from '#db/schema/accounts.ts'
import { mailDeliveries, notices } from '#db/schema/notices.ts'
import type { ScreenLanguage } from '#db/values/language.ts'
import type { NoticeCode } from '#db/values/notices.ts'
import { requireMay } from '#server/access/may.ts'
import { mayEnter } from '#server/accounts/reads-standing.ts'
import { addressOf } from '#server/platform/addresses.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { Mailer } from '#server/platform/mail.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** Makes the mail of a notice: there is news, sign in to read it. No personal data goes in, so none can come out. */
export type Compose = (code: NoticeCode, language: ScreenLanguage) => { subject: string; text: string }

/** A row that still says `sending` after this long belongs to a process that died: the mail may go once more, under the same Message-ID. */
const LEASE_MS = 5 * 60_000

/**
 * Mails one notice to its account, in the language of the account. The ledger row stands before the mail leaves; the Message-ID is the same at
 * every try, so a mail server can drop the one double that a crash can cause.
 *
 * @param ctx actor WORKER
 * @returns `sent`, `sent-before`, or `no-address` (the account is gone, it or its organisation is suspended, or it has no mail address)
 * @throws Refusal `busy` while another worker sends it; the mailer's error when sending failed: then the job comes back
 */
export async function sendMail(
  ctx: Ctx,
  input: { noticeId: string },
  mailer: Mailer,
  compose: Compose,
): Promise<'sent' | 'sent-before' | 'no-address'> {
  requireMay(ctx.actor, 'notice.mail')
  const [row] = await ctx.db
    .select({
      code: notices.code,
      effectKey: notices.effectKey,
      accountId: accounts.id,
      email: accounts.email,
      emailSealed: accounts.emailSealed,
      language: accounts.language,
      state: accounts.state,
      mayEnter,
    })
    .from(notices)
    .innerJoin(accounts, eq(accounts.id, notices.accountId))
    .where(eq(notices.id, input.noticeId))
  // Whoever was suspended, or whose organisation was, is told that the account goes, and nothing else. The notice waits until they come in again.
  if (!row || (!row.mayEnter && !(row.state !== 'removed' && row.code === 'account-ends'))) return 'no-address'
  const address = addressOf({ ...row, id: row.accountId })
  if (address === null) return 'no-address'
  // As text: inside raw SQL the driver does not know the column's type.
  const lapsed = new Date(ctx.now.getTime() - LEASE_MS).toISOString()
  const effectKey = `notice:${row.effectKey}`
  const [claimed] = await ctx.db
    .insert(mailDeliveries)
    .values({
      effectKey,
      accountId: row.accountId,
      kind: row.code,
      state: 'sending',
      attempts: 1,
      createdAt: ctx.now,
    })
    .onConflictDoUpdate({
      target: mailDeliveries.effectKey,
      // `createdAt` is the moment of the try that holds the row.
      set: { state: 'sending', attempts: sql`${mailDeliveries.attempts} + 1`, createdAt: ctx.now },
      setWhere: sql`${mailDeliveries.state} = 'failed' or (${mailDeliveries.state} = 'sending' and ${mailDeliveries.createdAt} < ${lapsed})`,
    })
    .returning({ attempts: mailDeliveries.attempts })
  const mine = eq(mailDeliveries.effectKey, effectKey)
  if (!claimed) {
    const [held] = await ctx.db.select({ state: mailDeliveries.state }).from(mailDeliveries).where(mine)
    if (held?.state === 'sent') return 'sent-before'
    throw new Refusal('busy')
  }
  try {
    const { subject, text } = compose(row.code, row.language)
    await mailer.send({ to: address, subject, text, messageId: effectKey.replaceAll(':', '.') })
  } catch (error) {
    await ctx.db.update(mailDeliveries).set({ state: 'failed' }).where(mine)
    throw error
  }
  await ctx.db.update(mailDeliveries).set({ state: 'sent', sentAt: ctx.now }).where(mine)
  return 'sent'
}
