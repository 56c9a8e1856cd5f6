import { z } from 'zod'
import { closeProposals } from '#server/proposals/close-proposals.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Closes what was open on a position that closed. */
export const closeProposalsJob: Job<{ positionId: string }> = {
  name: 'close-proposals',
  queue: 'people',
  payload: z.object({ positionId: z.uuid() }),
  retry: USUAL_RETRY,
  run: async (deps, payload) => {
    await closeProposals(workerCtx(deps, 'close-proposals'), payload)
  },
}
