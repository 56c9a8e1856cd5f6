import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { DescriptionList, IconList, Panel } from '#app/ui/card.tsx'
import { Note } from '#app/ui/note.tsx'
import { Narrow } from '#app/ui/rules/narrow.tsx'
import { RuleCard, Sources, Tags } from '#app/ui/rules/rule-card.tsx'
import { Said } from '#app/ui/rules/said.tsx'
import { PageHead, Section } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { POSITION_TYPES } from '#db/values/positions.ts'
import { dayOf } from '#server/platform/context.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { publicPage } from './visitor.page.ts'
import { rulesView, textLanguage } from './visitor.rules-view.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('rules.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

const TAGS = ['law', 'policy', 'own'] as const

export async function loader(args: LoaderFunctionArgs) {
  const { page, language, ctx } = await publicPage(args)
  const asked = new URL(args.request.url).searchParams.get('soort')
  const type = POSITION_TYPES.find((one) => one === asked) ?? null
  return json({ page, type, ...(await rulesView(ctx.db, textLanguage(language), type, dayOf(ctx.now))) })
}

/** Every rule with what it asks, its basis, tag, version and numbers. Each has an anchor: `#DSP-09`. */
export default function Rules() {
  const { page, type, policy, rules, profiles, monitors } = useLoaderData<typeof loader>()
  const { t, language, day } = useWords()
  const root = `/${page.language}`
  return (
    <PublicFrame page={page}>
      <div className="in-stack in-gap-6">
        <div className="in-reading in-stack in-gap-5">
          <PageHead title={t('rules.title')} lead={t('rules.lead')} />
          {language !== 'nl' && <p className="in-grey in-small">{t('rules.inEnglish')}</p>}
          <Panel gap={3}>
            <h2 className="in-cap">{t('rules.howTitle')}</h2>
            <IconList
              items={[
                { text: t('rules.how1') },
                { text: t('rules.how2') },
                { text: t('rules.how3') },
                { text: t('rules.how4') },
              ]}
            />
            <TextLink href={`${root}/regels/voorbeelden`} icon="arrow">
              {t('rules.toExamples')}
            </TextLink>
          </Panel>
          <Section title={t('rules.tagsTitle')}>
            <DescriptionList
              items={[
                ...TAGS.map((tag) => ({
                  term: <Tags tags={[tag]} isUnverified={false} />,
                  value: t(`rules.tagText.${tag}`),
                })),
                { term: <Tags tags={[]} isUnverified />, value: t('rules.unverifiedText') },
              ]}
            />
            <p className="in-small in-grey">
              {t('rules.policy', { version: policy.version, day: day(policy.datedOn) })}
            </p>
          </Section>
        </div>
        <Narrow
          action={`${root}/regels`}
          name="soort"
          label={t('rules.filter')}
          all={t('rules.everyType')}
          value={type}
          options={POSITION_TYPES.map((one) => ({ value: one, label: t(`enum.positionType.${one}`) }))}
        />
        <p>{t('rules.count', { count: rules.length })}</p>
        <details>
          <summary>{t('rules.index')}</summary>
          <ul className="in-bullets">
            {rules.map((rule) => (
              <li key={rule.id}>
                <a href={`#${rule.id}`}>
                  {rule.id} <Said>{rule.title}</Said>
                </a>
              </li>
            ))}
          </ul>
        </details>
        {(['place', 'person'] as const).map((about) => {
          const here = rules.filter((rule) => rule.about === about)
          return (
            here.length > 0 && (
              <Section title={t(`rules.about.${about}`)} id={about} key={about}>
                <p className="in-grey">{t(`rules.aboutText.${about}`)}</p>
                {here.map((rule) => (
                  <RuleCard rule={rule} key={rule.id} />
                ))}
              </Section>
            )
          )
        })}
        <Section title={t('rules.monitors')} id="signalen">
          <p>{t('rules.monitorsText')}</p>
          <DataTable
            caption={t('rules.monitors')}
            captionHidden
            rows={monitors}
            keyOf={(monitor) => monitor.id}
            columns={[
              {
                head: t('rules.monitor'),
                cell: (monitor) => (
                  <>
                    <Said>{monitor.title}</Said>
                    <span className="in-src">{monitor.id}</span>
                  </>
                ),
              },
              {
                head: t('rules.whyTitle'),
                cell: (monitor) => <Sources lines={monitor.sources} />,
              },
            ]}
          />
        </Section>
        <Section title={t('rules.profiles')} id="gemeenten">
          {profiles.length === 0 ? (
            <p>{t('rules.profilesNone')}</p>
          ) : (
            <IconList
              items={profiles.map(({ municipality, version, from, source, verified }) => ({
                icon: 'pin',
                text: t('rules.profileLine', { municipality, version, day: day(from) }),
                source: verified ? source : `${source}, ${t('rules.statedBy')}`,
              }))}
            />
          )}
        </Section>
        <Note>
          <a href={`${root}/melden`}>{t('rules.toReport')}</a>
        </Note>
      </div>
    </PublicFrame>
  )
}
