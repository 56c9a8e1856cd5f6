import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button } from '#app/ui/button.tsx'
import { RadioList } from '#app/ui/form/choices.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { TextArea } from '#app/ui/form/inputs.tsx'
import { CaseFacts, CaseLog, CaseVerdict } from '#app/ui/municipality/case.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { DecidePositionInput, decidePosition } from '#server/positions/decide-position.ts'
import { positionForEditing } from '#server/positions/reads.ts'
import { municipalityByCode } from '#server/reference/reads.ts'
import { labelIn } from '#server/reference/rules.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data, error }) => [
  { title: `${error ? 'Fout: ' : ''}${data ? `Besluit over ${data.position.title}` : 'Besluit'} - Instroom` },
]

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'officer')
  return run(async () => {
    const [found, home] = await Promise.all([
      positionForEditing(ctx, args.params['id'] ?? ''),
      municipalityByCode(ctx.db, ctx.actor.municipalityCode),
    ])
    const verdict = found.verdicts.find((one) => one.moment === 'publish') ?? null
    const { establishment, occupation, tasks, learns, learningPlan, declaration } = found
    return json({
      key: newFormKey(),
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
  if (!form.ok) return again(form)
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => ({ answer: await decidePosition(inside, form.value) }))
    return redirectTo('/toets?gedaan=besluit')
  })
}

/** All that the officer needs to decide on one position, and the form. */
export default function Case() {
  const { position, verdict, log, key, municipality, who } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t } = useWords()
  const errors = Object.fromEntries(
    Object.entries((typed?.errors ?? {}) as Record<string, string[]>).map(([field, codes]) => [
      field,
      codes.slice(0, 1).map((code) => String(t(`error.${code}` as never))),
    ]),
  )
  const said = (name: string) => {
    const value = typed?.values[name]
    return typeof value === 'string' ? value : undefined
  }
  return (
    <MunicipalityFrame desk="officer" who={who} municipality={municipality}>
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
          {typed && <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />}
          {verdict && <CaseVerdict verdict={verdict} waiting={position.state === 'awaiting-decision'} />}
          {position.state === 'awaiting-decision' && verdict && (
            <section className="in-block">
              <h2>{t('municipality.case.decide')}</h2>
              <PostForm idempotencyKey={key} card>
                <input type="hidden" name="positionId" value={position.id} />
                <input type="hidden" name="verdictId" value={verdict.id} />
                <RadioList
                  name="outcome"
                  label={t('municipality.case.question')}
                  required
                  error={errors['outcome']?.[0]}
                  defaultValue={said('outcome')}
                  options={[
                    {
                      value: 'approved',
                      label: t('municipality.case.approve'),
                      hint: t('municipality.case.approveHint'),
                    },
                    {
                      value: 'rejected',
                      label: t('municipality.case.reject'),
                      hint: t('municipality.case.rejectHint'),
                    },
                  ]}
                />
                <TextArea
                  name="motivation"
                  label={t('municipality.case.motivation')}
                  hint={t('municipality.case.motivationHint')}
                  required
                  error={errors['motivation']?.[0]}
                  defaultValue={said('motivation')}
                />
                <div className="in-row">
                  <Button>{t('municipality.case.send')}</Button>
                </div>
              </PostForm>
            </section>
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
