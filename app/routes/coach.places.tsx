import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { PlacesPage } from '#app/ui/coach/places-page.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { placesFor } from '#server/proposals/reads-match.ts'
import { frameOf } from './coach.frame.ts'
import { matchTerms, shownPlace } from './coach.match-view.ts'
import { termLabels } from './coach.term-labels.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titleOf(data ? `Plekken voor ${data.places.name}` : 'Plekken', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'coach')
  const { ctx } = me
  const newcomerId = args.params['id'] ?? ''
  return run(async () => {
    const [frame, places] = await Promise.all([frameOf(args, me), placesFor(ctx, newcomerId)])
    const labels = await termLabels(ctx.db, [
      ...[...places.fits, ...places.almost].flatMap((one) => matchTerms(one.explanation)),
      ...places.gap.steps.map(({ uri }) => ({ code: 'skill', params: { uri } })),
    ])
    return json({
      frame,
      newcomerId,
      places: { ...places, fits: places.fits.map(shownPlace), almost: places.almost.map(shownPlace) },
      labels,
    })
  })
}

/** Which open places fit this newcomer, and why not others. */
export default function PlacesForNewcomer() {
  const { frame, newcomerId, places, labels } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <CoachFrame frame={frame} current="caseload">
      <p>
        <TextLink back href={`/coach/deelnemers/${newcomerId}`}>
          <bdi>{places.name}</bdi>
        </TextLink>
      </p>
      <PageHead
        title={t('match.places.title', { name: places.name })}
        lead={t('match.places.lead', { count: places.lookedAt })}
      />
      <PlacesPage newcomerId={newcomerId} places={places} labels={labels} />
    </CoachFrame>
  )
}
