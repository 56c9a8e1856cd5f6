import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { newFormKey } from '#app/request/form.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { Badge } from '#app/ui/badge.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { DescriptionList } from '#app/ui/card.tsx'
import { ExtendForm } from '#app/ui/coach/extend-form.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { HeldStart } from '#app/ui/coach/held-start.tsx'
import { MunicipalityTalk } from '#app/ui/coach/municipality-talk.tsx'
import { ChecksForm, type FormPart, ResultsForm, ReviewsForm } from '#app/ui/coach/placement-records.tsx'
import { taskItems } from '#app/ui/coach/task-items.ts'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { sentencesFor, textOf } from '#app/ui/form/form-errors.ts'
import { Note } from '#app/ui/note.tsx'
import { TodoList } from '#app/ui/pictures/lists.tsx'
import { Block, PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import type { OverrideState } from '#db/values/safeguards.ts'
import { recordPersonViews } from '#server/audit/record-view.ts'
import { talkWithCoach } from '#server/cases/reads-talk.ts'
import { heldStartsOf } from '#server/placements/reads-begin.ts'
import { placementPageOf } from '#server/placements/reads-tasks.ts'
import { isRunning } from '#server/placements/rules.ts'
import { dayOf } from '#server/platform/context.ts'
import { frameOf } from './coach.frame.ts'
import { actOnPlacement } from './coach.placement-act.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Plaatsing', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'placement.read-caseload')
  const { ctx } = me
  return run(async () => {
    const { placement, tasks, asked, checks, calendar, results, question, employerStands } = await placementPageOf(
      ctx,
      args.params['id'] ?? '',
    )
    const { id, newcomerId, newcomerName, title, employerName, state, startsOn, endsOn, endedOn } = placement
    const held = (await heldStartsOf(ctx.db, [id])).get(id)
    const { mentor, learningGoals } = placement
    await recordPersonViews(ctx, 'dossier.viewed', [newcomerId], 'placement')
    return json({
      frame: await frameOf(args, me),
      today: dayOf(ctx.now),
      keys: [newFormKey(), newFormKey()] as const,
      placement: { id, newcomerId, newcomerName, title, employerName, state, startsOn, endsOn, endedOn },
      agreed: { mentor, learningGoals },
      isRunning: isRunning(state),
      employerStands,
      held: held ? { outcome: held.outcome, reasons: held.reasons, decision: held.decision } : null,
      tasks,
      asked,
      checks,
      calendar,
      results: results && {
        goalsSet: results.goalsSet,
        goalsReached: results.goalsReached,
        reportOn: results.reportOn,
        certificateOn: results.certificateOn,
      },
      question: question && {
        on: (question.decision?.decidedAt ?? question.override?.at ?? question.askedAt).toISOString(),
        outcome: question.decision?.outcome ?? ofOverride(question.override?.state),
        why: question.decision?.motivation ?? question.override?.why ?? '',
        messages: (await talkWithCoach(ctx, question.id)).map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
      },
    })
  })
}

export const action = (args: ActionFunctionArgs) => actOnPlacement(args)

/** Two people who let a block pass, or refused to, decided as well. */
const ofOverride = (state: OverrideState | undefined) =>
  state === 'confirmed' ? ('approved' as const) : state === 'refused' ? ('rejected' as const) : null

const LABELS = {
  noticeOn: 'coach.checks.noticeOn',
  contract: 'coach.checks.contract',
  permitUntil: 'coach.checks.permitUntil',
  is27: 'coach.checks.is27',
  body: 'coach.start.talk.answer',
  kind: 'coach.placement.reviews.what',
  heldOn: 'coach.placement.reviews.heldOn',
  reportOn: 'coach.placement.results.reportOn',
  certificateOn: 'coach.placement.results.certificateOn',
  endsOn: 'coach.placement.extend.endsOn',
  'extension.reference': 'coach.placement.extend.reference',
  'extension.until': 'coach.placement.extend.until',
  'extension.elsewhere': 'coach.placement.extend.elsewhere',
} as const
const isLabelled = (name: string): name is keyof typeof LABELS => Object.hasOwn(LABELS, name)

