import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import type { PageHandle } from '#app/root.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { publicPage } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('rights.erase.gone')} - Instroom` },
]
export { PublicError as ErrorBoundary }

export async function loader(args: LoaderFunctionArgs) {
  const { page } = await publicPage(args)
  return json({ page })
}

/** After an erasure there is nobody to show a page of their own to. */
export default function Erased() {
  const { page } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <PublicFrame page={page}>
      <div className="in-stack in-gap-5 in-reading">
        <PageHead title={t('rights.erase.gone')} lead={t('rights.erase.goneText')} />
        <div className="in-row">
          <ButtonLink href={`/${page.language}`}>{t('rights.erase.home')}</ButtonLink>
        </div>
      </div>
    </PublicFrame>
  )
}
