import { z } from 'zod'
import { scorePart } from '#server/proposals/score-part.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Gates and scores one range of newcomers of a run over everybody. */
export const scorePartJob: Job<{ partId: string }> = {
  name: 'score-part',
  queue: 'matching',
  payload: z.object({ partId: z.uuid() }),
  retry: USUAL_RETRY,
  run: async (deps, payload) => {
    await scorePart(workerCtx(deps, 'score-part'), payload)
  },
}
