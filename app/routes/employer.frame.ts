import type { Args } from '#app/request/context.ts'
import { wasRefused } from '#app/request/refused-form.ts'
import { whoOf } from '#app/request/who.ts'
import type { EmployerFrameData } from '#app/ui/employer/frame.tsx'
import { may } from '#server/access/may.ts'
import type { Account } from '#server/accounts/reads.ts'
import type { Ctx } from '#server/platform/context.ts'
import { ownPositions } from '#server/positions/reads.ts'

/**
 * The frame for a signed-in employer.
 *
 * @param waiting how many candidates wait for an answer, when the page counted them already
 */
export async function frameOf(
  args: Args,
  { ctx, account }: { ctx: Ctx; account: Account },
  waiting?: number,
): Promise<EmployerFrameData> {
  return {
    who: whoOf(account),
    org: account.organisation ?? '',
    waiting: waiting ?? waitingIn(await ownPositions(ctx)),
    done: new URL(args.request.url).searchParams.get('gedaan'),
    refused: wasRefused(args),
    mayPublish: may(ctx.actor, 'position.publish'),
  }
}

/** Candidates who said yes and wait for the employer. */
export const waitingIn = (rows: readonly { candidates: { consented: number } }[]): number =>
  rows.reduce((sum, row) => sum + row.candidates.consented, 0)
