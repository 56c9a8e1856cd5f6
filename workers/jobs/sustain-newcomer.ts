import { z } from 'zod'
import { sustainNewcomer } from '#server/newcomers/sustain-newcomer.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Ends the search of a newcomer whose work has proved to last. */
export const sustainNewcomerJob: Job<{ followUpId: string }> = {
  name: 'sustain-newcomer',
  queue: 'people',
  payload: z.object({ followUpId: z.uuid() }),
  retry: USUAL_RETRY,
  run: async (deps, payload) => {
    await sustainNewcomer(workerCtx(deps, 'sustain-newcomer'), payload)
  },
}
