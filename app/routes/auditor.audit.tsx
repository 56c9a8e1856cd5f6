import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import { whoOf } from '#app/request/who.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { FilterForm, FilterSelect } from '#app/ui/form/form.tsx'
import { OversightFrame } from '#app/ui/oversight/frame.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { AUDIT_LINES, AUDIT_QUESTIONS, auditLines, auditStreams } from '#server/audit/reads-entries.ts'
import { dayOf } from '#server/platform/context.ts'
import { day } from '#server/platform/fields.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction = () => [{ title: 'Logboek - Instroom' }]

const MONTH = 31 * 86_400_000

/** Who looked and who decided, by chain and period: ids and codes. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'audit.read')
  const address = new URL(args.request.url).searchParams
  const dayFrom = (name: string, otherwise: Date) => {
    const given = day().safeParse(address.get(name))
    return given.success ? given.data : dayOf(otherwise)
  }
  return run(async () => {
    const streams = await auditStreams(ctx)
    const asked = {
      question: AUDIT_QUESTIONS.find((one) => one === address.get('wat')) ?? 'all',
      stream: streams.find((one) => one === address.get('keten')) ?? null,
      from: dayFrom('vanaf', new Date(ctx.now.getTime() - MONTH)),
      until: dayFrom('tot', ctx.now),
    }
    const lines = await auditLines(ctx, asked)
    return json({ who: whoOf(account), streams, asked, questions: AUDIT_QUESTIONS, most: AUDIT_LINES, lines })
  })
}

export default function Audit() {
  const { who, streams, asked, questions, most, lines } = useLoaderData<typeof loader>()
  const { t, moment } = useWords()
  return (
    <OversightFrame desk="auditor" who={who} current="audit">
      <PageHead title={t('oversight.nav.audit')} lead={t('oversight.audit.lead')} />
      <Stack gap={5}>
        <FilterForm action="/controle" label={t('oversight.audit.filter')}>
          <FilterSelect
            name="wat"
            label={t('oversight.audit.what')}
            defaultValue={asked.question}
            options={questions.map((value) => ({ value, label: t(`oversight.audit.whats.${value}`) }))}
          />
          <FilterSelect
            name="keten"
            label={t('oversight.audit.stream')}
            defaultValue={asked.stream ?? ''}
            options={[
              { value: '', label: t('oversight.audit.allStreams') },
              ...streams.map((value) => ({ value, label: value })),
            ]}
          />
          <label>
            {t('oversight.audit.from')}
            <input className="in-input" type="date" name="vanaf" defaultValue={asked.from} />
          </label>
          <label>
            {t('oversight.audit.until')}
            <input className="in-input" type="date" name="tot" defaultValue={asked.until} />
          </label>
          <Button variant="second" icon="filter">
            {t('oversight.audit.show')}
          </Button>
        </FilterForm>
        {lines.length === most && <p className="in-grey">{t('oversight.audit.first', { count: most })}</p>}
        <DataTable
          caption={t(`oversight.audit.whats.${asked.question}`)}
          rows={lines}
          keyOf={({ id }) => id}
          empty={
            <EmptyState
              inline
              pictogram="shield"
              title={t('oversight.audit.none')}
              text={t('oversight.audit.noneText')}
            />
          }
          columns={[
            { head: t('oversight.audit.when'), nowrap: true, cell: ({ at }) => (at ? moment(at) : '') },
            { head: t('oversight.audit.did'), cell: ({ action }) => action },
            {
              head: t('oversight.audit.who'),
              cell: ({ actorRole, actorId }) => (
                <>
                  {actorRole === 'nobody' ? t('oversight.audit.nobody') : actorRole}
                  <span className="in-src">{actorId}</span>
                </>
              ),
            },
            {
              head: t('oversight.audit.about'),
              cell: ({ subject, subjectId }) => (
                <>
                  {subject}
                  <span className="in-src">{subjectId}</span>
                </>
              ),
            },
            {
              head: t('oversight.audit.detail'),
              cell: ({ detail }) =>
                Object.entries(detail)
                  .map(([name, value]) => `${name}: ${value}`)
                  .join(', '),
            },
            { head: t('oversight.audit.stream'), cell: ({ stream }) => stream },
            {
              head: t('oversight.audit.seq'),
              align: 'end',
              cell: ({ seq }) => seq ?? t('oversight.audit.waits'),
            },
          ]}
        />
      </Stack>
    </OversightFrame>
  )
}
