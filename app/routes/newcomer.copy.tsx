import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { countRequest } from '#app/request/quota.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { ButtonLink, TextLink } from '#app/ui/button.tsx'
import { CopyPage } from '#app/ui/newcomer/copy-page.tsx'
import { LooksLog } from '#app/ui/newcomer/rights-blocks.tsx'
import { PageHead, Section } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { copyOfMe } from '#server/privacy/reads.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { pageOf } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('rights.copy.page')} - Instroom` },
]
export { PublicError as ErrorBoundary }

/** All that is kept of the reader, to read. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'privacy.copy')
  await countRequest(args, ctx, 'export')
  const page = pageOf(args, account)
  return run(async () => json({ page, copy: await copyOfMe(ctx, page.language) }))
}

export default function OwnCopy() {
  const { page, copy } = useLoaderData<typeof loader>()
  const { t, day } = useWords()
  const root = `/${page.language}/mijn-gegevens`
  return (
    <PublicFrame page={page} at="data">
      <p>
        <TextLink back href={root}>
          {t('rights.copy.back')}
        </TextLink>
      </p>
      <PageHead title={t('rights.copy.page')} lead={t('rights.copy.made', { day: day(new Date(copy.madeAt)) })}>
        <ButtonLink variant="second" icon="arrow" href={`${root}/kopie.json`}>
          {t('rights.copy.file')}
        </ButtonLink>
      </PageHead>
      <CopyPage tables={copy.tables} />
      <Section title={t('rights.copy.group.looks')}>
        <LooksLog looks={copy.looks} />
      </Section>
      <p>{t('rights.copy.without')}</p>
    </PublicFrame>
  )
}
