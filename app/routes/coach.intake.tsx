import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { type FieldErrors, newFormKey } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { IntakeForm } from '#app/ui/coach/intake-form.tsx'
import { INTAKE_SECTIONS, type IntakeSection } from '#app/ui/coach/intake-sections.ts'
import type { Found } from '#app/ui/coach/intake-state.ts'
import { IntakeTasks } from '#app/ui/coach/intake-tasks.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { labelFor, sentencesFor } from '#app/ui/form/form-errors.ts'
import { Note } from '#app/ui/note.tsx'
import { Block, PageHead, Split, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { recordPersonViews } from '#server/audit/record-view.ts'
import { ownProfile } from '#server/newcomers/reads.ts'
import { updateProfile } from '#server/newcomers/update-profile.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { frameOf } from './coach.frame.ts'
import { asOnPage, checkPosted, placesOf, readPosted } from './coach.intake-form.ts'
import { filledOf, stateOf } from './coach.intake-state.ts'
import { addTicked, changeRows, labelsOf, searchTerms } from './coach.intake-terms.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) =>
  titleOf(data ? `Intake van ${data.name}` : 'Intake', data?.frame)

/** @throws a 404 Response for a part that the intake does not have */
function sectionOf(params: LoaderFunctionArgs['params']): IntakeSection {
  const section = INTAKE_SECTIONS.find((one) => one === params['section'])
  if (!section) throw new Response(null, { status: 404 })
  return section
}

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'newcomer.read-caseload')
  const section = sectionOf(args.params)
  return run(async () => {
    const profile = await ownProfile(me.ctx, args.params['id'] ?? '')
    const state = stateOf(section, profile)
    await recordPersonViews(me.ctx, 'dossier.viewed', [profile.id], 'intake')
    return json({
      frame: await frameOf(args, me),
      newcomerId: profile.id,
      name: `${profile.identity.givenName} ${profile.identity.familyName}`.trim(),
      filled: filledOf(profile),
      section,
      state,
      labels: await labelsOf(me.ctx.db, state),
      version: String(profile.version),
      key: newFormKey(),
    })
  })
}

/** Saves one part, or answers a search, or adds and takes away rows: then nothing is saved and all that was typed stays. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'newcomer.read-caseload')
  const section = sectionOf(args.params)
  const newcomerId = args.params['id'] ?? ''
  const posted = await readPosted(args.request, section)
  const { intent } = posted
  const state = addTicked(posted)
  const show = async (given: { errors?: FieldErrors; found?: Found; isStale?: boolean; status: number }) => {
    const shown = given.status === 200 ? changeRows(state, intent) : state
    return json(
      {
        state: shown,
        errors: given.errors ?? {},
        found: given.found ?? {},
        labels: await labelsOf(ctx.db, shown),
        isStale: given.isStale ?? false,
        version: given.isStale ? null : posted.version,
      },
      { status: given.status },
    )
  }
  const refuse = (errors: FieldErrors, isStale = false) => {
    markRefused(args)
    return show({ errors, isStale, status: isStale ? 409 : 422 })
  }
  return run(async () => {
    // A search saves nothing, yet it is asked on the page of a newcomer of one's own.
    await ownProfile(ctx, newcomerId)
    if (intent !== 'save' && intent !== 'save-stop')
      return show({ found: intent === 'search' ? await searchTerms(ctx.db, section, posted) : {}, status: 200 })
    const read = checkPosted(section, newcomerId, { ...posted, state })
    if (!read.ok) return refuse(read.errors)
    try {
      const done = await onceFor(args, ctx, read.form, async (inside) => {
        const saved = await updateProfile(inside, read.form.value)
        return saved.ok ? { answer: { version: String(saved.version) } } : { again: saved.problems }
      })
      if ('again' in done)
        return refuse(
          asOnPage(
            Object.fromEntries(done.again.map(({ path, code }) => [path, [code]])),
            placesOf(section, state),
            state,
          ),
        )
    } catch (error) {
      if (error instanceof Refusal && error.code === 'stale') return refuse({}, true)
      throw error
    }
    const next = INTAKE_SECTIONS[INTAKE_SECTIONS.indexOf(section) + 1]
    const home = `/coach/deelnemers/${newcomerId}`
    return redirectTo(`${intent === 'save' && next ? `${home}/intake/${next}` : home}?gedaan=saved`)
  })
}

export default function Intake() {
  const data = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t } = useWords()
  const { frame, newcomerId, name, section } = data
  const errors = sentencesFor(typed?.errors ?? {}, (field) => labelFor(field, t), t)
  const home = `/coach/deelnemers/${newcomerId}`
  return (
    <CoachFrame frame={frame} current="caseload">
      <p>
        <TextLink back href={home}>
          {t('coach.intake.back', { name })}
        </TextLink>
      </p>
      <Split
        asideWidth="s"
        aside={
          <Block title={t('coach.intake.parts')}>
            <IntakeTasks newcomerId={newcomerId} filled={data.filled} current={section} />
          </Block>
        }
      >
        <Stack gap={4}>
          <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
          {typed?.isStale && (
            <Note tone="warn" announce>
              {t('coach.stale')} <a href={`${home}/intake/${section}`}>{t('coach.staleOther')}</a>
            </Note>
          )}
          <PageHead
            above={`${t('coach.intake.title', { name })}. ${t('coach.intake.step', {
              step: INTAKE_SECTIONS.indexOf(section) + 1,
              all: INTAKE_SECTIONS.length,
            })}`}
            title={t(`coach.intake.section.${section}`)}
            lead={t(`coach.intake.lead.${section}`)}
          />
          <IntakeForm
            section={section}
            action={`${home}/intake/${section}`}
            version={typed?.version ?? data.version}
            keyValue={data.key}
            part={{
              state: typed?.state ?? data.state,
              errors,
              labels: typed?.labels ?? data.labels,
              found: typed?.found ?? {},
            }}
          />
        </Stack>
      </Split>
    </CoachFrame>
  )
}
