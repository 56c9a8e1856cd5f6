import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { CaseFacts, CaseLog, CaseVerdict } from '#app/ui/municipality/case.tsx'
import { DecisionForm, useTyped } from '#app/ui/municipality/decision-form.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { DecidePositionInput, decidePosition } from '#server/positions/decide-position.ts'
import { positionForEditing } from '#server/positions/reads.ts'
import { casesWaiting } from '#server/positions/reads-start-decisions.ts'
import { municipalityByCode } from '#server/reference/reads.ts'
import { labelIn } from '#server/reference/rules.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data, error }) => [
  {
    title: `${error || data?.refused ? 'Fout: ' : ''}${data ? `Besluit over ${data.position.title}` : 'Besluit'} - Instroom`,
  },
]

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'officer')
  return run(async () => {
    const [found, waiting, home] = await Promise.all([
      positionForEditing(ctx, args.params['id'] ?? ''),
      casesWaiting(ctx),
      municipalityByCode(ctx.db, ctx.actor.municipalityCode),
    ])
    const verdict = found.verdicts.find((one) => one.moment === 'publish') ?? null
    const { establishment, occupation, tasks, learns, learningPlan, declaration } = found
    return json({
      refused: wasRefused(args),
      key: newFormKey(),
      waiting,
      position: {
        id: found.id,
        title: found.title,
        type: found.type,
        state: found.state,
        occupation: labelIn(occupation, 'nl').text,
        establishment: establishment.name,
        seats: found.seats,
        hoursPerWeek: found.hoursPerWeek,
        startsOn: found.startsOn,
        endsOn: found.endsOn,
        hourlyWageCents: found.hourlyWageCents,
        supervisorName: found.supervisorName,
        supervisorHours: found.supervisorHours,
        motive: declaration.motive,
        tasks,
        learns,
        learningPlan,
      },
      verdict: verdict && {
        id: verdict.id,
        outcome: verdict.outcome,
        askedAt: verdict.askedAt.toISOString(),
        policyVersion: verdict.policyVersion,
        reasons: verdict.reasons.map(({ ruleId, outcome, code, params }) => ({ ruleId, outcome, code, params })),
      },
      log: found.log.map(({ step, actorRole, at }) => ({ step, actorRole, at: at.toISOString() })),
      municipality: home?.name ?? '',
      who: account.displayName,
    })
  })
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'officer')
  const form = await readForm(args.request, DecidePositionInput)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => ({ answer: await decidePosition(inside, form.value) }))
    return redirectTo('/toets?gedaan=besluit')
  })
}

/** All that the officer needs to decide on one position, and the form. */
export default function Case() {
  const { position, verdict, log, key, waiting, municipality, who } = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()
  const { t } = useWords()
  const { errors, typed } = useTyped(sent as Parameters<typeof useTyped>[0])
  return (
    <MunicipalityFrame desk="officer" who={who} municipality={municipality} waiting={waiting}>
      <p>
        <a className="in-link in-link--back" href="/toets">
          {t('municipality.case.back')}
        </a>
      </p>
      <div className="in-pagehead">
        <div>
          <p className="in-step">{t(`enum.positionType.${position.type}`)}</p>
          <h1>{t('municipality.case.title', { title: position.title })}</h1>
        </div>
      </div>
      <div className="in-split">
        <div className="in-stack in-gap-6">
          {sent && <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />}
          {verdict && <CaseVerdict about="case" verdict={verdict} waiting={position.state === 'awaiting-decision'} />}
          {position.state === 'awaiting-decision' && verdict && (
            <DecisionForm
              about="case"
              idempotencyKey={key}
              hidden={{ positionId: position.id, verdictId: verdict.id }}
              errors={errors}
              typed={typed}
            />
          )}
          <CaseLog log={log} />
        </div>
        <aside>
          <CaseFacts position={position} />
        </aside>
      </div>
    </MunicipalityFrame>
  )
}
