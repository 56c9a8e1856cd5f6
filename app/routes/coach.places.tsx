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
import { ComparePlaces } from '#app/ui/coach/compare-places.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { LeaveOutOne } from '#app/ui/coach/leave-out-one.tsx'
import { PlacesFilters } from '#app/ui/coach/places-filters.tsx'
import { PlacesPage } from '#app/ui/coach/places-page.tsx'
import { WorthALookList } from '#app/ui/coach/worth-a-look.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { recordPersonViews } from '#server/audit/record-view.ts'
import { positionsWith } from '#server/positions/reads-words.ts'
import { AddProposalInput, addProposal } from '#server/proposals/add-proposal.ts'
import { placesFor } from '#server/proposals/reads-match.ts'
import { worthALook } from '#server/proposals/reads-worth-a-look.ts'
import { EVERY_PLACE } from '#server/proposals/rules-places-asked.ts'
import { SKILL_PARAM } from '#server/search/rules-position-address.ts'
import { frameOf } from './coach.frame.ts'
import { matchTerms, shownPlace } from './coach.match-view.ts'
import { placesAddress, placesQuestion, withoutEachPlace } from './coach.places-question.ts'
import { showedProposals } from './coach.seen.ts'
import { termLabels } from './coach.term-labels.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titleOf(data ? `Plekken voor ${data.places.name}` : 'Plekken', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'proposal.read-caseload')
  const { ctx } = me
  const newcomerId = args.params['id'] ?? ''
  return run(async () => {
    const question = placesQuestion(args.request)
    const { q, beside } = question
    const found = q === '' ? null : await positionsWith(ctx, args.context.env.meili, q)
    const [frame, places, look] = await Promise.all([
      frameOf(args, me),
      placesFor(ctx, newcomerId, { question, words: found?.ids ?? null, beside }),
      worthALook(ctx, newcomerId),
    ])
    const lines = [...places.fits, ...places.almost, ...places.beside]
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
      question,
      words: found && { limited: found.engine === 'postgres', loosely: found.loosely, isCut: found.isCut },
      places: {
        ...places,
        fits: places.fits.map(shownPlace),
        almost: places.almost.map(shownPlace),
        beside: places.beside.map(shownPlace),
      },
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
  const { frame, newcomerId, question, words, places, labels, look } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const { beside } = places
  const root = `/coach/deelnemers/${newcomerId}/plekken`
  const parts = withoutEachPlace(root, question)
  const isAsked = parts.length > 0
  const shown = new Set([...places.fits, ...places.almost, ...(isAsked ? places.others : [])].map((one) => one.id))
  const clear = placesAddress(root, { ...EVERY_PLACE, q: '', beside: question.beside })
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
          isAsked
            ? t('match.places.found', { count: places.lookedAt, all: places.nearest })
            : t('match.places.lead', { count: places.lookedAt })
        }
      />
      <Stack gap={6}>
        <PlacesFilters
          action={root}
          asked={question}
          choices={places.choices}
          isWayKnown={places.isWayKnown}
          skillName={SKILL_PARAM}
          kept={beside.filter(({ id }) => !shown.has(id))}
          isAsked={isAsked}
          clear={clear}
        />
        {words?.limited && <Note small>{t('match.places.limited')}</Note>}
        {words?.loosely && <Note small>{t('match.places.loosely')}</Note>}
        {words?.isCut && <Note small>{t('match.places.cut')}</Note>}
        {beside.length > 1 && <ComparePlaces newcomerId={newcomerId} places={beside} labels={labels} />}
        {!isAsked && <WorthALookList newcomerId={newcomerId} items={look} />}
        {isAsked && places.lookedAt === 0 ? (
          <LeaveOutOne
            title={t('match.places.none')}
            otherwise={t('match.places.noneText')}
            ways={parts.flatMap(({ part, href }) => {
              const count = places.without[part] ?? 0
              if (count === 0) return []
              const leftOut = t(`visitor.results.without.${part}`, { word: question.q })
              return [{ words: leftOut, count: t('visitor.results.count', { count }), href }]
            })}
            all={{ href: clear, words: t('match.places.all') }}
          />
        ) : (
          <PlacesPage
            newcomerId={newcomerId}
            places={places}
            labels={labels}
            chosen={question.beside}
            q={question.q}
            isAsked={isAsked}
          />
        )}
      </Stack>
    </CoachFrame>
  )
}
