import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { MatchPage } from '#app/ui/coach/match-page.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { recordPersonViews } from '#server/audit/record-view.ts'
import { matchOf } from '#server/proposals/reads-match.ts'
import { frameOf } from './coach.frame.ts'
import { factTerms, matchTerms, shownExplanation } from './coach.match-view.ts'
import { showedProposals } from './coach.seen.ts'
import { termLabels } from './coach.term-labels.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titleOf(data ? `${data.match.line.title} en ${data.match.name}` : 'Plek', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'proposal.read-caseload')
  const { ctx } = me
  return run(async () => {
    const newcomerId = args.params['id'] ?? ''
    const found = await matchOf(ctx, { newcomerId, positionId: args.params['positionId'] ?? '' })
    const [frame, labels] = await Promise.all([
      frameOf(args, me),
      termLabels(ctx.db, [...matchTerms(found.explanation), factTerms(found.newcomer, found.position)]),
    ])
    await showedProposals(args, ctx, [found.proposal])
    await recordPersonViews(ctx, 'match.viewed', [newcomerId], 'match')
    const { place: _home, futurePlace: _move, ...newcomer } = found.newcomer
    const { place: _work, ...position } = found.position
    const { name, line, proposal } = found
    const explanation = shownExplanation(found.explanation)
    return json({ frame, match: { name, newcomerId, explanation, line, proposal, newcomer, position, labels } })
  })
}

/** Why or why not: one newcomer of the caseload and one open position. */
export default function Match() {
  const { frame, match } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <CoachFrame frame={frame} current="caseload">
      <p>
        <TextLink back href={`/coach/deelnemers/${match.newcomerId}/plekken`}>
          {t('match.back', { name: match.name })}
        </TextLink>
      </p>
      <div className="in-pagehead">
        <h1>
          <bdi>{t('match.title', { name: match.name, title: match.line.title })}</bdi>
        </h1>
      </div>
      <MatchPage match={match} />
    </CoachFrame>
  )
}
