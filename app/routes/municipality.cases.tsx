import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { newFormKey } from '#app/request/form.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { NewsBlock } from '#app/ui/news-block.tsx'
import { Note } from '#app/ui/note.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { foundBy } from '#app/ui/words/sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { positionsAwaitingDecision } from '#server/positions/reads.ts'
import { startsAwaitingDecision } from '#server/positions/reads-start-decisions.ts'
import { municipalityByCode } from '#server/reference/reads.ts'
import { markNewsRead, officerNews } from './staff.news.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction = () => [{ title: 'Zaken - Instroom' }]

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'officer')
  return run(async () => {
    const [cases, starts, home] = await Promise.all([
      positionsAwaitingDecision(ctx),
      startsAwaitingDecision(ctx),
      municipalityByCode(ctx.db, ctx.actor.municipalityCode),
    ])
    return json({
      news: await officerNews(ctx, cases, starts),
      key: newFormKey(),
      cases: cases.map((one) => ({
        id: one.positionId,
        title: one.title,
        type: one.type,
        employer: one.employerName,
        place: one.place,
        since: one.since.toISOString(),
        asks: (one.verdict?.reasons ?? [])
          .filter((reason) => reason.outcome === 'human')
          .map(({ code, params }) => ({ code, params })),
      })),
      starts: starts.map((one) => ({
        id: one.id,
        title: one.title,
        card: one.cardCode,
        employer: one.employerName,
        place: one.place,
        since: one.askedAt.toISOString(),
        asks: one.reasons.filter((reason) => reason.outcome === 'human').map(({ code, params }) => ({ code, params })),
      })),
      decided: new URL(args.request.url).searchParams.get('gedaan') === 'besluit',
      municipality: home?.name ?? '',
      who: account.displayName,
    })
  })
}

/** Marks the news as read. */
export const action = (args: ActionFunctionArgs) => markNewsRead(args, 'officer', '/toets')

/** What waits for the officer, who waits longest first. */
export default function Cases() {
  const { news, key, cases, starts, decided, municipality, who } = useLoaderData<typeof loader>()
  const words = useWords()
  const { t } = words
  return (
    <MunicipalityFrame desk="officer" who={who} municipality={municipality} waiting={cases.length + starts.length}>
      <div className="in-pagehead">
        <div>
          <h1>{t('municipality.cases.title', { count: cases.length + starts.length })}</h1>
          <p className="in-grey">{t('municipality.cases.lead')}</p>
        </div>
      </div>
      <div className="in-stack in-gap-5">
        {decided && (
          <Note tone="ok" announce>
            {t('municipality.cases.decided')}
          </Note>
        )}
        <div className="in-card">
          <DataTable
            caption={t('municipality.nav.cases')}
            captionHidden
            roomy
            rows={cases}
            keyOf={(row) => row.id}
            empty={
              <EmptyState
                inline
                pictogram="shield"
                title={t('municipality.cases.empty')}
                text={t('municipality.cases.emptyText')}
              />
            }
            columns={[
              { head: t('municipality.cases.position'), cell: (row) => <a href={`/toets/${row.id}`}>{row.title}</a> },
              {
                head: t('municipality.cases.employer'),
                cell: (row) => (
                  <>
                    <bdi>{row.employer}</bdi>, <bdi>{row.place}</bdi>
                  </>
                ),
              },
              { head: t('municipality.cases.kind'), cell: (row) => t(`enum.positionType.${row.type}`) },
              {
                head: t('municipality.cases.why'),
                cell: (row) => (
                  <ul>
                    {row.asks.map((reason, index) => (
                      <li key={index}>{foundBy(reason, words)}</li>
                    ))}
                  </ul>
                ),
              },
              { head: t('municipality.cases.since'), nowrap: true, cell: (row) => words.shortDay(row.since) },
            ]}
          />
        </div>
        {starts.length > 0 && (
          <section className="in-block">
            <h2>{t('municipality.starts.title')}</h2>
            <p className="in-grey">{t('municipality.starts.lead')}</p>
            <div className="in-card">
              <DataTable
                caption={t('municipality.starts.title')}
                captionHidden
                roomy
                rows={starts}
                keyOf={(row) => row.id}
                columns={[
                  {
                    head: t('municipality.cases.position'),
                    cell: (row) => (
                      <a href={`/toets/start/${row.id}`}>
                        {row.title}, {t('municipality.starts.card')} {row.card}
                      </a>
                    ),
                  },
                  {
                    head: t('municipality.cases.employer'),
                    cell: (row) => (
                      <>
                        <bdi>{row.employer}</bdi>, <bdi>{row.place}</bdi>
                      </>
                    ),
                  },
                  {
                    head: t('municipality.cases.why'),
                    cell: (row) => (
                      <ul>
                        {row.asks.map((reason, index) => (
                          <li key={index}>{foundBy(reason, words)}</li>
                        ))}
                      </ul>
                    ),
                  },
                  { head: t('municipality.cases.since'), nowrap: true, cell: (row) => words.shortDay(row.since) },
                ]}
              />
            </div>
          </section>
        )}
        {news.length > 0 && <NewsBlock news={news} action="/toets" formKey={key} />}
      </div>
    </MunicipalityFrame>
  )
}
