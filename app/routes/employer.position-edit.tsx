import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { newFormKey } from '#app/request/form.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { titleOf } from '#app/ui/employer/frame-title.ts'
import { keepLast, useLiveVerdict } from '#app/ui/employer/live-verdict.ts'
import { PositionForm } from '#app/ui/employer/position-form.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { establishmentsOf } from '#server/employers/reads.ts'
import { positionForEditing } from '#server/positions/reads.ts'
import { blockedOf } from '#server/positions/reads-verdicts.ts'
import { frameOf } from './employer.frame.ts'
import { actOnPosition, type Shown } from './employer.position-save.ts'
import { termsFor } from './employer.position-terms.ts'
import { valuesOf } from './employer.position-values.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titleOf(data ? `Wijzig ${data.title}` : 'Leerwerkplek', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'position.read-own')
  const id = args.params['id'] ?? ''
  return run(async () => {
    const position = await positionForEditing(me.ctx, id)
    if (!position.steps.includes('publish')) throw redirectTo(`/werkgever/plekken/${position.id}`)
    const values = valuesOf(position)
    const [frame, places, terms, blocked] = await Promise.all([
      frameOf(args, me),
      establishmentsOf(me.ctx.db, me.ctx.actor.employerId),
      termsFor(me.ctx.db, values),
      position.state === 'draft' ? blockedOf(me.ctx, position.id) : null,
    ])
    return json({
      frame,
      key: newFormKey(),
      id: position.id,
      title: position.title,
      state: position.state,
      places: places.map(({ id: placeId, name, place }) => ({ id: placeId, name, place })),
      values,
      terms,
      blocked: blocked && {
        verdictId: blocked.id,
        verdict: {
          outcome: blocked.outcome,
          reasons: blocked.reasons.map(({ approved, outcome, ...one }) => ({
            ...one,
            outcome: approved ? ('ok' as const) : outcome,
          })),
        },
      },
    })
  })
}

/** The page itself stays as it is when its form is tested. */
export const shouldRevalidate = () => false
export const clientAction = keepLast

export const action = (args: ActionFunctionArgs) => actOnPosition(args, args.params['id'] ?? '')

/** The stored position in the form. */
export default function EditPosition() {
  const data = useLoaderData<typeof loader>()
  const shown = useActionData<typeof action>() as Shown | undefined
  const live = useLiveVerdict()
  const { t } = useWords()
  return (
    <EmployerFrame frame={data.frame} current="positions">
      <Stack gap={4}>
        <p>
          <TextLink back href={`/werkgever/plekken/${data.id}`}>
            <bdi>{data.title}</bdi>
          </TextLink>
        </p>
        <PageHead
          above={t(`enum.positionState.${data.state}`)}
          title={t('employer.form.editTitle', { title: data.title })}
          lead={t(data.state === 'draft' ? 'employer.form.lead' : 'employer.form.editLead')}
        />
        <PositionForm
          values={shown?.values ?? (data.values as Record<string, string | string[]>)}
          errors={shown?.errors ?? {}}
          terms={shown?.terms ?? data.terms}
          places={data.places}
          verdict={shown ? shown.verdict : (data.blocked?.verdict ?? null)}
          blocked={shown ? shown.blocked : data.blocked !== null}
          verdictId={shown ? shown.verdictId : (data.blocked?.verdictId ?? null)}
          outgrown={shown?.outgrown ?? []}
          idempotencyKey={data.key}
          employer={data.frame.org}
          canDraft={data.state === 'draft'}
          mayPublish={data.frame.mayPublish}
          live={live}
        />
      </Stack>
    </EmployerFrame>
  )
}
