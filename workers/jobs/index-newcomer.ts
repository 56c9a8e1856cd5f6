import { z } from 'zod'
import { indexNewcomers } from '#server/search/index-newcomers.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Brings the search indexes in line with profiles as they are now; who withdrew or was erased goes. */
export const indexNewcomerJob: Job<{ newcomerId: string }> = {
  name: 'index-newcomer',
  queue: 'search',
  payload: z.object({ newcomerId: z.uuid() }),
  retry: USUAL_RETRY,
  gather: 'all',
  run: async (deps, _payload, cause) => {
    await indexNewcomers(
      workerCtx(deps, 'index-newcomer'),
      { newcomerIds: cause.payloads.map((one) => one.newcomerId) },
      deps.meili,
    )
  },
}
