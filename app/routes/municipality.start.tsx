import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { newFormKey } from '#app/request/form.ts'
import { refusalResponse, run } from '#app/request/refusal.ts'
import { wasRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { CaseVerdict } from '#app/ui/municipality/case.tsx'
import { DecisionForm, useTyped } from '#app/ui/municipality/decision-form.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { startsAwaitingDecision } from '#server/positions/reads-start-decisions.ts'
import { actOnCase } from './municipality.case-act.ts'
import { officerFrame } from './municipality.frame.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => officerTitle('Besluit over een start', data?.refused)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'officer')
  const { ctx } = me
  return run(async () => {
    const [frame, starts, longer] = await Promise.all([
      officerFrame(me),
      startsAwaitingDecision(ctx),
      startsAwaitingDecision(ctx, 'extend'),
    ])
    const found = [...starts, ...longer].find((one) => one.id === args.params['id'])
    if (!found) throw refusalResponse(new Refusal('not-found'))
    return json({
      refused: wasRefused(args),
      key: newFormKey(),
      start: {
        id: found.id,
        title: found.title,
        card: found.cardCode,
        employer: found.employerName,
        place: found.place,
      },
      verdict: {
        outcome: found.outcome,
        askedAt: found.askedAt.toISOString(),
        policyVersion: found.policyVersion,
        reasons: found.reasons.map(({ ruleId, outcome, code, params }) => ({ ruleId, outcome, code, params })),
      },
      frame,
      today: dayOf(ctx.now),
    })
  })
}

export const action = (args: ActionFunctionArgs) => actOnCase(args)

/** One start that a safeguard holds up: what it asks, without the name of the person, and the decision. */
export default function Start() {
  const { start, verdict, key, frame, today } = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()
  const { t } = useWords()
  const { errors, typed } = useTyped(sent as Parameters<typeof useTyped>[0])
  return (
    <MunicipalityFrame {...frame}>
      <p>
        <TextLink back href="/toets">
          {t('municipality.case.back')}
        </TextLink>
      </p>
      <div className="in-pagehead">
        <div>
          <p className="in-step">
            <bdi>{start.employer}</bdi>, <bdi>{start.place}</bdi>. {t('municipality.starts.card')} {start.card}
          </p>
          <h1>{t('municipality.starts.one', { title: start.title })}</h1>
        </div>
      </div>
      <div className="in-stack in-gap-6">
        {sent && <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />}
        <p>{t('municipality.starts.lead')}</p>
        <CaseVerdict about="starts" verdict={verdict} waiting />
        <DecisionForm
          about="starts"
          intent="decide-start"
          today={today}
          idempotencyKey={key}
          hidden={{ verdictId: start.id }}
          errors={errors}
          typed={typed}
        />
      </div>
    </MunicipalityFrame>
  )
}
