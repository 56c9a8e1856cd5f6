import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { again, readForm } from '#app/request/form.ts'
import { afterSignIn } from '#app/request/homes.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import { safePath } from '#app/request/safe-path.ts'
import { readCookie, sessionCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button, TextLink } from '#app/ui/button.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { CodeInput, TextInput } from '#app/ui/form/inputs.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { CardNumber, deviceOf, LoginCode } from '#server/accounts/rules.ts'
import { signInCard } from '#server/accounts/sign-in-card.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { SignInFrame } from './visitor.sign-in-frame.tsx'
import { signInLanguage, signInWords, withWanted } from './visitor.sign-in-words.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const language = data?.language ?? 'nl'
  const refused = data?.refused ? wordsFor(language).t('common.errorTitle') : ''
  return [{ title: `${refused}${signInWords(language).cardTitle} - Instroom` }]
}

const wantedOf = (request: Request) => safePath(new URL(request.url).searchParams.get('naar'))

/**
 * The page that the square on a card opens. The number stands after the `#` of that address, which no browser sends and no log keeps; a
 * script of ours puts it into the form. Without script it is typed.
 */
export async function loader(args: LoaderFunctionArgs) {
  const { request, context } = args
  const wanted = wantedOf(request)
  const language = signInLanguage(request, wanted, context.env.publicOrigin)
  return json({ refused: wasRefused(args), wanted, language })
}

const CardForm = z.object({ number: CardNumber, code: LoginCode })

/** Signs in with number and code. The first time the newcomer is asked for a code of their own. */
export async function action(args: ActionFunctionArgs) {
  const { request, context } = args
  const { db, now, env, ip } = context
  const old = readCookie(request.headers.get('cookie'), 'session', env.publicOrigin)
  const device = deviceOf(request.headers.get('user-agent'))
  const form = await readForm(request, CardForm)
  if (!form.ok) {
    markRefused(args)
    const { number } = form.values
    return again({ ...form, values: typeof number === 'string' ? { number } : {} })
  }
  return run(async () => {
    const key = accountsKey(env.sessionSecret)
    const answer = await signInCard({ db, now }, { ...form.value, ip, key, old, device })
    if (!answer.ok) {
      markRefused(args)
      const values = { number: form.value.number }
      return again({ ok: false, values, errors: { code: [answer.reason] }, key: null })
    }
    const next = afterSignIn(answer, wantedOf(request))
    return redirectTo(answer.isFirst ? withWanted('/account/kaart', next) : next, [
      sessionCookie(answer, now, env.publicOrigin),
    ])
  })
}

export default function SignInCard() {
  const { wanted, language } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t } = useWords()
  const words = signInWords(language)
  const [number] = typed?.errors['number'] ?? []
  const [code] = typed?.errors['code'] ?? []
  const sentence = (mistake: string | undefined, shape: string) =>
    mistake === undefined ? undefined : mistake === 'required' ? t('error.required') : shape
  const errors = {
    number: sentence(number, words.cardShape),
    code: code === 'wrong-code' ? words.cardWrong : sentence(code, words.codeShape),
  }
  const value = typed?.values['number']
  return (
    <SignInFrame>
      <ErrorSummary
        title={t('common.errors', { count: Object.values(errors).filter(Boolean).length })}
        errors={errors}
      />
      <h1>{words.cardTitle}</h1>
      <PostForm action={withWanted('/inloggen/kaart', wanted)}>
        <TextInput
          name="number"
          autoComplete="off"
          dir="ltr"
          width="m"
          label={words.cardNumber}
          hint={words.cardNumberHint}
          error={errors.number}
          required
          defaultValue={typeof value === 'string' ? value : undefined}
        />
        <CodeInput name="code" label={words.cardCode} error={errors.code} required />
        <Button>{words.title}</Button>
      </PostForm>
      <TextLink back href={withWanted('/inloggen', wanted)}>
        {words.otherWay}
      </TextLink>
      <script src="/scripts/card.js" defer />
    </SignInFrame>
  )
}
