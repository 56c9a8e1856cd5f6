import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { PageHandle } from '#app/root.tsx'
import { Card } from '#app/ui/card.tsx'
import { Icon, Pictogram } from '#app/ui/icon.tsx'
import { Grid, PageHead, Section } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { publicPage } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('visitor.help.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

export async function loader(args: LoaderFunctionArgs) {
  const { page } = await publicPage(args)
  return json({ page })
}

const QUESTIONS = ['1', '2', '3', '4', '5'] as const

/** Who helps, also when work is not safe, and the questions that people ask. */
export default function Help() {
  const { page } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <PublicFrame page={page}>
      <PageHead title={t('visitor.help.title')} lead={t('visitor.help.lead')} />
      <Grid min="l">
        <Card as="section" gap={3}>
          <Pictogram name="talk" />
          <h2>{t('visitor.help.coach')}</h2>
          <p>{t('visitor.help.coachText')}</p>
        </Card>
        <Card as="section" gap={3}>
          <Pictogram name="place" />
          <h2>{t('visitor.help.noCoach')}</h2>
          <p>{t('visitor.help.noCoachText')}</p>
        </Card>
        <Card as="section" gap={3}>
          <Pictogram name="shield" />
          <h2>{t('visitor.help.unsafe')}</h2>
          <p>{t('visitor.help.unsafeText')}</p>
          <p>
            <b>{t('visitor.help.danger')}</b>{' '}
            <a className="in-link--hit" href="tel:112">
              112
            </a>
          </p>
        </Card>
      </Grid>
      <div className="in-reading">
        <Section title={t('visitor.help.questions')}>
          {QUESTIONS.map((number) => (
            <details key={number} className="in-card">
              <summary>
                <Icon name="chevron" />
                {t(`visitor.help.q${number}`)}
              </summary>
              <p>{t(`visitor.help.a${number}`)}</p>
            </details>
          ))}
        </Section>
      </div>
    </PublicFrame>
  )
}
