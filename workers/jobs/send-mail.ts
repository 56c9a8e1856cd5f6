import { mailNotices } from '#server/notices/mail-notices.ts'
import type { RecordedEvent } from '#server/outbox/events.ts'
import { IdsAndCodes, type Job, workerCtx } from '#workers/job.ts'
import { mailText } from '#workers/mail-text.ts'

/** Mails the notices of an event to those who have an address. A mail server may be away for a while, so this tries longest. */
export const sendMailJob: Job<Record<string, string>> = {
  name: 'send-mail',
  queue: 'people',
  payload: IdsAndCodes,
  retry: { attempts: 8, backoffMs: 2_000 },
  run: (deps, payload, cause) => {
    const event = { id: Number(cause.eventId), name: cause.event, payload: payload as RecordedEvent['payload'] }
    return mailNotices(workerCtx(deps, 'send-mail'), event, deps.mailer, mailText(deps.publicOrigin))
  },
}
