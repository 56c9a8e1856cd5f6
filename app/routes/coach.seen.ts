import type { Args } from '#app/request/context.ts'
import type { ProposalState } from '#db/values/proposals.ts'
import type { Ctx } from '#server/platform/context.ts'
import { markSeen } from '#server/proposals/mark-seen.ts'

/** How browsers say that nobody may ever look at what they ask for: all of them today, and Safari. */
const AHEAD_HEADERS = ['sec-purpose', 'purpose']

/** Whether this is a page that a person asked for, and not a look ahead by the browser or a HEAD. */
const isForAPerson = ({ method, headers }: Request): boolean =>
  method === 'GET' && !AHEAD_HEADERS.some((name) => /prefetch|prerender|preview/i.test(headers.get(name) ?? ''))

/**
 * Every page that names a proposal to the coach of its newcomer says so here: what was on the screen is not taken away by a later run while it
 * fits. A count is not a proposal on the screen. Asking for a page again changes nothing more, and a page without new proposals writes nothing.
 *
 * @param shown what the page names, in any state; null = nothing there
 */
export async function showedProposals(
  args: Args,
  ctx: Ctx,
  shown: readonly ({ id: string; state: ProposalState } | null)[],
): Promise<void> {
  const waiting = shown.flatMap((one) => (one?.state === 'proposed' ? [one.id] : []))
  if (waiting.length > 0 && isForAPerson(args.request)) await markSeen(ctx, { proposalIds: [...new Set(waiting)] })
}
