import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { PageHandle } from '#app/root.tsx'
import { Button } from '#app/ui/button.tsx'
import { IconList, Panel } from '#app/ui/card.tsx'
import { Select } from '#app/ui/form/inputs.tsx'
import { Said } from '#app/ui/rules/said.tsx'
import { PageHead, Section } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { accessView, GROUP_NAMES, ROLE_CHOICES, type RowView } from './visitor.access-view.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { MoreToRead } from './visitor.more-to-read.tsx'
import { publicPage } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('access.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

export async function loader(args: LoaderFunctionArgs) {
  const { page, language } = await publicPage(args)
  const { searchParams } = new URL(args.request.url)
  const role = ROLE_CHOICES.find((one) => one === searchParams.get('wie')) ?? null
  const group = GROUP_NAMES.find((one) => one === searchParams.get('over')) ?? null
  return json({
    page,
    role,
    group,
    roles: ROLE_CHOICES,
    headings: GROUP_NAMES,
    groups: accessView(language, { role, group }),
  })
}

/** The matrix of who may do what, as the code reads it: one table under each heading, narrowed by role and by subject. */
export default function Access() {
  const { page, role, group, roles, headings, groups } = useLoaderData<typeof loader>()
  const { t, language } = useWords()
  const count = groups.reduce((sum, one) => sum + one.rows.length, 0)
  return (
    <PublicFrame page={page}>
      <div className="in-stack in-gap-6">
        <div className="in-reading in-stack in-gap-5">
          <PageHead title={t('access.title')} lead={t('access.lead')} />
          {language !== 'nl' && <p className="in-grey in-small">{t('access.inEnglish')}</p>}
          <Panel gap={3}>
            <h2 className="in-cap">{t('access.howTitle')}</h2>
            <IconList
              items={[
                { text: t('access.how1') },
                { text: t('access.how2') },
                { text: t('access.how3') },
                { text: t('access.how4') },
              ]}
            />
          </Panel>
          <MoreToRead page={page} at="matrix" />
        </div>
        <form
          className="in-row in-gap-3"
          method="get"
          action={`/${page.language}/wie-mag-wat`}
          aria-label={t('access.title')}
        >
          <Select
            name="wie"
            label={t('access.filterWho')}
            empty={t('access.everyWho')}
            defaultValue={role ?? ''}
            options={roles.map((one) => ({ value: one, label: t(`access.person.${one}`) }))}
          />
          <Select
            name="over"
            label={t('access.filterAbout')}
            empty={t('access.everyAbout')}
            defaultValue={group ?? ''}
            options={headings.map((one) => ({ value: one, label: t(`access.about.${one}`) }))}
          />
          <Button variant="second">{t('rules.show')}</Button>
        </form>
        <p>{count === 0 ? t('access.none') : t('access.count', { count })}</p>
        {groups.map((one) => (
          <Section title={t(`access.about.${one.group}`)} id={one.group} key={one.group}>
            <Rows caption={t(`access.about.${one.group}`)} rows={one.rows} />
          </Section>
        ))}
      </div>
    </PublicFrame>
  )
}

function Rows({ caption, rows }: { caption: string; rows: readonly RowView[] }) {
  const { t } = useWords()
  return (
    <DataTable
      caption={caption}
      captionHidden
      roomy
      rows={rows}
      keyOf={(row) => row.action}
      columns={[
        {
          head: t('access.what'),
          cell: (row) => (
            <>
              <Said>{`${row.title.charAt(0).toUpperCase()}${row.title.slice(1)}`}</Said>
              {row.shows && <span className="in-src">{t(`access.shows.${row.shows}`)}</span>}
            </>
          ),
        },
        {
          head: t('access.who'),
          cell: (row) => (
            <ul className="in-stack in-gap-1">
              {row.who.map(({ person, reach }) => (
                <li key={person}>
                  {t(`access.person.${person}`)}
                  {reach !== 'any' && <span className="in-src">{t(`access.reach.${reach}`)}</span>}
                </li>
              ))}
              {row.workers.map((name) => (
                <li key={name}>
                  {t('access.person.system')}
                  <span className="in-src">
                    <bdi dir="ltr">{name}</bdi>
                  </span>
                </li>
              ))}
            </ul>
          ),
        },
        {
          head: t('access.needsHead'),
          cell: (row) =>
            row.needs.length === 0 ? (
              <span className="in-grey">{t('access.noNeeds')}</span>
            ) : (
              <ul className="in-stack in-gap-1">
                {row.needs.map((need) => (
                  <li key={need}>{t(`access.need.${need}`)}</li>
                ))}
              </ul>
            ),
        },
      ]}
    />
  )
}
