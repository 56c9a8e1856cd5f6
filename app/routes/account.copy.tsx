import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { countRequest } from '#app/request/quota.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { accountWords } from '#app/ui/account/words.ts'
import { ButtonLink, TextLink } from '#app/ui/button.tsx'
import { CopyPage } from '#app/ui/newcomer/copy-page.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { copyOfAccount } from '#server/privacy/reads-account.ts'
import { AccountFrame, accountPage } from './account.frame.tsx'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${accountWords(data?.page.language ?? 'nl').rights.copy} - Instroom` },
]

/** All that is kept of somebody of the staff as a person, to read. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account: me } = await signedIn(args, 'privacy.copy-account')
  await countRequest(args, ctx, 'export')
  return run(async () => json({ page: accountPage(me), copy: await copyOfAccount(ctx) }))
}

export default function AccountCopy() {
  const { page, copy } = useLoaderData<typeof loader>()
  const { t, day } = useWords()
  const words = accountWords(page.language)
  return (
    <AccountFrame page={page}>
      <PageHead title={words.rights.copy} lead={t('rights.copy.made', { day: day(new Date(copy.madeAt)) })}>
        <ButtonLink variant="second" icon="arrow" href="/account/kopie.json">
          {t('rights.copy.file')}
        </ButtonLink>
      </PageHead>
      <CopyPage tables={copy.tables} notices="coach.notice" filledOnly />
      <p>{words.rights.without}</p>
      <TextLink back href="/account">
        {words.back}
      </TextLink>
    </AccountFrame>
  )
}
