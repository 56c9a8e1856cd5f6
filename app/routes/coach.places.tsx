import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { ComparePlaces, PlacesSearch } from '#app/ui/coach/compare-places.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { PlacesPage } from '#app/ui/coach/places-page.tsx'
import { WorthALookList } from '#app/ui/coach/worth-a-look.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { recordPersonViews } from '#server/audit/record-view.ts'
import { positionsWith } from '#server/positions/reads-words.ts'
import { AddProposalInput, addProposal } from '#server/proposals/add-proposal.ts'
import { placesFor } from '#server/proposals/reads-match.ts'
import { worthALook } from '#server/proposals/reads-worth-a-look.ts'
import { frameOf } from './coach.frame.ts'
import { matchTerms, shownPlace } from './coach.match-view.ts'
import { showedProposals } from './coach.seen.ts'
import { termLabels } from './coach.term-labels.ts'
import { titleOf } from './coach.title.ts'

/** Places that stand side by side at most: more fit on no screen. */
const MOST_BESIDE = 3

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titleOf(data ? `Plekken voor ${data.places.name}` : 'Plekken', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'proposal.read-caseload')
  const { ctx } = me
  const newcomerId = args.params['id'] ?? ''
  return run(async () => {
    const { searchParams } = new URL(args.request.url)
    const q = (searchParams.get('q') ?? '').trim().slice(0, 100)
    const chosen = searchParams.getAll('naast').slice(0, MOST_BESIDE)
    const found = q === '' ? null : await positionsWith(ctx, args.context.env.meili, q)
    const [frame, places, look] = await Promise.all([
      frameOf(args, me),
      placesFor(ctx, newcomerId, found?.ids ?? null),
      worthALook(ctx, newcomerId),
    ])
    const lines = [...places.fits, ...places.almost]
    const labels = await termLabels(ctx.db, [
      ...lines.flatMap((one) => matchTerms(one.explanation)),
      ...places.gap.steps.map(({ uri }) => ({ code: 'skill', params: { uri } })),
    ])
    await showedProposals(args, ctx, [
      ...lines.map((one) => one.proposal),
      ...look.map(({ insteadOf }) => insteadOf && { id: insteadOf.proposalId, state: insteadOf.state }),
    ])
    await recordPersonViews(ctx, 'match.viewed', [newcomerId], 'places')
    return json({
      frame,
      newcomerId,
      q,
      chosen,
      limited: found?.engine === 'postgres',
      places: { ...places, fits: places.fits.map(shownPlace), almost: places.almost.map(shownPlace) },
      labels,
      look: look.map((one) => ({ ...one, key: newFormKey() })),
    })
  })
}

/** What the form of a place says: an empty `insteadOf` = the page named nothing that is set aside. */
const Proposed = AddProposalInput.pick({ positionId: true }).extend({ insteadOf: z.uuid().optional() }).strip()

/** The coach proposes a place that the allocation of everybody left out. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'proposal.read-caseload')
  const newcomerId = args.params['id'] ?? ''
  const form = await readForm(args.request, Proposed)
  if (!form.ok || !AddProposalInput.shape.newcomerId.safeParse(newcomerId).success)
    throw new Response(null, { status: form.ok ? 404 : 400 })
  return run(async () => {
    const { positionId, insteadOf = null } = form.value
    const done = await onceFor(args, ctx, form, async (inside) => ({
      answer: await addProposal(inside, { newcomerId, positionId, insteadOf }),
    }))
    if (!('answer' in done)) throw new Response(null, { status: 400 })
    return redirectTo(`/coach/voorstellen/${done.answer['proposalId']}?gedaan=added`)
  })
}

/** Which open places fit this newcomer, and why not others. */
export default function PlacesForNewcomer() {
  const { frame, newcomerId, q, chosen, limited, places, labels, look } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const shown = [...places.fits, ...places.almost]
  const beside = chosen.flatMap((id) => shown.find((one) => one.id === id) ?? [])
  return (
    <CoachFrame frame={frame} current="caseload">
      <p>
        <TextLink back href={`/coach/deelnemers/${newcomerId}`}>
          <bdi>{places.name}</bdi>
        </TextLink>
      </p>
      <PageHead
        title={t('match.places.title', { name: places.name })}
        lead={
          q === ''
            ? t('match.places.lead', { count: places.lookedAt })
            : t('match.places.found', { count: places.lookedAt, word: q })
        }
      />
      <Stack gap={6}>
        <PlacesSearch action={`/coach/deelnemers/${newcomerId}/plekken`} q={q} limited={limited} />
        {beside.length > 1 && <ComparePlaces newcomerId={newcomerId} places={beside} labels={labels} />}
        {q === '' && <WorthALookList newcomerId={newcomerId} items={look} />}
        <PlacesPage newcomerId={newcomerId} places={places} labels={labels} chosen={chosen} />
      </Stack>
    </CoachFrame>
  )
}