/** One placement: what was agreed, what is to do, and what the coach records because a safeguard asks it. */
export default function Placement() {
  const { frame, today, keys, placement, agreed, ...view } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const words = useWords()
  const { t, day } = words
  const { newcomerName, title, employerName, state, startsOn } = placement
  const labelOf = (name: string) =>
    name === 'goalsReached'
      ? t('coach.placement.results.goalsReached', { count: agreed.learningGoals.length })
      : isLabelled(name)
        ? t(LABELS[name])
        : ''
  const errors = sentencesFor(typed?.errors ?? {}, labelOf, t)
  const { checks, results } = view
  const standing: Record<string, string | null | undefined> = {
    noticeOn: checks.noticeOn,
    contract: checks.contract,
    permitUntil: checks.permitUntil,
    is27: checks.is27 === null ? null : checks.is27 ? 'yes' : 'no',
    goalsReached: results ? String(results.goalsReached) : null,
    reportOn: results?.reportOn,
    certificateOn: results?.certificateOn,
  }
  const part: FormPart = {
    action: `/coach/plaatsingen/${placement.id}`,
    keyValue: keys[0],
    today,
    errors,
    typedIn: (name) => (typed ? textOf(typed.values, name) : undefined) ?? standing[name] ?? undefined,
  }
  return (
    <CoachFrame frame={frame} current="placements">
      <Stack gap={6}>
        <p>
          <TextLink back href="/coach/plaatsingen">
            {t('coach.placement.back')}
          </TextLink>
        </p>
        <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
        <PageHead title={newcomerName} lead={t('coach.placement.lead', { title, employer: employerName })}>
          <Badge tone={state === 'active' ? 'ok' : 'info'}>{t(`enum.placementState.${state}`)}</Badge>
        </PageHead>
        <DescriptionList
          items={[
            {
              term: t('coach.placements.when'),
              value:
                (placement.endedOn ?? placement.endsOn)
                  ? t('coach.placements.term', {
                      from: day(startsOn),
                      to: day(placement.endedOn ?? placement.endsOn ?? startsOn),
                    })
                  : t('coach.placements.termOpen', { from: day(startsOn) }),
            },
            { term: t('coach.placements.mentor'), value: <bdi>{agreed.mentor}</bdi> },
            { term: t('coach.placements.goals'), value: agreed.learningGoals.join('; ') },
          ]}
        />
        {view.held && <HeldStart held={view.held} />}
        {view.tasks.length > 0 && (
          <Block title={t('coach.placement.tasks')}>
            <TodoList
              items={taskItems(
                view.tasks.map((task) => ({ ...task, placementId: placement.id, newcomerName })),
                today,
                words,
              ).map(({ action: _here, ...item }, at) =>
                view.tasks[at]?.task === 'permit'
                  ? {
                      ...item,
                      action: {
                        href: `/coach/deelnemers/${placement.newcomerId}/intake/practical`,
                        label: t('coach.placement.task.renew'),
                      },
                    }
                  : item,
              )}
            />
          </Block>
        )}
        {view.isRunning && view.asked.length > 0 && <ChecksForm {...part} asked={view.asked} />}
        {view.calendar && view.isRunning && state === 'active' && <ReviewsForm {...part} calendar={view.calendar} />}
        {state === 'active' && placement.endsOn !== null && !view.employerStands && (
          <Note tone="warn" title={t('coach.placement.extend.suspended')}>
            {t('coach.placement.extend.suspendedText', { employer: employerName })}
          </Note>
        )}
        {state === 'active' && placement.endsOn !== null && view.employerStands && (
          <ExtendForm
            {...part}
            endsOn={placement.endsOn}
            asksElsewhere={view.calendar !== null}
            verdict={typed?.verdict ?? null}
            question={view.question}
          />
        )}
        {state === 'active' && view.question && (
          <MunicipalityTalk
            action={part.action}
            keyValue={keys[1]}
            messages={view.question.messages}
            error={errors['body']}
            typed={typed ? textOf(typed.values, 'body') : undefined}
          />
        )}
        {state === 'active' && placement.endsOn === null && (
          <p className="in-grey">{t('coach.placement.extend.open')}</p>
        )}
        {(state === 'completed' || state === 'ended-early') && (
          <ResultsForm {...part} goals={agreed.learningGoals} known={results} />
        )}
        {state !== 'planned' && state !== 'cancelled' && (
          <p>
            <TextLink href={`/coach/plaatsingen/${placement.id}/contract`}>{t('coach.contract.link')}</TextLink>
          </p>
        )}
      </Stack>
    </CoachFrame>
  )
}
