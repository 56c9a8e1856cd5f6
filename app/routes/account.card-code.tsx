import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, readForm } from '#app/request/form.ts'
import { afterSignIn } from '#app/request/homes.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { accountWords } from '#app/ui/account/words.ts'
import { Button, TextLink } from '#app/ui/button.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { CodeInput } from '#app/ui/form/inputs.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { chooseCardCode } from '#server/accounts/choose-card-code.ts'
import { OwnCardCode } from '#server/accounts/rules.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { AccountFrame, accountPage, wantedOf } from './account.frame.tsx'
import { withWanted } from './visitor.sign-in-words.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const language = data?.language ?? 'nl'
  const refused = data?.refused ? wordsFor(language).t('common.errorTitle') : ''
  return [{ title: `${refused}${accountWords(language).card.own} - Instroom` }]
}

/** For who signed in with a card; anybody else has no code to choose. */
export async function loader(args: LoaderFunctionArgs) {
  const { account: me } = await signedIn(args, 'account.change-own')
  const wanted = wantedOf(args.request)
  if (!me.amr.includes('card')) return redirectTo('/account')
  const page = accountPage(me)
  return json({ page, language: page.language, wanted, refused: wasRefused(args), onward: afterSignIn(me, wanted) })
}

const OwnCodeForm = z.object({ code: OwnCardCode })

/** Keeps the chosen code. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, account: me } = await signedIn(args, 'account.change-own')
  const form = await readForm(args.request, OwnCodeForm)
  if (!form.ok) {
    markRefused(args)
    return again({ ...form, values: {} })
  }
  return run(async () => {
    const key = accountsKey(args.context.env.sessionSecret)
    await onceFor(args, ctx, form, async (inside) => {
      await chooseCardCode(inside, me, { code: form.value.code, key })
      return { answer: {} }
    })
    const wanted = wantedOf(args.request)
    return redirectTo(wanted === null ? '/account?gedaan=card-code' : afterSignIn(me, wanted))
  })
}

export default function OwnCardCodePage() {
  const { page, language, wanted, onward } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t } = useWords()
  const words = accountWords(language)
  const [mistake] = typed?.errors['code'] ?? []
  const sentences: Record<string, string> = { required: t('error.required'), 'too-easy': words.card.ownEasy }
  const error = mistake === undefined ? undefined : (sentences[mistake] ?? words.codeShape)
  return (
    <AccountFrame page={page}>
      <ErrorSummary title={t('common.errors', { count: 1 })} errors={{ code: error }} />
      <PageHead title={words.card.own} lead={words.card.ownText} />
      <PostForm action={withWanted('/account/kaart', wanted)}>
        <CodeInput name="code" label={words.card.ownCode} error={error} required />
        <Button>{words.card.ownSave}</Button>
      </PostForm>
      <TextLink href={onward}>{words.card.ownSkip}</TextLink>
    </AccountFrame>
  )
}
