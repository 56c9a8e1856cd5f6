import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, KEY_FIELD, newFormKey, readFields, takeKept } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { ContractForm } from '#app/ui/coach/contract-form.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { sentencesFor, textOf } from '#app/ui/form/form-errors.ts'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { recordPersonViews } from '#server/audit/record-view.ts'
import { contractAfter } from '#server/cases/reads-contract.ts'
import { RecordContractInput, recordContract } from '#server/cases/record-contract.ts'
import { placementForCoach } from '#server/placements/reads.ts'
import { frameOf } from './coach.frame.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Contract na de plaatsing', data?.frame)

const FIELDS = ['startedOn', 'endsOn', 'endedOn', 'endReason', 'subsidyUntil'] as const

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.record-contract')
  return run(async () => {
    const id = args.params['id'] ?? ''
    const [placement, known] = await Promise.all([placementForCoach(me.ctx, id), contractAfter(me.ctx, id)])
    const { newcomerId, newcomerName, title, employerName, startsOn } = placement
    await recordPersonViews(me.ctx, 'dossier.viewed', [newcomerId], 'contract')
    return json({
      frame: await frameOf(args, me),
      placement: { id, newcomerName, title, employerName, startsOn },
      known,
      key: newFormKey(),
    })
  })
}

/** Records the contract after a placement, or that it ended; the placement is that of the address. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'case.record-contract')
  const sent = new URLSearchParams(await args.request.text())
  const placementId = args.params['id'] ?? ''
  const fields = new URLSearchParams({ placementId, [KEY_FIELD]: sent.get(KEY_FIELD) ?? '' })
  takeKept(sent, fields)
  for (const name of FIELDS) fields.set(name, sent.get(name) ?? '')
  return run(async () => {
    const { startsOn } = await placementForCoach(ctx, placementId)
    const form = readFields(fields, RecordContractInput)
    const isTooEarly = form.ok && form.value.startedOn < startsOn
    if (!form.ok || isTooEarly) {
      markRefused(args)
      const errors = form.ok ? { startedOn: ['date-too-early'] } : form.errors
      return again({ ok: false, values: form.values, errors, key: form.key })
    }
    await onceFor(args, ctx, form, async (inside) => {
      await recordContract(inside, form.value)
      return { answer: {} }
    })
    return redirectTo(`/coach/plaatsingen/${placementId}/contract?gedaan=contract`)
  })
}

/** Whether somebody was hired after a placement: without it nobody can tell a hire from the next unpaid place. */
export default function Contract() {
  const { frame, placement, known, key } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t, day } = useWords()
  const labelOf = (name: string) => {
    const field = FIELDS.find((one) => one === name)
    return field ? t(`coach.contract.${field}`) : ''
  }
  const errors = sentencesFor(typed?.errors ?? {}, labelOf, t)
  return (
    <CoachFrame frame={frame} current="placements">
      <Stack gap={4}>
        <p>
          <TextLink back href={`/coach/plaatsingen/${placement.id}`}>
            {t('coach.contract.back')}
          </TextLink>
        </p>
        <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
        <PageHead
          title={t('coach.contract.title', { name: placement.newcomerName })}
          lead={t('coach.contract.lead', { title: placement.title, employer: placement.employerName })}
        />
        {known ? (
          <Note tone="ok" title={t('coach.contract.known', { day: day(known.startedOn) })}>
            {t('coach.contract.knownText')}
          </Note>
        ) : (
          <Note tone="sand">{t('coach.contract.why')}</Note>
        )}
        <ContractForm
          action={`/coach/plaatsingen/${placement.id}/contract`}
          keyValue={key}
          least={placement.startsOn}
          errors={errors}
          typedIn={(name) =>
            typed
              ? textOf(typed.values, name)
              : (FIELDS.map((one) => [one, known?.[one]] as const).find(([one]) => one === name)?.[1] ?? undefined)
          }
        />
      </Stack>
    </CoachFrame>
  )
}
