import type { Args } from '#app/request/context.ts'
import { wasRefused } from '#app/request/refused-form.ts'
import { whoOf } from '#app/request/who.ts'
import type { Who } from '#app/ui/shell-staff.tsx'
import type { Account } from '#server/accounts/reads.ts'
import type { Ctx } from '#server/platform/context.ts'
import { newProposalsOf } from '#server/proposals/reads-list.ts'

/** What the frame round every coach page shows, and what just happened (`?gedaan=`). */
export type CoachFrameData = {
  who: Who
  place: string
  newProposals: number
  done: string | null
  /** This answer shows a form again: the title says so. */
  refused: boolean
}

/** The frame for a signed-in coach; `newProposals` is passed by a page that counted them already. */
export async function frameOf(
  args: Args,
  { ctx, account }: { ctx: Ctx; account: Account },
  newProposals?: number,
): Promise<CoachFrameData> {
  return {
    who: whoOf(account),
    place: account.organisation ?? '',
    newProposals: newProposals ?? (await newProposalsOf(ctx)),
    done: new URL(args.request.url).searchParams.get('gedaan'),
    refused: wasRefused(args),
  }
}
