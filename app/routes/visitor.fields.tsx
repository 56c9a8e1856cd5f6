import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { PageHandle } from '#app/root.tsx'
import { Badge, type Tone } from '#app/ui/badge.tsx'
import { DescriptionList } from '#app/ui/card.tsx'
import type { IconName } from '#app/ui/icon-paths.ts'
import { isolated } from '#app/ui/newcomer/position-text.tsx'
import { Narrow } from '#app/ui/rules/narrow.tsx'
import { Said } from '#app/ui/rules/said.tsx'
import { PageHead, Section } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { FIELD_TITLES } from '#server/access/field-titles.ts'
import {
  FIELD_CLASSES,
  FIELD_STAGES,
  FIELD_VIEWS,
  FIELDS,
  FIELDS_POLICY,
  type FieldView,
} from '#server/access/fields.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { MoreToRead } from './visitor.more-to-read.tsx'
import { publicPage } from './visitor.page.ts'
import { textLanguage } from './visitor.rules-view.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('fieldSteps.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

export async function loader(args: LoaderFunctionArgs) {
  const { page, language } = await publicPage(args)
  const own = textLanguage(language)
  const asked = new URL(args.request.url).searchParams.get('soort')
  const chosen = FIELD_CLASSES.find((one) => one === asked) ?? null
  const classes = FIELD_CLASSES.map((name) => ({
    name,
    rows: FIELDS.filter((row) => row.class === name).map(({ field, stages, newcomer, coach }) => {
      return { field, title: FIELD_TITLES[field][own], stages, newcomer, coach }
    }),
  })).filter(({ rows }) => rows.length > 0)
  return json({
    page,
    chosen,
    policy: FIELDS_POLICY,
    stages: FIELD_STAGES,
    views: FIELD_VIEWS,
    names: classes.map(({ name }) => name),
    classes: classes.filter(({ name }) => chosen === null || name === chosen),
  })
}

const LOOKS: Record<FieldView, { tone?: Tone; icon?: IconName; plain?: boolean }> = {
  no: { plain: true },
  band: { icon: 'eye' },
  asked: { tone: 'info', icon: 'eye' },
  yes: { tone: 'ok' },
  ticked: { tone: 'info', icon: 'check' },
}

function View({ view }: { view: FieldView }) {
  const { t } = useWords()
  return <Badge {...LOOKS[view]}>{t(`fieldSteps.view.${view}`)}</Badge>
}

/** Which field of a newcomer an employer sees at each step, as the code reads it. */
export default function FieldSteps() {
  const { page, chosen, policy, stages, views, names, classes } = useLoaderData<typeof loader>()
  const { t, language, day } = useWords()
  return (
    <PublicFrame page={page}>
      <div className="in-stack in-gap-6">
        <div className="in-reading in-stack in-gap-5">
          <PageHead title={t('fieldSteps.title')} lead={t('fieldSteps.lead')} />
          {language !== 'nl' && <p className="in-grey in-small">{t('fieldSteps.inEnglish')}</p>}
          <p className="in-small in-grey">
            {t('fieldSteps.version', { version: isolated(policy.version), day: day(policy.datedOn) })}
          </p>
          <MoreToRead page={page} at="fields" />
          <Section title={t('fieldSteps.stepsTitle')}>
            <DescriptionList items={stages.map((one) => ({ term: one, value: t(`fieldSteps.step.${one}`) }))} />
          </Section>
          <Section title={t('fieldSteps.wordsTitle')}>
            <DescriptionList
              items={views.map((one) => ({
                term: <View view={one} />,
                value: t(`fieldSteps.viewText.${one}`),
              }))}
            />
          </Section>
        </div>
        <Narrow
          action={`/${page.language}/wie-ziet-wat`}
          name="soort"
          label={t('fieldSteps.filter')}
          all={t('fieldSteps.every')}
          value={chosen}
          options={names.map((one) => ({ value: one, label: t(`fieldSteps.class.${one}`) }))}
        />
        <p>{t('fieldSteps.employerAt')}</p>
        {classes.map(({ name, rows }) => (
          <Section title={t(`fieldSteps.class.${name}`)} id={name} key={name}>
            <p className="in-grey">{t(`fieldSteps.classText.${name}`)}</p>
            {name === 'never-stored' ? (
              <ul className="in-bullets">
                {rows.map((row) => (
                  <li key={row.field}>
                    <Said>{row.title}</Said>
                  </li>
                ))}
              </ul>
            ) : (
              <DataTable
                caption={`${t('fieldSteps.caption')}: ${t(`fieldSteps.class.${name}`)}`}
                captionHidden
                rows={rows}
                keyOf={(row) => row.field}
                columns={[
                  { head: t('fieldSteps.field'), cell: (row) => <Said>{row.title}</Said> },
                  ...stages.map((stage) => ({
                    head: stage,
                    cell: (row: (typeof rows)[number]) => <View view={row.stages[stage]} />,
                  })),
                  { head: t('fieldSteps.self'), cell: (row) => t(`fieldSteps.${row.newcomer ? 'yes' : 'no'}`) },
                  { head: t('fieldSteps.coach'), cell: (row) => t(`fieldSteps.${row.coach ? 'yes' : 'no'}`) },
                ]}
              />
            )}
          </Section>
        ))}
      </div>
    </PublicFrame>
  )
}
