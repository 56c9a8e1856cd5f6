import { makeNotice } from '#server/notices/make-notice.ts'
import type { RecordedEvent } from '#server/outbox/events.ts'
import { IdsAndCodes, type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Tells everybody whom an event concerns, on their pages. */
export const makeNoticeJob: Job<Record<string, string>> = {
  name: 'make-notice',
  queue: 'people',
  payload: IdsAndCodes,
  retry: USUAL_RETRY,
  run: async (deps, payload, cause) => {
    const event = { id: Number(cause.eventId), name: cause.event, payload: payload as RecordedEvent['payload'] }
    await makeNotice(workerCtx(deps, 'make-notice'), event)
  },
}
