import { z } from 'zod'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Asks the engine again for one position: published, changed, or with a seat taken or free again. */
export const matchPositionJob: Job<{ positionId: string }> = {
  name: 'match-position',
  queue: 'matching',
  payload: z.object({ positionId: z.uuid() }),
  retry: USUAL_RETRY,
  gather: 'same',
  run: async (deps, payload) => {
    await proposeMatches(workerCtx(deps), payload)
  },
}
