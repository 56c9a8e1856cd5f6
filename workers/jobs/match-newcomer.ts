import { z } from 'zod'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Asks the engine again for one newcomer, also when a proposal ended and left room. A burst of changes is one run: it reads the profile as it is now. */
export const matchNewcomerJob: Job<{ newcomerId: string } | { proposalId: string }> = {
  name: 'match-newcomer',
  queue: 'matching',
  payload: z.union([z.object({ newcomerId: z.uuid() }), z.object({ proposalId: z.uuid() })]),
  retry: USUAL_RETRY,
  gather: 'same',
  run: async (deps, payload) => {
    const scope = 'proposalId' in payload ? { newcomerOf: payload.proposalId } : { newcomerId: payload.newcomerId }
    await proposeMatches(workerCtx(deps, 'match-newcomer'), scope)
  },
}
