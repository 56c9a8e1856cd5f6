import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { refusalResponse, run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { useTyped } from '#app/ui/municipality/decision-form.tsx'
import { MonitorPreview } from '#app/ui/municipality/monitor-preview.tsx'
import { ProfileAbout, ProfileDecision } from '#app/ui/municipality/profile-decision.tsx'
import { ProfileFrame } from '#app/ui/municipality/profile-frame.tsx'
import { NumberTable } from '#app/ui/municipality/profile-numbers.tsx'
import { ProfilePreview } from '#app/ui/municipality/profile-preview.tsx'
import { Block } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { DecideProfileInput, decideProfile } from '#server/cases/decide-profile.ts'
import { previewProfile } from '#server/cases/reads-preview.ts'
import { previewMonitors } from '#server/cases/reads-preview-monitors.ts'
import { profileVersions } from '#server/cases/reads-profiles.ts'
import { dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { baseOn } from '#server/positions/rules-policy.ts'
import { officerFrame } from './municipality.frame.ts'
import { monitorPreviewShown, monitorRows, numberRows } from './municipality.profile-view.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  officerTitle(data ? `Versie ${data.one.version} van de regels` : 'Regels', data?.refused)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  const { ctx } = me
  return run(async () => {
    const [frame, versions] = await Promise.all([officerFrame(me), profileVersions(ctx)])
    const found = versions.find((one) => one.id === args.params['id'])
    if (!found) throw refusalResponse(new Refusal('not-found'))
    const { numbers, monitors, choices, proposedBy, proposedAt, decidedAt, ...one } = found
    const ample = choices['ampleMarket'] === 'block' ? ('block' as const) : undefined
    const set = ample ? { ampleMarket: ample } : {}
    const base = baseOn(dayOf(ctx.now))
    return json({
      refused: wasRefused(args),
      key: newFormKey(),
      frame,
      today: dayOf(ctx.now),
      one: {
        ...one,
        proposedAt: proposedAt.toISOString(),
        decidedAt: decidedAt?.toISOString() ?? null,
        isOwn: proposedBy === ctx.actor.accountId,
      },
      titles: Object.fromEntries(numberRows(numbers, base).map(({ name, title }) => [`numbers.${name}`, title])),
      changed: numberRows(numbers, base).filter((row) => row.value !== row.base),
      changedMonitors: monitorRows(monitors).filter((row) => row.value !== row.base),
      ample,
      preview: one.state === 'proposed' ? await previewProfile(ctx, { numbers, choices: set }, base) : null,
      signals: one.state === 'proposed' ? monitorPreviewShown(await previewMonitors(ctx, monitors)) : null,
    })
  })
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'case.read')
  const profileId = args.params['id'] ?? ''
  if (!DecideProfileInput.shape.profileId.safeParse(profileId).success) throw new Response(null, { status: 404 })
  const form = await readForm(args.request, DecideProfileInput.omit({ profileId: true }).strip())
  return run(async () => {
    if (!form.ok) {
      const versions = await profileVersions(ctx)
      if (!versions.some((one) => one.id === profileId)) throw new Refusal('not-found')
      markRefused(args)
      return again(form)
    }
    await onceFor(args, ctx, form, async (inside) => {
      await decideProfile(inside, { ...form.value, profileId })
      return { answer: {} }
    })
    return redirectTo('/toets/regels?gedaan=besluit')
  })
}

/** One version: what it sets otherwise, what it would change while it waits, and the word of the second person. */
export default function Profile() {
  const { key, frame, today, one, changed, changedMonitors, titles, ample, preview, signals } =
    useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()
  const { t } = useWords()
  const { errors, typed } = useTyped(sent as Parameters<typeof useTyped>[0])
  return (
    <ProfileFrame frame={frame} title={t('profile.one.title', { version: one.version })}>
      {sent && <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />}
      <ProfileAbout one={one} today={today} />
      <Block title={t('profile.one.changed')}>
        {changed.length === 0 && changedMonitors.length === 0 && !ample && <p>{t('profile.one.changedNone')}</p>}
        {(changed.length > 0 || ample) && <NumberTable numbers={changed} ample={ample} />}
        {changedMonitors.length > 0 && (
          <>
            <h3>{t('profile.monitors')}</h3>
            <NumberTable caption={t('profile.monitors')} numbers={changedMonitors} />
          </>
        )}
      </Block>
      {preview && <ProfilePreview preview={preview} titles={titles} />}
      {signals && <MonitorPreview preview={signals} />}
      {one.state === 'proposed' && <ProfileDecision isOwn={one.isOwn} formKey={key} errors={errors} typed={typed} />}
    </ProfileFrame>
  )
}
