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
import { DescriptionList, Panel } from '#app/ui/card.tsx'
import { EstablishmentFacts } from '#app/ui/employer/establishment-facts.tsx'
import { FactForm } from '#app/ui/employer/fact-form.tsx'
import { EmployerFrame } from '#app/ui/employer/frame.tsx'
import { titleOf } from '#app/ui/employer/frame-title.ts'
import { EmptyState } from '#app/ui/empty.tsx'
import { Block, PageHead } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { employerOf, establishmentsOf, staffingFactsOf } from '#server/employers/reads.ts'
import {
  REPORTABLE_FACTS,
  RecordStaffingFactInput,
  recordStaffingFact,
} from '#server/employers/record-staffing-fact.ts'
import { isLook } from '#server/employers/rules.ts'
import { ownPositions } from '#server/positions/reads.ts'
import { occupationsByUri } from '#server/reference/reads.ts'
import { labelIn } from '#server/reference/rules.ts'
import { frameOf, waitingIn } from './employer.frame.ts'
import { termsFor } from './employer.position-terms.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Uw bedrijf', data?.frame)

const NOTHING = { options: [], q: '', found: 0 }

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'employer')
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
    return json({
      frame: await frameOf(args, me, waitingIn(rows)),
      key: newFormKey(),
      kinds: REPORTABLE_FACTS,
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
          role: fact.occupationUri ? labelIn(occupations.get(fact.occupationUri)?.labels ?? {}, 'nl').text : null,
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

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'employer')
  const fields = new URLSearchParams(await args.request.text())
  const intent = fields.get('intent')
  const occupationSearch = fields.get('occupationSearch') ?? ''
  // The command refuses fields that it does not know.
  fields.delete('intent')
  fields.delete('occupationSearch')
  const form = readFields(fields, RecordStaffingFactInput)
  return run(async () => {
    const values = { ...form.values, occupationSearch }
    const searched = async () => ({ values, terms: (await termsFor(ctx.db, values)).occupation })
    if (intent === 'search') return json({ errors: {}, ...(await searched()) })
    if (!form.ok) {
      markRefused(args)
      return again(form, await searched())
    }
    await onceFor(args, ctx, form, async (inside) => ({ answer: await recordStaffingFact(inside, form.value) }))
    return redirectTo('/werkgever/bedrijf?gedaan=fact')
  })
}

/** The establishments, what is recorded about them, and a form to record more. */
export default function Company() {
  const { frame, key, kinds, employer, establishments } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t, number } = useWords()
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
        <aside>
          {establishments.length > 0 && (
            <FactForm
              idempotencyKey={key}
              places={establishments}
              kinds={kinds}
              values={typed?.values ?? {}}
              errors={typed?.errors ?? {}}
              terms={typed?.terms ?? NOTHING}
            />
          )}
        </aside>
      </div>
    </EmployerFrame>
  )
}
