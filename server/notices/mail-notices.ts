import { asc, like } from 'drizzle-orm'
import { notices } from '#db/schema/notices.ts'
import { isDone } from '#server/outbox/effects.ts'
import type { RecordedEvent } from '#server/outbox/events.ts'
import type { Ctx } from '#server/platform/context.ts'
import type { Mailer } from '#server/platform/mail.ts'
import { makeNotice } from './make-notice.ts'
import { type Compose, sendMail } from './send-mail.ts'

/**
 * Mails every notice that an event makes. One that cannot be mailed does not hold up the others. Notices and mail of one event are jobs that run
 * side by side: where this one comes first, it makes the notices, and the other finds them made.
 *
 * @param ctx actor WORKER
 * @param event as the outbox recorded it
 * @throws the first error of `sendMail`, when all were tried: then the job comes back
 */
export async function mailNotices(
  ctx: Ctx,
  event: Pick<RecordedEvent, 'id' | 'name' | 'payload'>,
  mailer: Mailer,
  compose: Compose,
): Promise<void> {
  // Once made, an event is not asked again whom it concerns: meanwhile that may be somebody else.
  if (!(await isDone(ctx.db, event.id, 'make-notice'))) await makeNotice(ctx, event)
  const rows = await ctx.db
    .select({ id: notices.id })
    .from(notices)
    .where(like(notices.effectKey, `${event.id}:%`))
    .orderBy(asc(notices.effectKey))
  const failures: unknown[] = []
  for (const { id } of rows)
    await sendMail(ctx, { noticeId: id }, mailer, compose).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}
