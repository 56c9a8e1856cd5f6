import type { SignedIn } from '#app/request/context.ts'
import { whoOf } from '#app/request/who.ts'
import { casesBroughtUp, casesWaiting } from '#server/positions/reads-officer-queue.ts'
import { municipalityByCode } from '#server/reference/reads.ts'

/** What the frame of an officer's page shows: who, of where, and how many cases wait. */
export async function officerFrame({ ctx, account }: SignedIn<'officer'>) {
  const [waiting, broughtUp, home] = await Promise.all([
    casesWaiting(ctx),
    casesBroughtUp(ctx),
    municipalityByCode(ctx.db, ctx.actor.municipalityCode),
  ])
  return {
    desk: 'officer' as const,
    who: whoOf(account),
    municipality: home?.name ?? '',
    waiting: waiting + broughtUp.length,
  }
}
