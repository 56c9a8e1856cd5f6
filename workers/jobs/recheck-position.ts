import { z } from 'zod'
import { recheckPositions } from '#server/positions/recheck-positions.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Asks the safeguards again about a position on the site, since it or its establishment changed. */
export const recheckPositionJob: Job<{ positionId: string }> = {
  name: 'recheck-position',
  queue: 'people',
  payload: z.object({ positionId: z.uuid() }),
  retry: USUAL_RETRY,
  run: async (deps, { positionId }) => {
    await recheckPositions(workerCtx(deps, 'recheck-position'), [positionId])
  },
}
