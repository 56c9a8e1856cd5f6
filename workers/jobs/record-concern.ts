import { z } from 'zod'
import { recordConcern } from '#server/employers/record-concern.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Makes a concern from a follow-up a fact about the establishment, so that it weighs at the next publication. */
export const recordConcernJob: Job<{ followUpId: string }> = {
  name: 'record-concern',
  queue: 'people',
  payload: z.object({ followUpId: z.uuid() }),
  retry: USUAL_RETRY,
  run: async (deps, payload, cause) => {
    await recordConcern(workerCtx(deps, 'record-concern'), { ...payload, effectKey: `event:${cause.eventId}` })
  },
}
