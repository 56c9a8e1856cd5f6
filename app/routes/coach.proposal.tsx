import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { InboxPage } from '#app/ui/coach/inbox-page.tsx'
import { sentencesFor } from '#app/ui/form/form-errors.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { SetAsideProposalInput, setAsideProposal } from '#server/proposals/set-aside-proposal.ts'
import { ShortlistProposalInput, shortlistProposal } from '#server/proposals/shortlist-proposal.ts'
import { ShowHeldCardInput, showHeldCard } from '#server/proposals/show-held-card.ts'
import { takeBackProposal } from '#server/proposals/take-back-proposal.ts'
import { frameOf } from './coach.frame.ts'
import { filtersOf, inboxOf } from './coach.inbox.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titleOf(data?.inbox.detail ? `Voorstel voor ${data.inbox.detail.newcomerName}` : 'Voorstel', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'proposal.read-caseload')
  return run(async () => {
    const [frame, inbox] = await Promise.all([frameOf(args, me), inboxOf(args, me.ctx, args.params['id'] ?? '')])
    return json({ frame, inbox })
  })
}

const Decision = z.discriminatedUnion('step', [
  z.object({ step: z.literal('shortlist'), version: ShortlistProposalInput.shape.version }),
  z.object({ step: z.literal('set-aside'), reason: SetAsideProposalInput.shape.reason }),
  z.object({ step: z.literal('take-back') }),
  z.object({ step: z.literal('show-card'), cardReason: ShowHeldCardInput.shape.reason }),
])

/** The coach decides on one proposal, and goes back to the list with the same filters. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'proposal.read-caseload')
  const proposalId = args.params['id'] ?? ''
  const form = await readForm(args.request, Decision)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  const decision = form.value
  return run(async () => {
    const done = await onceFor(args, ctx, form, async (inside) => {
      if (decision.step === 'shortlist')
        return { answer: await shortlistProposal(inside, { proposalId, version: decision.version }) }
      if (decision.step === 'set-aside') await setAsideProposal(inside, { proposalId, reason: decision.reason })
      else if (decision.step === 'show-card') await showHeldCard(inside, { proposalId, reason: decision.cardReason })
      else await takeBackProposal(inside, { proposalId })
      return { answer: {} }
    })
    const query = new URLSearchParams(filtersOf(args.request))
    const isHeld = 'answer' in done && done.answer['card'] === 'held'
    query.set('gedaan', isHeld ? 'shortlist-held' : decision.step)
    // What there is to choose or to look at next stands at the proposal itself.
    if (isHeld || decision.step === 'take-back' || decision.step === 'show-card')
      return redirectTo(`/coach/voorstellen/${proposalId}?${query}`)
    query.set('vorige', proposalId)
    return redirectTo(`/coach/voorstellen?${query}`)
  })
}

export default function Proposal() {
  const { frame, inbox } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t } = useWords()
  const labels: Record<string, string> = { reason: t('coach.inbox.reason'), cardReason: t('coach.shownCard.reason') }
  const errors = sentencesFor(typed?.errors ?? {}, (name) => labels[name] ?? '', t)
  return <InboxPage frame={frame} inbox={inbox} before={null} open errors={errors} />
}
