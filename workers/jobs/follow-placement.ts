import { z } from 'zod'
import { followPlacement } from '#server/newcomers/follow-placement.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Lets the availability of a newcomer follow the placement: placed while one runs, free when it is over. */
export const followPlacementJob: Job<{ newcomerId: string }> = {
  name: 'follow-placement',
  queue: 'people',
  payload: z.object({ newcomerId: z.uuid() }),
  retry: USUAL_RETRY,
  run: async (deps, payload) => {
    await followPlacement(workerCtx(deps, 'follow-placement'), payload)
  },
}
