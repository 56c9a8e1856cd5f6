import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, KEY_FIELD, newFormKey, readFields, readForm, takeKept } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wrongField } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { AskedNote, MunicipalityTalk } from '#app/ui/coach/municipality-talk.tsx'
import { PlacementFacts, PlacementForm } from '#app/ui/coach/placement-form.tsx'
import { StartVerdict } from '#app/ui/coach/start-verdict.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { listOf, sentencesFor, textOf } from '#app/ui/form/form-errors.ts'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Split, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { recordProposalViews } from '#server/audit/record-view.ts'
import { talkWithCoach } from '#server/cases/reads-talk.ts'
import { WriteMessageInput, writeMessage } from '#server/cases/write-message.ts'
import { checksAskedOf } from '#server/placements/reads-checks.ts'
import { CHECK_FIELDS } from '#server/placements/rules-checks.ts'
import { StartPlacementInput, startPlacement } from '#server/placements/start-placement.ts'
import { dayOf } from '#server/platform/context.ts'
import { Refusal, type RefusalCode } from '#server/platform/refusal.ts'
import { askStartDecision } from '#server/positions/ask-start-decision.ts'
import { publicViews } from '#server/positions/reads-public.ts'
import { latestStartVerdictOf } from '#server/positions/reads-start-decisions.ts'
import { canBeAsked } from '#server/positions/rules-policy.ts'
import { proposalForCoach } from '#server/proposals/reads.ts'
import { laterOf } from '#server/safeguards/rules/calendar.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'
import { frameOf } from './coach.frame.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Start de plaatsing', data?.frame)

/** What another person can bring about while this form is open: said on the form, so that nothing typed is lost. */
const SAID_ON_FORM = ['seats-taken', 'already-placed', 'consent-missing', 'safeguard-blocks', 'stale', 'busy'] as const
const GOAL_ROWS = 5

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'placement.start')
  const { ctx } = me
  return run(async () => {
    const proposal = await proposalForCoach(ctx, args.params['id'] ?? '')
    await recordProposalViews(ctx, [{ proposalId: proposal.id, action: 'match.viewed' }], 'start')
    const view = (await publicViews(ctx.db, [proposal.positionId])).get(proposal.positionId)
    const asked = await latestStartVerdictOf(ctx.db, proposal)
    const { id, newcomerName, title, employerName, employerStands, state, steps, seats, expectedLevel, startsOn } =
      proposal
    return json({
      frame: await frameOf(args, me),
      proposal: {
        ...{ id, newcomerName, title, employerName, employerStands, state, expectedLevel },
        canStart: steps.includes('place'),
      },
      position: {
        seats,
        seatsFree: view?.seatsFree ?? seats,
        place: view?.place ?? proposal.place,
        type: proposal.type,
        hoursPerWeek: proposal.hoursPerWeek,
      },
      asks: await checksAskedOf(ctx.db, proposal),
      today: dayOf(ctx.now),
      usual: {
        // The days that the municipality was asked about: with others the question is another one.
        startsOn: laterOf(asked?.judged?.startsOn ?? startsOn, dayOf(ctx.now)),
        endsOn: (asked?.judged ? asked.judged.endsOn : view?.endsOn) ?? '',
        mentor: view?.supervisorName ?? '',
        goals: view?.learningGoals ?? [],
      },
      asked: asked && {
        on: (asked.decision?.decidedAt ?? asked.override?.at ?? asked.askedAt).toISOString(),
        outcome: asked.decision?.outcome ?? null,
        why: asked.decision?.motivation ?? '',
        override: asked.override && {
          state: asked.override.state,
          why: asked.override.why,
          until: asked.override.validUntil,
          isOver: asked.override.validUntil < dayOf(ctx.now),
        },
        messages: (await talkWithCoach(ctx, asked.id)).map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
      },
      keys: [newFormKey(), newFormKey()] as const,
    })
  })
}

/** Empty lines are no goals; the proposal is that of the address. */
async function readStart(request: Request, sent: URLSearchParams, proposalId: string) {
  const body = new URLSearchParams({ proposalId, [KEY_FIELD]: sent.get(KEY_FIELD) ?? '' })
  takeKept(sent, body)
  for (const name of ['startsOn', 'endsOn', 'mentor', ...Object.keys(CHECK_FIELDS)])
    body.set(name, sent.get(name) ?? '')
  for (const goal of sent
    .getAll('learningGoals')
    .filter((line) => line.trim() !== '')
    .slice(0, 20))
    body.append('learningGoals', goal)
  const form = await readForm(new Request(request.url, { method: 'POST', body }), StartPlacementInput)
  return { form, asks: sent.get('do') === 'ask' }
}

/** What the page shows of a verdict: its points, not what the rules read, and whether the municipality can be asked. */
const pointsOf = (verdict: Verdict, today: string) => ({
  outcome: verdict.outcome,
  reasons: verdict.reasons,
  canBeAsked: canBeAsked(verdict, today),
})

