import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { languageOfParams } from '#app/request/language.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { IconList } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { isolated } from '#app/ui/newcomer/position-text.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { proposalForNewcomer } from '#server/proposals/reads.ts'
import { withdrawConsent } from '#server/proposals/withdraw-consent.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { pageOf } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('newcomer.withdraw.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

/** Asks once more before a yes is taken back; who has no yes (any more) goes to the list of consents. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'proposal.read-own')
  const page = pageOf(args, account)
  return run(async () => {
    const { id, title, employerName, steps } = await proposalForNewcomer(ctx, args.params['id'] ?? '')
    if (!steps.includes('withdraw-consent')) return redirectTo(`/${page.language}/mijn-gegevens`)
    return json({ page, id, title, employerName, key: newFormKey() })
  })
}

const WithdrawForm = z.object({ intent: z.literal('withdraw') })

/** Takes the yes back. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'proposal.read-own')
  const language = languageOfParams(args.params)
  const form = await readForm(args.request, WithdrawForm)
  if (!form.ok) return again(form)
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => {
      await withdrawConsent(inside, { proposalId: args.params['id'] ?? '' })
      return { answer: {} }
    })
    return redirectTo(`/${language}/mijn-gegevens?gedaan=withdrawn`)
  })
}

export default function Withdraw() {
  const { page, title, employerName, key } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <PublicFrame page={page} at="data">
      <div className="in-stack in-gap-5 in-reading">
        <PageHead
          title={t('newcomer.withdraw.title')}
          lead={t('newcomer.withdraw.text', { title: isolated(title), employer: isolated(employerName) })}
        />
        <section className="in-stack in-gap-3">
          <h2>{t('newcomer.withdraw.what')}</h2>
          <IconList
            items={[
              { icon: 'eye-off', text: t('newcomer.withdraw.what1') },
              { icon: 'stop', text: t('newcomer.withdraw.what2') },
              { icon: 'mouth', text: t('newcomer.withdraw.what3') },
            ]}
          />
        </section>
        <PostForm idempotencyKey={key} gap={3}>
          <input type="hidden" name="intent" value="withdraw" />
          <div className="in-row">
            <Button big icon="undo">
              {t('newcomer.withdraw.confirm')}
            </Button>
            <ButtonLink big variant="second" href={`/${page.language}/mijn-gegevens`}>
              {t('newcomer.withdraw.keep')}
            </ButtonLink>
          </div>
        </PostForm>
      </div>
    </PublicFrame>
  )
}
