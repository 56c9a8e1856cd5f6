import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readFields } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused, wrongField } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { sentencesFor } from '#app/ui/form/form-errors.ts'
import { useTyped } from '#app/ui/municipality/decision-form.tsx'
import { MonitorPreview } from '#app/ui/municipality/monitor-preview.tsx'
import { ProfileForm } from '#app/ui/municipality/profile-form.tsx'
import { ProfileFrame } from '#app/ui/municipality/profile-frame.tsx'
import { ProfilePreview } from '#app/ui/municipality/profile-preview.tsx'
import { Note } from '#app/ui/note.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { ProfileInput, proposeProfile } from '#server/cases/propose-profile.ts'
import { previewProfile } from '#server/cases/reads-preview.ts'
import { previewMonitors } from '#server/cases/reads-preview-monitors.ts'
import { profileInForce, profileVersions } from '#server/cases/reads-profiles.ts'
import { dayOf } from '#server/platform/context.ts'
import { baseOn } from '#server/positions/rules-policy.ts'
import { officerFrame } from './municipality.frame.ts'
import { monitorPreviewShown, monitorRows, numberRows, profileFields } from './municipality.profile-view.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  officerTitle('Nieuwe versie van de regels', data?.refused)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  const { ctx } = me
  return run(async () => {
    const today = dayOf(ctx.now)
    const base = baseOn(today)
    const [frame, inForce, versions] = await Promise.all([
      officerFrame(me),
      profileInForce(ctx.db, ctx.actor.municipalityCode, today),
      profileVersions(ctx),
    ])
    return json({
      refused: wasRefused(args),
      key: newFormKey(),
      frame,
      today,
      numbers: numberRows(inForce?.numbers ?? {}, base),
      monitors: monitorRows(inForce?.monitors ?? {}),
      ample: inForce?.choices?.ampleMarket ?? base.choices.ampleMarket,
      source: inForce?.source ?? '',
      waits: versions.some((one) => one.state === 'proposed'),
    })
  })
}

/** Shows what the typed numbers would change, or proposes them. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'case.read')
  const posted = new URLSearchParams(await args.request.text())
  const intent = posted.get('intent')
  if (intent !== 'preview' && intent !== 'propose') throw new Response(null, { status: 400 })
  posted.delete('intent')
  const base = baseOn(dayOf(ctx.now))
  const form = readFields(profileFields(posted, base), ProfileInput)
  // What was typed stays on the page, also what is the same as everywhere.
  const values = Object.fromEntries(posted)
  if (!form.ok) {
    markRefused(args)
    return again({ ...form, values }, { preview: null, signals: null })
  }
  return run(async () => {
    if (intent === 'preview') {
      const { numbers, choices, monitors } = form.value
      const set = choices.ampleMarket ? { ampleMarket: choices.ampleMarket } : {}
      const [preview, ofSignals] = await Promise.all([
        previewProfile(ctx, { numbers, choices: set }, base),
        previewMonitors(ctx, monitors),
      ])
      return json({ values, errors: {}, preview, signals: monitorPreviewShown(ofSignals) })
    }
    const { numbers, choices, ...rest } = form.value
    const set = choices.ampleMarket ? { ampleMarket: choices.ampleMarket } : {}
    try {
      await onceFor(args, ctx, form, async (inside) => {
        const { profileId } = await proposeProfile(inside, { ...rest, numbers, choices: set })
        return { answer: { profileId } }
      })
    } catch (error) {
      const wrong = wrongField(error, form)
      markRefused(args)
      return again({ ...wrong, values }, { preview: null, signals: null })
    }
    return redirectTo('/toets/regels?gedaan=voorstel')
  })
}

/** The form of a next version: only what differs is kept, and what it changes is shown before it is proposed. */
export default function NewProfile() {
  const { key, frame, today, numbers, monitors, ample, source, waits } = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()
  const { t } = useWords()
  const { typed } = useTyped(sent as Parameters<typeof useTyped>[0])
  const labels: Record<string, string> = {
    fromOn: t('profile.form.fromOn'),
    source: t('profile.form.source'),
    isVerified: t('profile.form.isVerified'),
    'choices.ampleMarket': t('profile.ample'),
    ...Object.fromEntries(numbers.map(({ name, title }) => [`numbers.${name}`, title])),
    ...Object.fromEntries(monitors.map(({ name, title }) => [`monitors.${name}`, title])),
  }
  const errors = sentencesFor(sent?.errors ?? {}, (name) => labels[name] ?? '', t)
  return (
    <ProfileFrame frame={frame} title={t('profile.form.title')} lead={t('profile.form.lead')}>
      {waits ? (
        <Note tone="warn">{t('profile.form.waiting')}</Note>
      ) : (
        <>
          {Object.keys(errors).length > 0 && (
            <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
          )}
          {sent?.preview && <ProfilePreview preview={sent.preview} titles={labels} />}
          {sent?.signals && <MonitorPreview preview={sent.signals} />}
          <ProfileForm
            formKey={key}
            today={today}
            numbers={numbers}
            monitors={monitors}
            ample={ample}
            source={source}
            seen={Boolean(sent?.preview)}
            errors={errors}
            typed={typed}
          />
        </>
      )}
    </ProfileFrame>
  )
}
