import { z } from 'zod'
import { restoreProposals } from '#server/proposals/restore-proposals.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Brings back what a cancelled placement had put aside. */
export const restoreProposalsJob: Job<{ placementId: string }> = {
  name: 'restore-proposals',
  queue: 'people',
  payload: z.object({ placementId: z.uuid() }),
  retry: USUAL_RETRY,
  run: async (deps, payload) => {
    await restoreProposals(workerCtx(deps, 'restore-proposals'), payload)
  },
}
