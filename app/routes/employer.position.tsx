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
import { ButtonLink, TextLink } from '#app/ui/button.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { titleOf } from '#app/ui/employer/frame-title.ts'
import { NewcomerView } from '#app/ui/employer/phone.tsx'
import { PositionFacts } from '#app/ui/employer/position-facts.tsx'
import { PositionStanding } from '#app/ui/employer/position-standing.tsx'
import { PositionSteps } from '#app/ui/employer/position-steps.tsx'
import { PositionHistory, PositionVerdicts } from '#app/ui/employer/position-verdicts.tsx'
import { PositionBadge } from '#app/ui/employer/state-badge.tsx'
import { EmployerVerdict } from '#app/ui/employer/verdict.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { may } from '#server/access/may.ts'
import { closePosition } from '#server/positions/close-position.ts'
import { pausePosition } from '#server/positions/pause-position.ts'
import { ownPositions, positionForEditing } from '#server/positions/reads.ts'
import { publicViews } from '#server/positions/reads-public.ts'
import { standingOf } from '#server/positions/reads-standing.ts'
import { resumePosition } from '#server/positions/resume-position.ts'
import { labelIn } from '#server/reference/rules.ts'
import type { Verdict } from '#server/safeguards/rules/verdict.ts'
import { frameOf, waitingIn } from './employer.frame.ts'
import { viewOf } from './employer.position-save.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titleOf(data?.position.title ?? 'Leerwerkplek', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'position.read-own')
  const { ctx } = me
  return run(async () => {
    const [found, rows] = await Promise.all([positionForEditing(ctx, args.params['id'] ?? ''), ownPositions(ctx)])
    const [frame, views, standing] = await Promise.all([
      frameOf(args, me, waitingIn(rows)),
      publicViews(ctx.db, [found.id]),
      standingOf(ctx, found.id),
    ])
    const row = rows.find((one) => one.id === found.id)
    const labels = (terms: { labels: Parameters<typeof labelIn>[0] }[]) =>
      terms.map((one) => labelIn(one.labels, 'nl').text)
    const { candidates } = row ?? { candidates: { shortlisted: 0, consented: 0, accepted: 0, placed: 0 } }
    return json({
      frame,
      key: newFormKey(),
      sector: views.get(found.id)?.sector ?? 'office',
      candidates: candidates.shortlisted + candidates.consented + candidates.accepted + candidates.placed,
      standing: standing && {
        kind: standing.kind,
        unanswered: standing.unanswered,
        verdictId: standing.verdictId,
        motivation: standing.motivation,
        reasons: standing.reasons.map(({ ruleId, outcome, code, params }) => ({ ruleId, outcome, code, params })),
      },
      seatsFree: row?.seatsFree ?? 0,
      until: found.state === 'published' ? found.expiresOn : null,
      position: {
        id: found.id,
        title: found.title,
        state: found.state,
        type: found.type,
        occupation: labelIn(found.occupation, 'nl').text,
        establishment: found.establishment.name,
        place: found.establishment.place,
        startsOn: found.startsOn,
        endsOn: found.endsOn,
        hoursPerWeek: found.hoursPerWeek,
        hourlyWageCents: found.hourlyWageCents,
        seats: found.seats,
        supervisorName: found.supervisorName,
        supervisorHours: found.supervisorHours,
        supports: found.supports,
        languages: found.languages,
        neededSkills: labels(found.neededSkills),
        requiredSkills: labels(found.requiredSkills),
        taughtSkills: labels(found.taughtSkills),
        tasks: found.tasks,
        learns: found.learns,
        earns: found.earns,
        slots: found.slots,
      },
      verdicts: found.verdicts.map(({ id, outcome, reasons, askedAt, policyVersion, decision }) => ({
        id,
        outcome,
        policyVersion,
        askedAt: askedAt.toISOString(),
        reasons: reasons.map(({ ruleId, outcome: one, code, params }) => ({ ruleId, outcome: one, code, params })),
        decision: decision && {
          outcome: decision.outcome,
          motivation: decision.motivation,
          decidedAt: decision.decidedAt.toISOString(),
        },
      })),
      log: found.log.map(({ step, actorRole, at }) => ({ step, actorRole, at: at.toISOString() })),
      steps: {
        // A member keeps drafts; what is on the site, an admin puts there and takes off.
        edit: found.steps.includes('publish') && (may(me.ctx.actor, 'position.publish') || found.state === 'draft'),
        pause: found.steps.includes('pause'),
        resume: found.steps.includes('resume'),
        close: found.steps.includes('close'),
      },
    })
  })
}

