import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { PageHandle } from '#app/root.tsx'
import { IconList, Panel } from '#app/ui/card.tsx'
import { Note } from '#app/ui/note.tsx'
import { NumberedList } from '#app/ui/pictures/lists.tsx'
import { PageHead, Section } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { publicPage } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('visitor.explained.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

export async function loader(args: LoaderFunctionArgs) {
  const { page } = await publicPage(args)
  return json({ page })
}

/** How a proposal comes about, what is looked at and what never is. */
export default function Explained() {
  const { page } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <PublicFrame page={page}>
      <div className="in-reading">
        <PageHead title={t('visitor.explained.title')} lead={t('visitor.explained.lead')} />
        <Panel>
          <h2>{t('visitor.explained.steps')}</h2>
          <NumberedList
            items={[
              t('visitor.explained.step1'),
              t('visitor.explained.step2'),
              t('visitor.explained.step3'),
              t('visitor.explained.step4'),
              t('visitor.explained.step5'),
            ]}
          />
        </Panel>
        <Section title={t('visitor.explained.looks')}>
          <IconList
            items={[
              { text: t('visitor.explained.can') },
              { text: t('visitor.explained.wants') },
              { text: t('visitor.explained.practical') },
              { text: t('visitor.explained.support') },
            ]}
          />
        </Section>
        <Section title={t('visitor.explained.not')}>
          <IconList
            items={[
              { icon: 'eye-off', text: t('visitor.explained.not1') },
              { icon: 'eye-off', text: t('visitor.explained.not2') },
              { icon: 'eye-off', text: t('visitor.explained.not3') },
            ]}
          />
        </Section>
        <Section title={t('visitor.explained.expected')}>
          <p>{t('visitor.explained.expectedText')}</p>
        </Section>
        <Section title={t('visitor.explained.fair')}>
          <p>{t('visitor.explained.fairText')}</p>
          <Note>{t('visitor.explained.wrong')}</Note>
        </Section>
      </div>
    </PublicFrame>
  )
}
