import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import { whoOf } from '#app/request/who.ts'
import type { PageHandle } from '#app/root.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { Panel } from '#app/ui/card.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { Funnel } from '#app/ui/pictures/funnel.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { regionCounts, stageCounts } from '#server/insight/reads.ts'
import { municipalityByCode } from '#server/reference/reads.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction = () => [{ title: 'Overzicht - Instroom' }]

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'insight.read')
  return run(async () => {
    const [stages, region, home] = await Promise.all([
      stageCounts(ctx),
      regionCounts(ctx),
      municipalityByCode(ctx.db, ctx.actor.municipalityCode),
    ])
    return json({
      stages,
      region,
      regionName: home?.region ?? null,
      municipality: home?.name ?? '',
      who: whoOf(account),
      now: ctx.now.toISOString(),
    })
  })
}

/** Where people of the municipality stand, small counts hidden; a picture, its table and a download. */
export default function Overview() {
  const { stages, region, regionName, municipality, who, now } = useLoaderData<typeof loader>()
  const { t, moment } = useWords()
  const hidden = t('municipality.overview.suppressed')
  const inRegion = new Map(region?.map((one) => [one.stage, one.count]))
  const nobody = stages.every((one) => one.count === null) && (region?.every((one) => one.count === null) ?? true)
  return (
    <MunicipalityFrame desk="municipality" who={who} municipality={municipality}>
      <div className="in-pagehead">
        <div>
          <h1>{t('municipality.overview.title', { name: municipality })}</h1>
          <p className="in-grey">{t('municipality.overview.lead', { moment: moment(now) })}</p>
        </div>
        <ButtonLink variant="second" href="/gemeente.csv" icon="download" download>
          {t('municipality.overview.csv')}
        </ButtonLink>
      </div>
      <div className="in-stack in-gap-6">
        {nobody && (
          <EmptyState
            pictogram="journey"
            title={t('municipality.overview.empty')}
            text={t('municipality.overview.emptyText')}
          />
        )}
        <section className="in-block">
          <h2>{t('municipality.overview.funnel')}</h2>
          <div className="in-card">
            <Funnel
              stages={stages.map(({ stage, count }) => ({ label: t(`municipality.stage.${stage}`), count }))}
              suppressed={hidden}
              table={{
                label: t('common.asTable'),
                head: [t('municipality.overview.stage'), t('municipality.overview.people'), ''],
              }}
            />
          </div>
        </section>
        <section className="in-block">
          <h2>
            {regionName ? t('municipality.overview.region', { name: regionName }) : t('municipality.overview.inRegion')}
          </h2>
          {region === null ? (
            <p>{t('municipality.overview.noRegion')}</p>
          ) : (
            <div className="in-card">
              <DataTable
                caption={t('municipality.overview.funnel')}
                captionHidden
                keyOf={(row) => row.stage}
                rows={stages}
                columns={[
                  { head: t('municipality.overview.stage'), cell: (row) => t(`municipality.stage.${row.stage}`) },
                  { head: t('municipality.overview.here'), align: 'end', cell: (row) => row.count ?? hidden },
                  {
                    head: t('municipality.overview.inRegion'),
                    align: 'end',
                    cell: (row) => inRegion.get(row.stage) ?? hidden,
                  },
                ]}
              />
            </div>
          )}
        </section>
        <Panel tone="mint" gap={2}>
          <h2>{t('municipality.overview.howTitle')}</h2>
          <ul className="in-list">
            <li>{t('municipality.overview.how1')}</li>
            <li>{t('municipality.overview.how2')}</li>
            <li>{t('municipality.overview.how3')}</li>
          </ul>
        </Panel>
      </div>
    </MunicipalityFrame>
  )
}
