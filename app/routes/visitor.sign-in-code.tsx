import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { again, readForm } from '#app/request/form.ts'
import { afterSignIn } from '#app/request/homes.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import { safePath } from '#app/request/safe-path.ts'
import { endCookie, knownCookie, readCookie, sessionCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button, TextLink } from '#app/ui/button.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { CodeInput } from '#app/ui/form/inputs.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { finishLogin } from '#server/accounts/finish-login.ts'
import { deviceOf, KNOWN_BROWSER_DAYS, LoginCode } from '#server/accounts/rules.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { SignInFrame } from './visitor.sign-in-frame.tsx'
import { signInLanguage, signInWords, withWanted } from './visitor.sign-in-words.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const language = data?.language ?? 'nl'
  const refused = data?.refused ? wordsFor(language).t('common.errorTitle') : ''
  return [{ title: `${refused}${signInWords(language).codeTitle} - Instroom` }]
}

const wantedOf = (request: Request) => safePath(new URL(request.url).searchParams.get('naar'))

export async function loader(args: LoaderFunctionArgs) {
  const { request, context } = args
  const { publicOrigin } = context.env
  const wanted = wantedOf(request)
  const bind = readCookie(request.headers.get('cookie'), 'code', publicOrigin)
  if (bind === null) throw redirectTo(withWanted('/inloggen', wanted))
  return json({ refused: wasRefused(args), wanted, language: signInLanguage(request, wanted, publicOrigin) })
}

const CodeForm = z.object({ code: LoginCode })

/** Trades the code for a session. The browser must be the one that asked. */
export async function action(args: ActionFunctionArgs) {
  const { request, context } = args
  const { db, now, env } = context
  const cookies = request.headers.get('cookie')
  const bind = readCookie(cookies, 'code', env.publicOrigin)
  const old = readCookie(cookies, 'session', env.publicOrigin)
  const device = deviceOf(request.headers.get('user-agent'))
  const form = await readForm(request, CodeForm)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  const key = accountsKey(env.sessionSecret)
  const answer = await finishLogin({ db, now }, { bind, code: form.value.code, key, old, device })
  if (!answer.ok) {
    markRefused(args)
    return again({ ok: false, values: {}, errors: { code: [answer.reason] }, key: null })
  }
  const wanted = wantedOf(request)
  return redirectTo(answer.several ? withWanted('/account/rol', wanted) : afterSignIn(answer, wanted), [
    sessionCookie(answer, now, env.publicOrigin),
    endCookie('code', env.publicOrigin),
    ...(answer.known === null ? [] : [knownCookie(answer.known, KNOWN_BROWSER_DAYS, env.publicOrigin)]),
  ])
}

export default function SignInCode() {
  const { wanted, language } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t } = useWords()
  const words = signInWords(language)
  const [mistake] = typed?.errors['code'] ?? []
  const error = mistake === undefined ? undefined : sentenceOf(mistake)
  function sentenceOf(code: string): string {
    if (code === 'ended') return words.codeEnded
    if (code === 'wrong-code') return words.codeWrong
    return code === 'required' ? t('error.required') : words.codeShape
  }
  return (
    <SignInFrame>
      <ErrorSummary title={t('common.errors', { count: 1 })} errors={{ code: error }} />
      <h1>{words.codeTitle}</h1>
      <p>{words.codeSent}</p>
      <PostForm action={withWanted('/inloggen/code', wanted)}>
        <CodeInput name="code" isSent label={words.code} error={error} required />
        <Button>{words.title}</Button>
      </PostForm>
      <TextLink href={withWanted('/inloggen', wanted)}>{words.newCode}</TextLink>
    </SignInFrame>
  )
}
