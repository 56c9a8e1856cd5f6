import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readFields } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wrongField } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { DescriptionList, Panel } from '#app/ui/card.tsx'
import { EndFactForm } from '#app/ui/employer/end-fact-form.tsx'
import { EstablishmentFacts } from '#app/ui/employer/establishment-facts.tsx'
import { FactForm } from '#app/ui/employer/fact-form.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { titleOf } from '#app/ui/employer/frame-title.ts'
import { EmptyState } from '#app/ui/empty.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { sentencesFor, textOf } from '#app/ui/form/form-errors.ts'
import { Block, PageHead } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { EndStaffingFactInput, endStaffingFact } from '#server/employers/end-staffing-fact.ts'
import { employerOf, establishmentsOf, staffingFactsOf } from '#server/employers/reads.ts'
import {
  REPORTABLE_FACTS,
  RecordStaffingFactInput,
  recordStaffingFact,
} from '#server/employers/record-staffing-fact.ts'
import { isLook, mayEnd } from '#server/employers/rules.ts'
import { type Ctx, dayOf } from '#server/platform/context.ts'
import { ownPositions } from '#server/positions/reads.ts'
import { occupationsByUri } from '#server/reference/reads.ts'
import { labelIn } from '#server/reference/rules.ts'
import { frameOf, waitingIn } from './employer.frame.ts'
import { termsFor } from './employer.position-terms.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Uw bedrijf', data?.frame)

const NOTHING = { options: [], q: '', found: 0 }

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'employer.read-own')
  const { ctx } = me
  return run(async () => {
    const [employer, establishments, rows] = await Promise.all([
      employerOf(ctx.db, ctx.actor.employerId),
      establishmentsOf(ctx.db, ctx.actor.employerId),
      ownPositions(ctx),
    ])
    const facts = await Promise.all(establishments.map(({ id }) => staffingFactsOf(ctx.db, id, 'employer')))
    const uris = facts.flat().flatMap(({ occupationUri }) => occupationUri ?? [])
    const occupations = await occupationsByUri(ctx.db, uris)
    const roleOf = (uri: string | null) =>
      uri === null ? null : labelIn(occupations.get(uri)?.labels ?? {}, 'nl').text
    const today = dayOf(ctx.now)
    return json({
      frame: await frameOf(args, me, waitingIn(rows)),
      key: newFormKey(),
      kinds: REPORTABLE_FACTS,
      today,
      open: establishments.flatMap(({ name }, at) =>
        (facts[at] ?? [])
          .filter((fact) => mayEnd(fact, 'employer', today))
          .map(({ id, kind, occupationUri, happenedOn }) => ({
            id,
            kind,
            role: roleOf(occupationUri),
            happenedOn,
            place: establishments.length > 1 ? name : undefined,
          })),
      ),
      employer: employer && {
        name: employer.name,
        kvk: employer.kvk,
        about: employer.about,
        employeesTotal: employer.employeesTotal,
      },
      establishments: establishments.map(({ id, name, address, place, employeesTotal }, at) => ({
        id,
        name,
        address,
        place,
        employeesTotal,
        facts: (facts[at] ?? []).map((fact) => ({
          id: fact.id,
          kind: fact.kind,
          role: roleOf(fact.occupationUri),
          reason: fact.reason,
          none: isLook(fact),
          offered: fact.detail['offered'] === 'yes',
          happenedOn: fact.happenedOn,
          endedOn: fact.endedOn,
          reportedBy: fact.reportedBy,
        })),
      })),
    })
  })
}

const SAVED = '/werkgever/bedrijf?gedaan=fact'

/** Something that was reported is over. */
async function endFact(args: ActionFunctionArgs, ctx: Ctx, fields: URLSearchParams) {
  fields.delete('intent')
  const form = readFields(fields, EndStaffingFactInput)
  const no = (wrong: Parameters<typeof again>[0]) => {
    markRefused(args)
    return again(wrong, { ended: true, terms: NOTHING })
  }
  if (!form.ok) return no(form)
  return run(async () => {
    try {
      await onceFor(args, ctx, form, async (inside) => ({ answer: await endStaffingFact(inside, form.value) }))
    } catch (error) {
      return no(wrongField(error, form))
    }
    return redirectTo(SAVED)
  })
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'employer.read-own')
  const fields = new URLSearchParams(await args.request.text())
  const intent = fields.get('intent')
  if (intent === 'end-fact') return endFact(args, ctx, fields)
  const occupationSearch = fields.get('occupationSearch') ?? ''
  // The command refuses fields that it does not know.
  fields.delete('intent')
  fields.delete('occupationSearch')
  const form = readFields(fields, RecordStaffingFactInput)
  return run(async () => {
    const values = { ...form.values, occupationSearch }
    const searched = async () => ({ ended: false, values, terms: (await termsFor(ctx.db, values)).occupation })
    if (intent === 'search') return json({ errors: {}, ...(await searched()) })
    if (!form.ok) {
      markRefused(args)
      return again(form, await searched())
    }
    await onceFor(args, ctx, form, async (inside) => ({ answer: await recordStaffingFact(inside, form.value) }))
    return redirectTo(SAVED)
  })
}

/** The establishments, what is recorded about them, and a form to record more. */
export default function Company() {
  const { frame, key, kinds, today, open, employer, establishments } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t, number } = useWords()
  const ended = typed?.ended ? typed : undefined
  const recorded = typed?.ended ? undefined : typed
  const endErrors = sentencesFor(
    ended?.errors ?? {},
    (name) => (name === 'factId' || name === 'lastDay' ? t(`employer.company.field.${name}`).replace(/\?$/, '') : ''),
    t,
  )
  const about = [
    ...(employer?.kvk ? [{ term: t('employer.company.kvk'), value: employer.kvk }] : []),
    ...(employer?.employeesTotal
      ? [{ term: t('employer.company.employees'), value: number(employer.employeesTotal) }]
      : []),
  ]
  return (
    <EmployerFrame frame={frame} current="company">
      <PageHead title={employer?.name ?? t('employer.company.title')} lead={t('employer.company.lead')} />
      <div className="in-split in-split--l">
        <div className="in-stack in-gap-6">
          {(employer?.about || about.length > 0) && (
            <Panel gap={3}>
              <h2 className="in-cap">{t('employer.company.about')}</h2>
              {employer?.about && <p>{employer.about}</p>}
              {about.length > 0 && <DescriptionList items={about} />}
            </Panel>
          )}
          <Block title={t('employer.company.establishments')}>
            {establishments.length === 0 && (
              <EmptyState
                inline
                heading="h3"
                pictogram="place"
                title={t('employer.company.noEstablishments')}
                text={t('employer.company.noEstablishmentsText')}
              />
            )}
            {establishments.map((establishment) => (
              <EstablishmentFacts establishment={establishment} key={establishment.id} />
            ))}
          </Block>
        </div>
        <aside className="in-stack in-gap-6">
          {Object.keys(endErrors).length > 0 && (
            <ErrorSummary title={t('common.errors', { count: Object.keys(endErrors).length })} errors={endErrors} />
          )}
          <EndFactForm
            idempotencyKey={key}
            open={open}
            today={today}
            errors={endErrors}
            typed={(name) => (ended ? textOf(ended.values, name) : undefined)}
          />
          {establishments.length > 0 && (
            <FactForm
              idempotencyKey={key}
              places={establishments}
              kinds={kinds}
              values={recorded?.values ?? {}}
              errors={recorded?.errors ?? {}}
              terms={recorded?.terms ?? NOTHING}
            />
          )}
        </aside>
      </div>
    </EmployerFrame>
  )
}
