import { z } from 'zod'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Asks the engine again for one newcomer. A burst of changes is one run: it reads the profile as it is now. */
export const matchNewcomerJob: Job<{ newcomerId: string }> = {
  name: 'match-newcomer',
  queue: 'matching',
  payload: z.object({ newcomerId: z.uuid() }),
  retry: USUAL_RETRY,
  gather: 'same',
  run: async (deps, payload) => {
    await proposeMatches(workerCtx(deps), payload)
  },
}
