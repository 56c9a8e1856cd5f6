import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { newFormKey } from '#app/request/form.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { ButtonLink, TextLink } from '#app/ui/button.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { titleOf } from '#app/ui/employer/frame-title.ts'
import { keepLast, useLiveVerdict } from '#app/ui/employer/live-verdict.ts'
import { PositionForm } from '#app/ui/employer/position-form.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { establishmentsOf } from '#server/employers/reads.ts'
import { frameOf } from './employer.frame.ts'
import { actOnPosition, type Shown } from './employer.position-save.ts'
import { termsFor } from './employer.position-terms.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Nieuwe leerwerkplek', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'position.save-draft')
  return run(async () => {
    const [frame, places, terms] = await Promise.all([
      frameOf(args, me),
      establishmentsOf(me.ctx.db, me.ctx.actor.employerId),
      termsFor(me.ctx.db, {}),
    ])
    return json({
      frame,
      key: newFormKey(),
      places: places.map(({ id, name, place }) => ({ id, name, place })),
      terms,
    })
  })
}

/** The page itself stays as it is when its form is tested. */
export const shouldRevalidate = () => false
export const clientAction = keepLast

export const action = (args: ActionFunctionArgs) => actOnPosition(args, null)

/** An empty form, or what was typed with what came of it. */
export default function NewPosition() {
  const { frame, key, places, terms } = useLoaderData<typeof loader>()
  const shown = useActionData<typeof action>() as Shown | undefined
  const live = useLiveVerdict()
  const { t } = useWords()
  return (
    <EmployerFrame frame={frame} current="positions">
      <Stack gap={4}>
        <p>
          <TextLink back href="/werkgever">
            {t('employer.position.back')}
          </TextLink>
        </p>
        <PageHead title={t('employer.form.newTitle')} lead={t('employer.form.lead')} />
        {places.length === 0 ? (
          <EmptyState
            pictogram="place"
            title={t('employer.company.noEstablishments')}
            text={t('employer.company.noEstablishmentsText')}
            action={<ButtonLink href="/werkgever/bedrijf">{t('employer.company.title')}</ButtonLink>}
          />
        ) : (
          <PositionForm
            values={shown?.values ?? {}}
            errors={shown?.errors ?? {}}
            terms={shown?.terms ?? terms}
            places={places}
            verdict={shown?.verdict ?? null}
            blocked={shown?.blocked ?? false}
            idempotencyKey={key}
            employer={frame.org}
            canDraft
            mayPublish={frame.mayPublish}
            live={live}
          />
        )}
      </Stack>
    </EmployerFrame>
  )
}
