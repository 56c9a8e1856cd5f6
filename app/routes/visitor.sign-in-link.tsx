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
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { finishLogin } from '#server/accounts/finish-login.ts'
import { deviceOf, KNOWN_BROWSER_DAYS } from '#server/accounts/rules.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { SignInFrame } from './visitor.sign-in-frame.tsx'
import { signInLanguage, signInWords, withWanted } from './visitor.sign-in-words.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const language = data?.language ?? 'nl'
  const refused = data?.refused ? wordsFor(language).t('common.errorTitle') : ''
  return [{ title: `${refused}${signInWords(language).linkTitle} - Instroom` }]
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/
const wantedOf = (request: Request) => safePath(new URL(request.url).searchParams.get('naar'))

/** The page behind the link of a mail. It changes nothing: mail programs open links to look at them. The button signs in. */
export async function loader(args: LoaderFunctionArgs) {
  const { request, context } = args
  const { publicOrigin } = context.env
  const wanted = wantedOf(request)
  const token = new URL(request.url).searchParams.get('sleutel') ?? ''
  if (!TOKEN.test(token)) throw redirectTo(withWanted('/inloggen', wanted))
  const isHere = readCookie(request.headers.get('cookie'), 'code', publicOrigin) !== null
  return json({
    refused: wasRefused(args),
    wanted,
    token,
    isHere,
    language: signInLanguage(request, wanted, publicOrigin),
  })
}

const LinkForm = z.object({ token: z.string().regex(TOKEN, 'ended') })

/** Trades the link for a session, in the browser that asked for it. */
export async function action(args: ActionFunctionArgs) {
  const { request, context } = args
  const { db, now, env } = context
  const cookies = request.headers.get('cookie')
  const bind = readCookie(cookies, 'code', env.publicOrigin)
  const old = readCookie(cookies, 'session', env.publicOrigin)
  const device = deviceOf(request.headers.get('user-agent'))
  const form = await readForm(request, LinkForm)
  const key = accountsKey(env.sessionSecret)
  const answer = form.ok
    ? await finishLogin({ db, now }, { bind, link: form.value.token, key, old, device })
    : { ok: false as const }
  if (!answer.ok) {
    markRefused(args)
    return again({ ok: false, values: {}, errors: { token: ['ended'] }, key: null })
  }
  const wanted = wantedOf(request)
  return redirectTo(answer.several ? withWanted('/account/rol', wanted) : afterSignIn(answer, wanted), [
    sessionCookie(answer, now, env.publicOrigin),
    endCookie('code', env.publicOrigin),
    ...(answer.known === null ? [] : [knownCookie(answer.known, KNOWN_BROWSER_DAYS, env.publicOrigin)]),
  ])
}

export default function SignInLink() {
  const { wanted, token, isHere, language } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>() !== undefined
  const { t } = useWords()
  const words = signInWords(language)
  return (
    <SignInFrame>
      <ErrorSummary title={t('common.errors', { count: 1 })} errors={{ '': refused ? words.linkEnded : undefined }} />
      <h1>{words.linkTitle}</h1>
      {isHere && !refused && (
        <PostForm action={withWanted(`/inloggen/link?sleutel=${token}`, wanted)}>
          <input type="hidden" name="token" value={token} />
          <p>{words.linkText}</p>
          <Button>{words.title}</Button>
        </PostForm>
      )}
      {!isHere && !refused && <p>{words.linkElsewhere}</p>}
      <TextLink href={withWanted('/inloggen', wanted)}>{words.newCode}</TextLink>
    </SignInFrame>
  )
}
