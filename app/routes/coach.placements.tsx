import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { OverTable } from '#app/ui/coach/over-table.tsx'
import { PlacementCard } from '#app/ui/coach/placement-card.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { sentencesFor } from '#app/ui/form/form-errors.ts'
import { TodoList } from '#app/ui/pictures/lists.tsx'
import { Block, PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { CancelPlacementInput, cancelPlacement } from '#server/placements/cancel-placement.ts'
import { EndPlacementInput, endPlacement } from '#server/placements/end-placement.ts'
import { followUpsDue, placementForCoach, placementsOfCoach } from '#server/placements/reads.ts'
import { isRunning } from '#server/placements/rules.ts'
import { dayOf } from '#server/platform/context.ts'
import { frameOf } from './coach.frame.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Plaatsingen', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'placement.read-caseload')
  return run(async () => {
    const [frame, placements, due] = await Promise.all([
      frameOf(args, me),
      placementsOfCoach(me.ctx),
      followUpsDue(me.ctx),
    ])
    return json({
      frame,
      today: dayOf(me.ctx.now),
      running: placements.filter((one) => isRunning(one.state)),
      over: placements.filter((one) => !isRunning(one.state)),
      due,
      stop: new URL(args.request.url).searchParams.get('stop'),
      key: newFormKey(),
    })
  })
}

const Cancel = z.object({ step: z.literal('cancel'), placementId: CancelPlacementInput.shape.placementId })
const End = z.object({
  step: EndPlacementInput.shape.step,
  placementId: EndPlacementInput.shape.placementId,
  endedOn: EndPlacementInput.shape.endedOn,
  initiative: EndPlacementInput.shape.initiative,
})

/** Cancels a placement that has not begun, or records that one ended. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'placement.read-caseload')
  const form = await readForm(args.request, z.discriminatedUnion('step', [Cancel, End]))
  if (!form.ok) {
    markRefused(args)
    // To the schema no step is a wrong one; to a person it is a question without an answer.
    return again(form.errors['step'] ? { ...form, errors: { ...form.errors, step: ['choose-one'] } } : form)
  }
  const input = form.value
  return run(async () => {
    if (input.step !== 'cancel') {
      const placement = await placementForCoach(ctx, input.placementId)
      const code =
        input.endedOn < placement.startsOn ? 'date-too-early' : input.endedOn > dayOf(ctx.now) ? 'in-future' : null
      if (code) {
        markRefused(args)
        return again({ ok: false, values: form.values, errors: { endedOn: [code] }, key: form.key })
      }
    }
    await onceFor(args, ctx, form, async (inside) => {
      if (input.step === 'cancel') await cancelPlacement(inside, { placementId: input.placementId })
      else await endPlacement(inside, input)
      return { answer: {} }
    })
    return redirectTo(`/coach/plaatsingen?gedaan=${input.step === 'cancel' ? 'cancelled' : 'ended'}`)
  })
}

export default function Placements() {
  const { frame, running, over, due, today, stop, key } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t, day } = useWords()
  const labelOf = (name: string) =>
    name === 'endedOn' || name === 'initiative'
      ? t(`coach.placements.${name}`)
      : name === 'step'
        ? t('coach.placements.how')
        : ''
  const errors = sentencesFor(typed?.errors ?? {}, labelOf, t)
  return (
    <CoachFrame frame={frame} current="placements">
      <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
      <PageHead title={t('coach.placements.title')} />
      <Stack gap={6}>
        <Block title={t('coach.placements.due')}>
          {due.length === 0 ? (
            <p className="in-small in-grey">{t('coach.placements.dueEmpty')}</p>
          ) : (
            <TodoList
              items={due.map((row) => ({
                when: row.late > 0 ? t('coach.today.when.late') : t('coach.today.when.today'),
                tone: row.late > 0 ? ('error' as const) : ('warn' as const),
                title: t('coach.today.followUp', { kind: t(`enum.followUpKind.${row.kind}`), name: row.newcomerName }),
                text: t('coach.today.followUpText', {
                  title: row.title,
                  employer: row.employerName,
                  day: day(row.dueOn),
                }),
                action: { href: `/coach/vervolg/${row.id}`, label: t('coach.today.followUpAction') },
              }))}
            />
          )}
        </Block>
        <Block title={t('coach.placements.running')}>
          {running.length === 0 ? (
            <EmptyState
              pictogram="signing"
              heading="h3"
              title={t('coach.placements.empty')}
              text={t('coach.placements.emptyText')}
              action={
                <ButtonLink href="/coach/voorstellen?status=accepted">{t('coach.placements.emptyAction')}</ButtonLink>
              }
            />
          ) : (
            <div className="in-grid in-grid--xl">
              {running.map((one) => (
                <PlacementCard
                  key={one.id}
                  placement={one}
                  today={today}
                  keyValue={key}
                  stops={one.id === stop}
                  typed={one.id === stop ? (typed?.values ?? null) : null}
                  errors={one.id === stop ? errors : {}}
                />
              ))}
            </div>
          )}
        </Block>
        {over.length > 0 && (
          <Block title={t('coach.placements.over')}>
            <OverTable rows={over} caption={t('coach.placements.over')} />
          </Block>
        )}
      </Stack>
    </CoachFrame>
  )
}
