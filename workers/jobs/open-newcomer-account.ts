import { z } from 'zod'
import { openNewcomerAccount } from '#server/accounts/open-newcomer-account.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Gives somebody whom a coach took in an account of their own. */
export const openNewcomerAccountJob: Job<{ newcomerId: string }> = {
  name: 'open-newcomer-account',
  queue: 'people',
  payload: z.object({ newcomerId: z.uuid() }),
  retry: USUAL_RETRY,
  run: async (deps, payload) => {
    await openNewcomerAccount(workerCtx(deps, 'open-newcomer-account'), payload)
  },
}