/** Which button was pressed; the commands decide whether it may be. */
const StepForm = z.object({ step: z.enum(['pause', 'resume', 'close']) })

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'position.read-own')
  const positionId = args.params['id'] ?? ''
  const form = await readForm(args.request, StepForm)
  if (!form.ok) throw new Response(null, { status: 400 })
  const { step } = form.value
  return run(async () => {
    // An address that names no position is not found; the inputs of the commands are for ids.
    await positionForEditing(ctx, positionId)
    const done = await onceFor<typeof ctx, Verdict>(args, ctx, form, async (inside) => {
      if (step === 'pause') await pausePosition(inside, { positionId })
      if (step === 'close') await closePosition(inside, { positionId })
      if (step !== 'resume') return { answer: { done: step === 'pause' ? 'paused' : 'closed' } }
      const result = await resumePosition(inside, { positionId })
      if (!result.ok) return { again: result.verdict }
      return { answer: { done: result.state === 'published' ? 'resumed' : 'waiting' } }
    })
    if ('again' in done) {
      markRefused(args)
      return again(form, { verdict: viewOf(done.again) })
    }
    return redirectTo(`/werkgever/plekken/${positionId}?gedaan=${done.answer['done']}`)
  })
}

/** One position: what stands, what the safeguards said, what happened, and what can be done. */
export default function Position() {
  const data = useLoaderData<typeof loader>()
  const stopped = useActionData<typeof action>()
  const { t, day } = useWords()
  const { position, steps, candidates } = data
  return (
    <EmployerFrame frame={data.frame} current="positions">
      <p>
        <TextLink back href="/werkgever">
          {t('employer.position.back')}
        </TextLink>
      </p>
      <div className="in-pagehead">
        <div className="in-stack in-gap-2">
          <p className="in-step">{t(`enum.positionType.${position.type}`)}</p>
          <h1>
            <bdi>{position.title}</bdi>
          </h1>
          <div className="in-row in-gap-3">
            <PositionBadge state={position.state} />
            <span className="in-small in-grey">
              {data.seatsFree > 0
                ? t('employer.positions.free', { count: data.seatsFree, seats: position.seats })
                : t('employer.positions.full')}
            </span>
            {data.until && (
              <span className="in-small in-grey">{t('employer.positions.untilDay', { day: day(data.until) })}</span>
            )}
          </div>
        </div>
        <div className="in-row">
          <ButtonLink
            href={`/werkgever/plekken/${position.id}/kandidaten`}
            icon="people"
            variant={candidates > 0 ? undefined : 'second'}
          >
            {candidates > 0
              ? t('employer.position.candidates', { count: candidates })
              : t('employer.position.noCandidates')}
          </ButtonLink>
          {position.state === 'published' && (
            <ButtonLink variant="second" href={`/werkgever/plekken/${position.id}/eisen`} icon="filter">
              {t('demands.link')}
            </ButtonLink>
          )}
          {steps.edit && (
            <ButtonLink variant="second" href={`/werkgever/plekken/${position.id}/bewerken`} icon="pen">
              {t('employer.position.edit')}
            </ButtonLink>
          )}
        </div>
      </div>
      <div className="in-split">
        <div className="in-stack in-gap-6">
          {data.standing && <PositionStanding standing={data.standing} positionId={position.id} />}
          {stopped?.verdict && <EmployerVerdict verdict={stopped.verdict} />}
          <PositionVerdicts verdicts={data.verdicts} state={position.state} />
          <PositionFacts position={position} />
        </div>
        <aside className="in-stack in-gap-6">
          <NewcomerView
            view={{
              title: position.title,
              employer: data.frame.org,
              sector: data.sector,
              hours: String(position.hoursPerWeek).replace('.', ','),
              wageCents: position.hourlyWageCents,
              startsOn: position.startsOn,
              supervisorName: position.supervisorName,
              supports: position.supports,
            }}
          />
          <PositionSteps idempotencyKey={data.key} pause={steps.pause} resume={steps.resume} close={steps.close} />
          <PositionHistory log={data.log} />
        </aside>
      </div>
    </EmployerFrame>
  )
}
