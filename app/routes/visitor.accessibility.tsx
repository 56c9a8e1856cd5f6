import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { PageHandle } from '#app/root.tsx'
import { IconList } from '#app/ui/card.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Section } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { publicPage } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('visitor.accessibility.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

export async function loader(args: LoaderFunctionArgs) {
  const { page } = await publicPage(args)
  return json({ page })
}

/** What is done for access, what is not there yet, and where to report. */
export default function Accessibility() {
  const { page } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <PublicFrame page={page}>
      <div className="in-reading">
        <PageHead title={t('visitor.accessibility.title')} lead={t('visitor.accessibility.lead')} />
        <section className="in-stack">
          <h2>{t('visitor.accessibility.what')}</h2>
          <IconList
            items={[
              { text: t('visitor.accessibility.what1') },
              { text: t('visitor.accessibility.what2') },
              { text: t('visitor.accessibility.what3') },
              { text: t('visitor.accessibility.what4') },
              { text: t('visitor.accessibility.what5') },
            ]}
          />
          <p>{t('visitor.accessibility.aim')}</p>
        </section>
        <Section title={t('visitor.accessibility.not')}>
          <IconList
            kind="minus"
            items={[{ text: t('visitor.accessibility.not1') }, { text: t('visitor.accessibility.not2') }]}
          />
          <Note>{t('visitor.accessibility.report')}</Note>
        </Section>
      </div>
    </PublicFrame>
  )
}
