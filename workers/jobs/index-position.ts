import { z } from 'zod'
import { indexPositions } from '#server/search/index-positions.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Brings the search indexes in line with positions as they are now. */
export const indexPositionJob: Job<{ positionId: string }> = {
  name: 'index-position',
  queue: 'search',
  payload: z.object({ positionId: z.uuid() }),
  retry: USUAL_RETRY,
  gather: 'all',
  run: async (deps, _payload, cause) => {
    await indexPositions(
      workerCtx(deps, 'index-position'),
      { positionIds: cause.payloads.map((one) => one.positionId) },
      deps.meili,
    )
  },
}