/** An answer to what the municipality asked about this start. */
async function answerMunicipality(args: ActionFunctionArgs, sent: URLSearchParams, proposalId: string) {
  const { ctx } = await signedIn(args, 'placement.start')
  return run(async () => {
    const asked = await latestStartVerdictOf(ctx.db, await proposalForCoach(ctx, proposalId))
    const fields = { verdictId: asked?.id ?? '', kind: 'answer', body: sent.get('body') ?? '' }
    const body = new URLSearchParams({ ...fields, [KEY_FIELD]: sent.get(KEY_FIELD) ?? '' })
    takeKept(sent, body)
    const form = readFields(body, WriteMessageInput)
    if (!form.ok) {
      markRefused(args)
      return again(form, { verdict: null, refused: null })
    }
    await onceFor(args, ctx, form, async (inside) => ({ answer: await writeMessage(inside, form.value) }))
    return redirectTo(`/coach/voorstellen/${proposalId}/start#berichten`)
  })
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'placement.start')
  const proposalId = args.params['id'] ?? ''
  const sent = new URLSearchParams(await args.request.text())
  if (sent.get('do') === 'answer') return answerMunicipality(args, sent, proposalId)
  const { form, asks } = await readStart(args.request, sent, proposalId)
  const no = (extra: { verdict?: Verdict; refused?: RefusalCode }) => {
    markRefused(args)
    return again(form, {
      verdict: extra.verdict ? pointsOf(extra.verdict, dayOf(ctx.now)) : null,
      refused: SAID_ON_FORM.find((one) => one === extra.refused) ?? null,
    })
  }
  if (!form.ok) return no({})
  return run(async () => {
    try {
      if (asks) {
        await onceFor(args, ctx, form, async (inside) => ({ answer: await askStartDecision(inside, form.value) }))
        return redirectTo(`/coach/voorstellen/${form.value.proposalId}/start`)
      }
      const done = await onceFor(args, ctx, form, async (inside) => {
        const started = await startPlacement(inside, form.value)
        return started.ok ? { answer: { placementId: started.placementId } } : { again: started.verdict }
      })
      if ('again' in done) return no({ verdict: done.again })
      return redirectTo('/coach/plaatsingen?gedaan=started')
    } catch (error) {
      if (error instanceof Refusal && error.params['field'] !== undefined) {
        markRefused(args)
        return again(wrongField(error, form), { verdict: null, refused: null })
      }
      if (error instanceof Refusal && SAID_ON_FORM.some((one) => one === error.code)) return no({ refused: error.code })
      throw error
    }
  })
}

export default function StartPlacement() {
  const { frame, proposal, position, usual, asked, asks, today, keys } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t } = useWords()
  const labelOf = (name: string) =>
    name === 'startsOn' || name === 'endsOn' || name === 'mentor'
      ? t(`coach.start.${name}`)
      : name === 'noticeOn' || name === 'contract' || name === 'permitUntil' || name === 'is27'
        ? t(`coach.checks.${name}`)
        : name.startsWith('learningGoals')
          ? t('coach.start.goals')
          : ''
  const errors = sentencesFor(typed?.errors ?? {}, labelOf, t)
  const values = typed?.values
  const refused = SAID_ON_FORM.find((one) => one === typed?.refused)
  const goals = values ? listOf(values, 'learningGoals') : usual.goals
  const rows = [...goals, ...Array.from({ length: Math.max(1, GOAL_ROWS - goals.length) }, () => '')].slice(0, 10)
  return (
    <CoachFrame frame={frame} current="proposals">
      <p>
        <TextLink back href={`/coach/voorstellen/${proposal.id}`}>
          {t('coach.start.back')}
        </TextLink>
      </p>
      <Split asideWidth="s" aside={<PlacementFacts position={position} />}>
        <Stack gap={4}>
          <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
          <PageHead
            title={t('coach.start.title')}
            lead={t('coach.start.lead', {
              name: proposal.newcomerName,
              employer: proposal.employerName,
              title: proposal.title,
            })}
          />
          {refused && (
            <Note tone="error" announce>
              {t(`refusal.${refused}`)}
            </Note>
          )}
          {typed?.verdict && <StartVerdict verdict={typed.verdict} />}
          {!refused && position.seatsFree === 0 && proposal.canStart && (
            <Note tone="error">{t('refusal.seats-taken')}</Note>
          )}
          {!proposal.employerStands && (
            <Note tone="warn" title={t('coach.inbox.suspended')}>
              {t('coach.inbox.suspendedText', { employer: proposal.employerName })}
            </Note>
          )}
          {!proposal.canStart && proposal.employerStands && !refused && (
            <Note tone="warn" title={t('coach.start.notAccepted')}>
              {t('coach.start.notAcceptedText', { state: t(`enum.proposalState.${proposal.state}`) })}
            </Note>
          )}
          {proposal.canStart && asked && <AskedNote asked={asked} />}
          {proposal.expectedLevel && <Note tone="warn">{t('coach.start.expected')}</Note>}
          {(proposal.canStart || typed) && (
            <PlacementForm
              action={`/coach/voorstellen/${proposal.id}/start`}
              keyValue={keys[0]}
              mayAsk={typed?.verdict?.canBeAsked === true}
              errors={errors}
              checks={{ asked: asks, today, typedIn: (name) => (values ? textOf(values, name) : undefined) }}
              values={{
                startsOn: values ? (textOf(values, 'startsOn') ?? '') : usual.startsOn,
                endsOn: values ? (textOf(values, 'endsOn') ?? '') : usual.endsOn,
                mentor: values ? (textOf(values, 'mentor') ?? '') : usual.mentor,
                goals: rows,
              }}
            />
          )}
          {asked && (
            <MunicipalityTalk
              action={`/coach/voorstellen/${proposal.id}/start`}
              keyValue={keys[1]}
              messages={asked.messages}
              error={errors['body']}
              typed={values ? textOf(values, 'body') : undefined}
            />
          )}
        </Stack>
      </Split>
    </CoachFrame>
  )
}
