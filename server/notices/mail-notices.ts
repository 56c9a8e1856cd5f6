import { asc, like } from 'drizzle-orm'
import { notices } from '#db/schema/notices.ts'
import { isDone } from '#server/outbox/effects.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { Mailer } from '#server/platform/mail.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Compose, sendMail } from './send-mail.ts'

/**
 * Mails every notice that an event made. One that cannot be mailed does not hold up the others.
 *
 * @param ctx actor WORKER
 * @param input the outbox id of the event
 * @throws Refusal `busy` while the notices of the event are not made yet; the first error of the mailer, when all were tried
 */
export async function mailNotices(
  ctx: Ctx,
  input: { eventId: string },
  mailer: Mailer,
  compose: Compose,
): Promise<void> {
  if (!(await isDone(ctx.db, Number(input.eventId), 'make-notice'))) throw new Refusal('busy')
  const rows = await ctx.db
    .select({ id: notices.id })
    .from(notices)
    .where(like(notices.effectKey, `${input.eventId}:%`))
    .orderBy(asc(notices.effectKey))
  const failures: unknown[] = []
  for (const { id } of rows)
    await sendMail(ctx, { noticeId: id }, mailer, compose).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}
