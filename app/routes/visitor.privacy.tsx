import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { PageHandle } from '#app/root.tsx'
import { IconList } from '#app/ui/card.tsx'
import { PageHead, Section } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { MoreToRead } from './visitor.more-to-read.tsx'
import { publicPage } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('visitor.privacy.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

export async function loader(args: LoaderFunctionArgs) {
  const { page } = await publicPage(args)
  return json({ page })
}

/** Who sees what, what is not kept, cookies, and the reader's rights. */
export default function Privacy() {
  const { page } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <PublicFrame page={page}>
      <div className="in-reading">
        <PageHead title={t('visitor.privacy.title')} lead={t('visitor.privacy.lead')} />
        <section className="in-stack">
          <h2>{t('visitor.privacy.who')}</h2>
          <IconList
            items={[
              { icon: 'eye', text: t('visitor.privacy.who1') },
              { icon: 'eye', text: t('visitor.privacy.who2') },
              { icon: 'unlock', text: t('visitor.privacy.who3') },
              { icon: 'lock', text: t('visitor.privacy.who4') },
            ]}
          />
          <MoreToRead page={page} />
        </section>
        <Section title={t('visitor.privacy.not')}>
          <IconList
            items={[
              { icon: 'eye-off', text: t('visitor.privacy.not1') },
              { icon: 'eye-off', text: t('visitor.privacy.not2') },
            ]}
          />
        </Section>
        <Section title={t('visitor.privacy.cookies')}>
          <p>{t('visitor.privacy.cookiesText')}</p>
        </Section>
        <Section title={t('visitor.privacy.rights')}>
          <IconList
            items={[
              { text: t('visitor.privacy.rights1') },
              { text: t('visitor.privacy.rights2') },
              { text: t('visitor.privacy.rights3') },
              { text: t('visitor.privacy.rights4') },
            ]}
          />
          <p>
            {t('visitor.privacy.complaint')}{' '}
            <a className="in-link--hit" href="https://www.autoriteitpersoonsgegevens.nl" hrefLang="nl">
              {t('visitor.privacy.authority')}
            </a>
          </p>
        </Section>
      </div>
    </PublicFrame>
  )
}
