import { z } from 'zod'
import { allocateRun } from '#server/proposals/allocate-run.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Allocates a run over everybody when all its parts are scored, and writes what it changes. */
export const allocateRunJob: Job<{ runId: string }> = {
  name: 'allocate-run',
  queue: 'matching',
  payload: z.object({ runId: z.uuid() }),
  retry: USUAL_RETRY,
  run: async (deps, payload) => {
    await allocateRun(workerCtx(deps, 'allocate-run'), payload)
  },
}
