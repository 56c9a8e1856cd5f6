import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readFields } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { AnswerDecisions } from '#app/ui/employer/answer-decisions.tsx'
import { AnswerMessages, RuleTrail } from '#app/ui/employer/answer-parts.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { titleOf } from '#app/ui/employer/frame-title.ts'
import { EmployerVerdict } from '#app/ui/employer/verdict.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { sentencesFor } from '#app/ui/form/form-errors.ts'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { caseOf } from '#server/cases/reads-case.ts'
import { WriteMessageInput, writeMessage } from '#server/cases/write-message.ts'
import { dayOf } from '#server/platform/context.ts'
import { frameOf } from './employer.frame.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titleOf(data ? `Uitkomst over ${data.position.title}` : 'Uitkomst', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read-own')
  return run(async () => {
    const [frame, found] = await Promise.all([frameOf(args, me), caseOf(me.ctx, args.params['id'] ?? '')])
    const { verdict, position, decisions, overrides, messages } = found
    const override = overrides.find((one) => one.state === 'confirmed') ?? null
    const refused = override ? null : (overrides.findLast((one) => one.state === 'refused') ?? null)
    return json({
      frame,
      key: newFormKey(),
      position: { id: position.id, title: position.title, type: position.type },
      verdict: {
        id: verdict.id,
        moment: verdict.moment,
        outcome: verdict.outcome,
        askedOn: dayOf(verdict.askedAt),
        reasons: verdict.reasons.map(({ ruleId, outcome, code, params }) => ({ ruleId, outcome, code, params })),
      },
      decisions: decisions.map(({ outcome, motivation, validUntil, decidedAt }) => ({
        outcome,
        motivation,
        validUntil,
        decidedOn: dayOf(decidedAt),
      })),
      objection: found.objection,
      override: override && { until: override.validUntil, motivation: override.motivation, changed: override.changed },
      refused: refused && { motivation: refused.secondMotivation },
      trail: found.trail.map(({ rule, version, title, tags, outcome }) => ({
        rule,
        version,
        title: title.nl,
        tags,
        outcome,
      })),
      messages: messages.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
    })
  })
}

/** An answer or an objection; the address says about which outcome. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'case.read-own')
  const id = args.params['id'] ?? ''
  const fields = new URLSearchParams(await args.request.text())
  fields.delete('intent')
  fields.set('verdictId', id)
  return run(async () => {
    await caseOf(ctx, id)
    const form = readFields(fields, WriteMessageInput)
    if (!form.ok) {
      markRefused(args)
      return again(form)
    }
    await onceFor(args, ctx, form, async (inside) => ({ answer: await writeMessage(inside, form.value) }))
    return redirectTo(`/werkgever/dossier/antwoorden/${id}?gedaan=written`)
  })
}

/** One outcome with its reasons and how to mend them, what was decided, and room to answer or object. */
export default function Answer() {
  const { frame, key, position, verdict, trail, messages, objection, ...said } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t, day } = useWords()
  const decided = said.decisions[0]
  const labels = { kind: t('record.page.which'), body: t('record.page.body') }
  const errors = sentencesFor(typed?.errors ?? {}, (name) => labels[name as 'kind'] ?? '', t)
  return (
    <EmployerFrame frame={frame} current="record">
      <p>
        <TextLink back href="/werkgever/dossier">
          {t('record.page.back')}
        </TextLink>
      </p>
      <PageHead
        above={t('record.page.above', { moment: t(`enum.moment.${verdict.moment}`), day: day(verdict.askedOn) })}
        title={t('record.page.title', { title: position.title })}
      >
        <TextLink href={`/werkgever/plekken/${position.id}`}>{t('record.page.toPlace')}</TextLink>
      </PageHead>
      <div className="in-split">
        <div className="in-stack in-gap-6">
          <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
          <AnswerDecisions {...said} objection={objection} positionId={position.id} />
          <EmployerVerdict
            verdict={verdict}
            title={decided && t(`employer.verdict.${decided.outcome}Title`)}
            text={decided && ''}
          />
          <RuleTrail trail={trail} />
        </div>
        <aside>
          <AnswerMessages
            messages={messages}
            objection={objection}
            verdictId={verdict.id}
            idempotencyKey={key}
            typed={typed?.values ?? {}}
            errors={errors}
          />
        </aside>
      </div>
    </EmployerFrame>
  )
}
