import { z } from 'zod'
import { syncNewcomerAccount } from '#server/accounts/sync-newcomer-account.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Keeps the address and the language of a newcomer's account as the profile has them. */
export const syncNewcomerAccountJob: Job<{ newcomerId: string }> = {
  name: 'sync-newcomer-account',
  queue: 'people',
  payload: z.object({ newcomerId: z.uuid() }),
  retry: USUAL_RETRY,
  gather: 'same',
  run: async (deps, payload) => {
    await syncNewcomerAccount(workerCtx(deps, 'sync-newcomer-account'), payload)
  },
}
