import { z } from 'zod'
import { withdrawProposals } from '#server/proposals/withdraw-proposals.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Ends what was open about a newcomer who withdrew. */
export const withdrawProposalsJob: Job<{ newcomerId: string }> = {
  name: 'withdraw-proposals',
  queue: 'people',
  payload: z.object({ newcomerId: z.uuid() }),
  retry: USUAL_RETRY,
  run: async (deps, payload) => {
    await withdrawProposals(workerCtx(deps, 'withdraw-proposals'), payload)
  },
}
