import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { languageCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { IconList, Panel } from '#app/ui/card.tsx'
import { Doors, Hero, HowItWorks } from '#app/ui/home.tsx'
import { Pictogram } from '#app/ui/icon.tsx'
import { Section } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { searchPositions } from '#server/search/reads.ts'
import { isOfStaff, PublicError, PublicFrame } from './visitor.frame.tsx'
import { publicPage } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('visitor.home.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

/** The start page; it remembers the language in which it is read. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, page } = await publicPage(args)
  const { env } = args.context
  const { total } = await searchPositions(ctx.db, env.meili, { page: 1, perPage: 1 })
  return json({ page, total }, { headers: { 'Set-Cookie': languageCookie(page.language, env.publicOrigin) } })
}

export default function Home() {
  const { page, total } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const root = `/${page.language}`
  return (
    <PublicFrame page={page}>
      <div className="in-home">
        <Hero title={t('visitor.home.title')} lead={t('visitor.home.lead')} />
        <Doors
          items={[
            {
              href: `${root}/plekken`,
              pictogram: 'heart',
              title: t('visitor.home.searchTitle'),
              text: t('visitor.home.places', { count: total }),
            },
            // Whoever works here has a desk instead of a journey.
            ...(isOfStaff(page)
              ? []
              : [
                  {
                    href: `${root}/mijn-reis`,
                    pictogram: 'journey',
                    title: t('visitor.menu.journey'),
                    text: t('visitor.home.journeyText'),
                  } as const,
                ]),
            {
              href: `${root}/hulp`,
              pictogram: 'help',
              title: t('visitor.home.helpTitle'),
              text: t('visitor.home.helpText'),
            },
          ]}
        />
        <Section title={t('visitor.home.how')}>
          <HowItWorks
            steps={[
              { pictogram: 'heart', title: t('visitor.home.step1'), text: t('visitor.home.step1Text') },
              { pictogram: 'talk', title: t('visitor.home.step2'), text: t('visitor.home.step2Text') },
              { pictogram: 'shield', title: t('visitor.home.step3'), text: t('visitor.home.step3Text') },
              { pictogram: 'certificate', title: t('visitor.home.step4'), text: t('visitor.home.step4Text') },
            ]}
          />
        </Section>
        <div className="in-section">
          <Panel tone="mint">
            <div className="in-row in-gap-5 in-row--top">
              <Pictogram name="shield" size="l" />
              <section className="in-stack in-gap-2 in-fill" aria-labelledby="safe">
                <h2 id="safe">{t('visitor.home.safe')}</h2>
                <IconList
                  items={[
                    { text: t('visitor.home.safe1') },
                    { text: t('visitor.home.safe2') },
                    { text: t('visitor.home.safe3') },
                  ]}
                />
              </section>
            </div>
          </Panel>
        </div>
      </div>
    </PublicFrame>
  )
}
