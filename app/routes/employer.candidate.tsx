import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readFields } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { countRequest } from '#app/request/quota.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { DescriptionList, Panel } from '#app/ui/card.tsx'
import { CandidateAnswer } from '#app/ui/employer/candidate-answer.tsx'
import { CandidateWaits } from '#app/ui/employer/candidate-waits.tsx'
import { CandidateWho } from '#app/ui/employer/candidate-who.tsx'
import { CandidateState, cardLines, fitStatesOf } from '#app/ui/employer/card-lines.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { titleOf } from '#app/ui/employer/frame-title.ts'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { sentenceFor, textOf } from '#app/ui/form/form-errors.ts'
import { FitGlyph } from '#app/ui/pictures/fit-glyph.tsx'
import { NumberedList } from '#app/ui/pictures/lists.tsx'
import { Block } from '#app/ui/stack.tsx'
import { isGeneral } from '#app/ui/words/card-bands.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { FIT_PARTS } from '#db/values/proposals.ts'
import { recordProposalViews } from '#server/audit/record-view.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { positionForEditing } from '#server/positions/reads.ts'
import { whyWithheld } from '#server/positions/reads-withheld.ts'
import { AcceptCandidateInput, acceptCandidate } from '#server/proposals/accept-candidate.ts'
import { countCards } from '#server/proposals/count-cards.ts'
import { cardForEmployer } from '#server/proposals/reads-cards.ts'
import { type RevealedCandidate, revealedCandidate } from '#server/proposals/reads-revealed.ts'
import { RefuseCandidateInput, refuseCandidate } from '#server/proposals/refuse-candidate.ts'
import type { AnonymousCard } from '#server/proposals/rules-card.ts'
import { frameOf } from './employer.frame.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titleOf(data ? `Kandidaat ${data.card.code}` : 'Kandidaat', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'proposal.read-cards')
  const { ctx } = me
  return run(async () => {
    await countRequest(args, ctx, 'candidates')
    const card = await cardForEmployer(ctx, args.params['id'] ?? '')
    await countCards(ctx, [card.proposalId], args.context.env.quotaFactor)
    const [frame, position, revealed, waits] = await Promise.all([
      frameOf(args, me),
      positionForEditing(ctx, card.positionId),
      card.revealed ? whoIs(ctx, card.proposalId) : null,
      card.state === 'consented' ? whyWithheld(ctx, card.positionId) : null,
    ])
    const action = revealed ? 'identity.viewed' : 'card.viewed'
    await recordProposalViews(ctx, [{ proposalId: card.proposalId, action }], 'candidate')
    return json({
      frame,
      today: dayOf(ctx.now),
      keys: { accept: newFormKey(), refuse: newFormKey() },
      card,
      revealed,
      waits,
      position: {
        id: position.id,
        title: position.title,
        place: position.establishment.place,
        startsOn: position.startsOn,
      },
    })
  })
}

/** Who it is while the yes stands; null when it was taken back a moment ago. */
async function whoIs(ctx: Ctx, proposalId: string): Promise<RevealedCandidate | null> {
  try {
    return await revealedCandidate(ctx, proposalId)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'proposal.read-cards')
  return run(async () => {
    // Nothing is read before `onceFor`: the answer ends what there was to read, and the same post again still leads to the same page.
    const proposalId = args.params['id'] ?? ''
    const fields = new URLSearchParams(await args.request.text())
    fields.set('proposalId', proposalId)
    if (fields.get('answer') === 'accept') {
      const form = readFields(fields, AcceptCandidateInput)
      if (!form.ok) throw new Response(null, { status: form.errors['proposalId'] ? 404 : 400 })
      await onceFor(args, ctx, form, async (inside) => ({ answer: await acceptCandidate(inside, form.value) }))
      return redirectTo(`/werkgever/kandidaten/${proposalId}?gedaan=accepted`)
    }
    const form = readFields(fields, RefuseCandidateInput)
    if (!form.ok) {
      if (form.errors['proposalId']) throw new Response(null, { status: 404 })
      markRefused(args)
      return again(form)
    }
    const done = await onceFor(args, ctx, form, async (inside) => ({
      answer: await refuseCandidate(inside, form.value),
    }))
    // The command either refuses or answers.
    const positionId = 'answer' in done ? done.answer['positionId'] : ''
    return redirectTo(`/werkgever/plekken/${positionId}/kandidaten?gedaan=refused`)
  })
}

/** One candidate: the card, who it is after a yes, the answer, and what happens next. */
export default function Candidate() {
  const { frame, today, keys, revealed, position, waits, ...data } = useLoaderData<typeof loader>()
  const card = data.card as AnonymousCard
  const { fit } = card
  const typed = useActionData<typeof action>()
  const words = useWords()
  const { t, day } = words
  const code = typed?.errors['reason']?.[0]
  const error = code ? `${t('employer.candidate.reason')} ${sentenceFor(code, t)}` : undefined
  const name = [revealed?.givenName, revealed?.familyName].filter(Boolean).join(' ')
  const next = waits ? 'Waits' : stageOf(card.state)
  return (
    <EmployerFrame frame={frame} current="positions">
      <p>
        <TextLink back href={`/werkgever/plekken/${position.id}/kandidaten`}>
          {t('employer.candidate.back')}
        </TextLink>
      </p>
      {error && <ErrorSummary title={t('common.errors', { count: 1 })} errors={{ reason: error }} />}
      <div className="in-pagehead">
        <div className="in-stack in-gap-2">
          <p className="in-step">
            {t('employer.candidates.above', {
              title: position.title,
              place: position.place,
              day: day(position.startsOn),
            })}
          </p>
          <h1>{name ? <bdi>{name}</bdi> : t('employer.candidates.name', { code: card.code })}</h1>
          <div className="in-row in-gap-3">
            <CandidateState card={card} today={today} />
            <span className="in-small in-grey">{t('employer.candidates.since', { day: day(card.since) })}</span>
          </div>
        </div>
      </div>
      <div className="in-split">
        <div className="in-stack in-gap-6">
          <CandidateWho revealed={revealed} />
          <div className="in-card in-stack in-gap-3">
            <DescriptionList items={cardLines(card, words)} />
            {isGeneral(card.leftOut) && <p className="in-small in-grey">{t('card.general')}</p>}
          </div>
          {card.state === 'consented' && (
            <CandidateAnswer
              keys={keys}
              due={card.answerDueOn}
              error={error}
              reason={textOf(typed?.values ?? {}, 'reason')}
              waits={
                waits && <CandidateWaits reasons={waits.reasons} rejected={waits.isRejected} positionId={position.id} />
              }
            />
          )}
        </div>
        <aside className="in-stack in-gap-5">
          {fit && (
            <Panel gap={3}>
              <h2>{t('employer.card.fit')}</h2>
              <FitGlyph states={fitStatesOf(fit)} />
              <DescriptionList
                small
                items={FIT_PARTS.map((part) => ({
                  term: t(`enum.fitPart.${part}`),
                  value: t(`enum.fitState.${fit[part]}`),
                }))}
              />
            </Panel>
          )}
          <Block title={t('employer.candidate.next')}>
            <NumberedList items={([1, 2, 3] as const).map((step) => t(`employer.candidate.next${next}${step}`))} />
          </Block>
        </aside>
      </div>
    </EmployerFrame>
  )
}

const stageOf = (state: AnonymousCard['state']): 'Shortlisted' | 'Consented' | 'Accepted' | 'Placed' => {
  if (state === 'consented') return 'Consented'
  if (state === 'accepted') return 'Accepted'
  return state === 'placed' ? 'Placed' : 'Shortlisted'
}
