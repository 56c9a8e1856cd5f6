import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, KEY_FIELD, newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { PlacementFacts, PlacementForm } from '#app/ui/coach/placement-form.tsx'
import { StartVerdict } from '#app/ui/coach/start-verdict.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { listOf, sentencesFor, textOf } from '#app/ui/form/form-errors.ts'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Split, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { StartPlacementInput, startPlacement } from '#server/placements/start-placement.ts'
import { dayOf } from '#server/platform/context.ts'
import { Refusal, type RefusalCode } from '#server/platform/refusal.ts'
import { askStartDecision } from '#server/positions/ask-start-decision.ts'
import { publicViews } from '#server/positions/reads-public.ts'
import { latestStartVerdictOf } from '#server/positions/reads-start-decisions.ts'
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
  const me = await signedIn(args, 'coach')
  const { ctx } = me
  return run(async () => {
    const proposal = await proposalForCoach(ctx, args.params['id'] ?? '')
    const view = (await publicViews(ctx.db, [proposal.positionId])).get(proposal.positionId)
    const asked = await latestStartVerdictOf(ctx.db, proposal)
    const { id, newcomerName, title, employerName, state, steps, seats, expectedLevel, startsOn } = proposal
    return json({
      frame: await frameOf(args, me),
      proposal: { id, newcomerName, title, employerName, state, expectedLevel, canStart: steps.includes('place') },
      position: {
        seats,
        seatsFree: view?.seatsFree ?? seats,
        place: view?.place ?? proposal.place,
        type: proposal.type,
        hoursPerWeek: proposal.hoursPerWeek,
      },
      usual: {
        startsOn: laterOf(startsOn, dayOf(ctx.now)),
        endsOn: view?.endsOn ?? '',
        mentor: view?.supervisorName ?? '',
        goals: view?.learningGoals ?? [],
      },
      asked: asked && {
        on: (asked.decision?.decidedAt ?? asked.askedAt).toISOString(),
        outcome: asked.decision?.outcome ?? null,
        why: asked.decision?.motivation ?? '',
      },
      key: newFormKey(),
    })
  })
}

/** Empty lines are no goals; the proposal is that of the address. */
async function readStart(request: Request, proposalId: string) {
  const sent = new URLSearchParams(await request.text())
  const body = new URLSearchParams({ proposalId, [KEY_FIELD]: sent.get(KEY_FIELD) ?? '' })
  for (const name of ['startsOn', 'endsOn', 'mentor']) body.set(name, sent.get(name) ?? '')
  for (const goal of sent
    .getAll('learningGoals')
    .filter((line) => line.trim() !== '')
    .slice(0, 20))
    body.append('learningGoals', goal)
  const form = await readForm(new Request(request.url, { method: 'POST', body }), StartPlacementInput)
  return { form, asks: sent.get('do') === 'ask' }
}

/** What the page shows of a verdict: its points, not what the rules read. */
const pointsOf = ({ outcome, reasons }: Verdict) => ({ outcome, reasons })

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'coach')
  const { form, asks } = await readStart(args.request, args.params['id'] ?? '')
  const no = (extra: { verdict?: Verdict; refused?: RefusalCode }) => {
    markRefused(args)
    return again(form, {
      verdict: extra.verdict ? pointsOf(extra.verdict) : null,
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
      if (error instanceof Refusal && SAID_ON_FORM.some((one) => one === error.code)) return no({ refused: error.code })
      throw error
    }
  })
}

export default function StartPlacement() {
  const { frame, proposal, position, usual, asked, key } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t, day } = useWords()
  const labelOf = (name: string) =>
    name === 'startsOn' || name === 'endsOn' || name === 'mentor'
      ? t(`coach.start.${name}`)
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
          {!proposal.canStart && !refused && (
            <Note tone="warn" title={t('coach.start.notAccepted')}>
              {t('coach.start.notAcceptedText', { state: t(`enum.proposalState.${proposal.state}`) })}
            </Note>
          )}
          {proposal.canStart && asked && (
            <Note tone={asked.outcome === 'approved' ? 'ok' : asked.outcome === 'rejected' ? 'error' : 'sand'}>
              {asked.outcome === 'approved' && t('coach.start.approvedBy', { day: day(asked.on) })}
              {asked.outcome === 'rejected' && t('coach.start.rejectedBy', { day: day(asked.on), why: asked.why })}
              {asked.outcome === null && t('coach.start.asked', { day: day(asked.on) })}
            </Note>
          )}
          {proposal.expectedLevel && <Note tone="warn">{t('coach.start.expected')}</Note>}
          {(proposal.canStart || typed) && (
            <PlacementForm
              action={`/coach/voorstellen/${proposal.id}/start`}
              keyValue={key}
              mayAsk={typed?.verdict?.outcome === 'human'}
              errors={errors}
              values={{
                startsOn: values ? (textOf(values, 'startsOn') ?? '') : usual.startsOn,
                endsOn: values ? (textOf(values, 'endsOn') ?? '') : usual.endsOn,
                mentor: values ? (textOf(values, 'mentor') ?? '') : usual.mentor,
                goals: rows,
              }}
            />
          )}
        </Stack>
      </Split>
    </CoachFrame>
  )
}
