import { z } from 'zod'
import { supersedeProposals } from '#server/proposals/supersede-proposals.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Puts the other proposals of a placed newcomer aside. */
export const supersedeProposalsJob: Job<{ placementId: string }> = {
  name: 'supersede-proposals',
  queue: 'people',
  payload: z.object({ placementId: z.uuid() }),
  retry: USUAL_RETRY,
  run: async (deps, payload) => {
    await supersedeProposals(workerCtx(deps, 'supersede-proposals'), payload)
  },
}
