import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readFields } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { useTyped } from '#app/ui/municipality/decision-form.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { GroupForm, GroupRequests, GroupTable } from '#app/ui/municipality/groups.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { DecideGroupInput, decideGroup } from '#server/cases/decide-group.ts'
import { groupsFor } from '#server/cases/reads-groups.ts'
import { RecordGroupInput, recordGroup } from '#server/cases/record-group.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { officerFrame } from './municipality.frame.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  officerTitle('Bedrijven die bij elkaar horen', data?.refused)

const DONE = ['gevraagd', 'bevestigd', 'geweigerd'] as const

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  return run(async () => {
    const [frame, companies] = await Promise.all([officerFrame(me), groupsFor(me.ctx)])
    return json({
      refused: wasRefused(args),
      key: newFormKey(),
      frame,
      today: dayOf(me.ctx.now),
      companies,
      done: new URL(args.request.url).searchParams.get('gedaan'),
    })
  })
}

/** Asks for a group of one company, or decides on what another officer asked. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'case.read')
  const posted = new URLSearchParams(await args.request.text())
  if (posted.has('requestId')) return decide(args, ctx, posted)
  const form = readFields(posted, RecordGroupInput.strip())
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => {
      await recordGroup(inside, form.value)
      return { answer: {} }
    })
    return redirectTo('/toets/groepen?gedaan=gevraagd')
  })
}

async function decide(args: ActionFunctionArgs, ctx: Ctx, posted: URLSearchParams) {
  const form = readFields(posted, DecideGroupInput.strip())
  if (!form.ok) throw new Response(null, { status: 400 })
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => {
      await decideGroup(inside, form.value)
      return { answer: {} }
    })
    return redirectTo(`/toets/groepen?gedaan=${form.value.outcome === 'confirmed' ? 'bevestigd' : 'geweigerd'}`)
  })
}

/** Which companies belong together, so that the monitors look at all of them (MON-13). */
export default function Groups() {
  const { key, frame, today, companies, done } = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()
  const { t } = useWords()
  const { errors, typed } = useTyped(sent as Parameters<typeof useTyped>[0])
  const said = DONE.find((one) => one === done)
  return (
    <MunicipalityFrame {...frame} current="signals">
      <p>
        <TextLink back href="/toets/signalen">
          {t('signals.one.back')}
        </TextLink>
      </p>
      <PageHead title={t('signals.groups.title')} lead={t('signals.groups.lead')} />
      <Stack gap={6}>
        {sent && <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />}
        {said && (
          <Note tone="ok" announce>
            {t(`signals.groups.done.${said}`)}
          </Note>
        )}
        <GroupRequests companies={companies} formKey={key} />
        <GroupTable companies={companies} />
        <GroupForm formKey={key} companies={companies} today={today} errors={errors} typed={typed} />
      </Stack>
    </MunicipalityFrame>
  )
}
