import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { countRequest } from '#app/request/quota.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { ButtonLink, TextLink } from '#app/ui/button.tsx'
import { CandidateState, cardLines, fitStatesOf, fitWordsOf } from '#app/ui/employer/card-lines.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { titleOf } from '#app/ui/employer/frame-title.ts'
import { EmptyState } from '#app/ui/empty.tsx'
import { Note } from '#app/ui/note.tsx'
import { CandidateCard } from '#app/ui/pictures/pass.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { recordProposalViews } from '#server/audit/record-view.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { positionForEditing } from '#server/positions/reads.ts'
import { countCards } from '#server/proposals/count-cards.ts'
import { cardsForEmployer } from '#server/proposals/reads-cards.ts'
import { revealedCandidate } from '#server/proposals/reads-revealed.ts'
import type { AnonymousCard } from '#server/proposals/rules-card.ts'
import { frameOf } from './employer.frame.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titleOf(data ? `Kandidaten voor ${data.position.title}` : 'Kandidaten', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'proposal.read-cards')
  const { ctx } = me
  return run(async () => {
    const position = await positionForEditing(ctx, args.params['id'] ?? '')
    const cards = (await cardsForEmployer(ctx, position.id)).sort(
      (one, other) => Number(other.state === 'consented') - Number(one.state === 'consented'),
    )
    await countRequest(args, ctx, 'candidates')
    await countCards(
      ctx,
      cards.map((card) => card.proposalId),
      args.context.env.quotaFactor,
    )
    const [frame, names] = await Promise.all([
      frameOf(args, me),
      Promise.all(cards.map((card) => (card.revealed ? nameOf(ctx, card.proposalId) : null))),
    ])
    await recordProposalViews(
      ctx,
      cards.map((card, at) => ({ proposalId: card.proposalId, action: names[at] ? 'identity.viewed' : 'card.viewed' })),
      'candidates',
    )
    return json({
      frame,
      today: dayOf(ctx.now),
      position: {
        id: position.id,
        title: position.title,
        place: position.establishment.place,
        startsOn: position.startsOn,
        open: position.state === 'published',
      },
      candidates: cards.map((card, at) => ({ card, name: names[at] ?? null })),
    })
  })
}

/** The name behind a standing yes; null when it was taken back a moment ago. */
async function nameOf(ctx: Ctx, proposalId: string): Promise<string | null> {
  try {
    const { givenName, familyName } = await revealedCandidate(ctx, proposalId)
    return [givenName, familyName].filter(Boolean).join(' ') || null
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** The candidates of one position: who waits for an answer first, anonymous until they said yes. */
export default function Candidates() {
  const { frame, today, position, candidates } = useLoaderData<typeof loader>()
  const words = useWords()
  const { t, day } = words
  return (
    <EmployerFrame frame={frame} current="positions">
      <p>
        <TextLink back href={`/werkgever/plekken/${position.id}`}>
          <bdi>{position.title}</bdi>
        </TextLink>
      </p>
      <PageHead
        above={t('employer.candidates.above', {
          title: position.title,
          place: position.place,
          day: day(position.startsOn),
        })}
        title={
          candidates.length > 0
            ? t('employer.candidates.title', { count: candidates.length })
            : t('employer.positions.candidates')
        }
      />
      <Stack gap={4}>
        {candidates.length === 0 ? (
          <EmptyState
            pictogram="talk"
            title={t('employer.candidates.empty')}
            text={t(position.open ? 'employer.candidates.emptyText' : 'employer.candidates.emptyClosed')}
            action={
              <ButtonLink variant="second" href={`/werkgever/plekken/${position.id}`}>
                {t('employer.candidates.toPosition')}
              </ButtonLink>
            }
          />
        ) : (
          <>
            <Note icon="lock" title={t('employer.candidates.rule')}>
              {t('employer.candidates.ruleText')} {t('employer.candidates.order')}
            </Note>
            <ul className="in-grid in-grid--xl">
              {candidates.map(({ card, name }) => (
                <Candidate card={card as AnonymousCard} name={name} today={today} key={card.proposalId} />
              ))}
            </ul>
          </>
        )}
      </Stack>
    </EmployerFrame>
  )
}

function Candidate({ card, name, today }: { card: AnonymousCard; name: string | null; today: string }) {
  const words = useWords()
  const { t, day } = words
  const title = t('employer.candidates.name', { code: card.code })
  const href = `/werkgever/kandidaten/${card.proposalId}`
  return (
    <CandidateCard
      code={card.code}
      title={name ? <bdi>{name}</bdi> : title}
      named={name !== null}
      fit={card.fit && { states: fitStatesOf(card.fit), words: fitWordsOf(card.fit, words) }}
      status={<CandidateState card={card} today={today} />}
      items={cardLines(card, words)}
    >
      {card.state === 'consented' ? (
        <ButtonLink href={href} about={name ?? title} iconAfter="arrow">
          {t('employer.candidates.open')}
        </ButtonLink>
      ) : (
        <ButtonLink variant="second" href={href} about={name ?? title}>
          {t('employer.candidates.look')}
        </ButtonLink>
      )}
      <span className="in-small in-grey">{t('employer.candidates.since', { day: day(card.since) })}</span>
    </CandidateCard>
  )
}
