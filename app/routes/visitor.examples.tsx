import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { PageHandle } from '#app/root.tsx'
import { Badge } from '#app/ui/badge.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { DescriptionList, IconList } from '#app/ui/card.tsx'
import type { IconName } from '#app/ui/icon-paths.ts'
import { Narrow } from '#app/ui/rules/narrow.tsx'
import { Said } from '#app/ui/rules/said.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { foundBy } from '#app/ui/words/sentence.ts'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { OUTCOMES, type Outcome } from '#db/values/safeguards.ts'
import { SAFEGUARD_EXAMPLES } from '#server/safeguards/rules/examples/all.ts'
import { answerOf } from '#server/safeguards/rules/examples/example.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { publicPage } from './visitor.page.ts'
import { textLanguage } from './visitor.rules-view.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('rules.examplesTitle')} - Instroom` },
]
export { PublicError as ErrorBoundary }

/** Worst outcomes first within an example; what is in order is left out. */
const said = (example: (typeof SAFEGUARD_EXAMPLES)[number]) =>
  answerOf(example).rules.flatMap(({ rule, reasons }) =>
    reasons.filter((one) => one.outcome !== 'ok').map((one) => ({ ruleId: rule, ...one })),
  )

export async function loader(args: LoaderFunctionArgs) {
  const { page, language } = await publicPage(args)
  const own = textLanguage(language)
  const asked = new URL(args.request.url).searchParams.get('uitkomst')
  const outcome = OUTCOMES.find((one) => one === asked) ?? null
  const examples = SAFEGUARD_EXAMPLES.filter((one) => outcome === null || one.outcome === outcome).map((example) => ({
    id: example.id,
    title: example.title[own],
    given: example.given[own],
    so: example.so[own],
    when: example.when,
    outcome: example.outcome,
    reasons: said(example),
  }))
  return json({ page, outcome, examples })
}

const TONE = { ok: 'ok', warn: 'info', human: 'warn', block: 'error' } as const
const ICON: Record<Outcome, IconName> = { ok: 'check', warn: 'info', human: 'person', block: 'stop' }

/** Whole cases as people tell them: given, when, then, with every rule that says something. */
export default function Examples() {
  const { page, outcome, examples } = useLoaderData<typeof loader>()
  const { t, language } = useWords()
  // What rules find is written in Dutch and English; other languages read the English, as the catalogue.
  const rulesSpeak = wordsFor(language === 'nl' ? 'nl' : 'en')
  const root = `/${page.language}/regels`
  return (
    <PublicFrame page={page}>
      <div className="in-reading in-stack in-gap-5">
        <TextLink back href={root}>
          {t('rules.back')}
        </TextLink>
        <PageHead title={t('rules.examplesTitle')} lead={t('rules.examplesLead')} />
        <Narrow
          action={`${root}/voorbeelden`}
          name="uitkomst"
          label={t('rules.filterOutcome')}
          all={t('rules.everyOutcome')}
          value={outcome}
          options={OUTCOMES.map((one) => ({ value: one, label: t(`enum.outcome.${one}`) }))}
        />
        {examples.map((example) => (
          <article
            className="in-card in-stack in-gap-3"
            id={example.id}
            aria-labelledby={`${example.id}-title`}
            key={example.id}
          >
            <h2 className="in-cap" id={`${example.id}-title`}>
              <Said>{example.title}</Said>
            </h2>
            <DescriptionList
              items={[
                { term: t('rules.given'), value: <Said>{example.given}</Said> },
                { term: t('rules.when'), value: t(`enum.moment.${example.when}`) },
                {
                  term: t('rules.so'),
                  value: (
                    <>
                      <Badge tone={TONE[example.outcome]} icon={ICON[example.outcome]}>
                        {t(`enum.outcome.${example.outcome}`)}
                      </Badge>{' '}
                      <Said>{example.so}</Said>
                    </>
                  ),
                },
              ]}
            />
            {example.reasons.length === 0 ? (
              <p className="in-small in-grey">{t('rules.saidNothing')}</p>
            ) : (
              <section className="in-stack in-gap-2" aria-label={t('rules.said')}>
                <IconList
                  small
                  items={example.reasons.map((reason) => ({
                    icon: ICON[reason.outcome],
                    text: <Said>{foundBy(reason, rulesSpeak)}</Said>,
                    source: (
                      <>
                        {t(`enum.outcome.${reason.outcome}`)}, <a href={`${root}#${reason.ruleId}`}>{reason.ruleId}</a>
                      </>
                    ),
                  }))}
                />
              </section>
            )}
          </article>
        ))}
      </div>
    </PublicFrame>
  )
}
