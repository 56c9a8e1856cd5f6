import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import { wasRefused } from '#app/request/refused-form.ts'
import { whoOf } from '#app/request/who.ts'
import type { PageHandle } from '#app/root.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { Note } from '#app/ui/note.tsx'
import { JudgeForm } from '#app/ui/oversight/judge-form.tsx'
import { OrganisationTable } from '#app/ui/oversight/organisation-table.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { employersOfRegion } from '#server/accounts/reads-organisations.ts'
import { judge } from './oversight.judge.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.refused ? 'Fout: ' : ''}Werkgevers in uw regio - Instroom` },
]

/** The employers of the labour market region: confirmed, suspended or let in again by the municipality. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'organisation.read-region')
  return run(async () =>
    json({
      refused: wasRefused(args),
      who: whoOf(account),
      municipality: account.organisation ?? '',
      done: new URL(args.request.url).searchParams.get('gedaan'),
      rows: await employersOfRegion(ctx),
    }),
  )
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'organisation.read-region')
  return judge(args, ctx, () => '/gemeente/werkgevers')
}

export default function RegionEmployers() {
  const { who, municipality, done, rows } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const { t } = useWords()
  return (
    <MunicipalityFrame desk="municipality" who={who} municipality={municipality} current="employers">
      {done === 'judged' && !said && (
        <Note tone="ok" announce>
          {t('organisations.done.judged')}
        </Note>
      )}
      <ErrorSummary
        title={t('common.errors', { count: 1 })}
        errors={{ '': said ? `${t('organisations.reason')}: ${t('error.required')}` : undefined }}
      />
      <PageHead title={t('organisations.region')} lead={t('organisations.regionLead')} />
      <Stack gap={6}>
        <OrganisationTable
          caption={t('organisations.region')}
          rows={rows}
          last={{
            head: t('organisations.judge'),
            cell: (one) =>
              one.isOwn ? (
                t('organisations.own')
              ) : (
                <JudgeForm action="/gemeente/werkgevers" id={one.id} name={one.name} state={one.state} folded />
              ),
          }}
        />
      </Stack>
    </MunicipalityFrame>
  )
}
