import { z } from 'zod'
import { tellProtectionOfficer } from '#server/openings/tell-protection-officer.ts'
import { type Job, workerCtx } from '#workers/job.ts'

/** Mails the data protection officer that a file was opened in an emergency. */
export const tellProtectionOfficerJob: Job<{ newcomerId: string; openingId: string }> = {
  name: 'tell-protection-officer',
  queue: 'people',
  payload: z.strictObject({ newcomerId: z.uuid(), openingId: z.uuid() }),
  retry: { attempts: 8, backoffMs: 2_000 },
  run: (deps, { openingId }) =>
    tellProtectionOfficer(workerCtx(deps, 'tell-protection-officer'), { openingId }, deps.mailer),
}
