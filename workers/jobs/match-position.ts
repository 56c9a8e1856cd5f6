import { z } from 'zod'
import { proposeMatches } from '#server/proposals/propose-matches.ts'
import { type Job, USUAL_RETRY, workerCtx } from '#workers/job.ts'

/** Asks the engine again for one position: published, changed, with a seat taken or free again, or with room that a proposal left. */
export const matchPositionJob: Job<{ positionId: string } | { proposalId: string }> = {
  name: 'match-position',
  queue: 'matching',
  payload: z.union([z.object({ positionId: z.uuid() }), z.object({ proposalId: z.uuid() })]),
  retry: USUAL_RETRY,
  gather: 'same',
  run: async (deps, payload) => {
    const scope = 'proposalId' in payload ? { positionOf: payload.proposalId } : { positionId: payload.positionId }
    await proposeMatches(workerCtx(deps, 'match-position'), scope)
  },
}
