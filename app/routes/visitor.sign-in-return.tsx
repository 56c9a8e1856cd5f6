import { json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { afterSignIn } from '#app/request/homes.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { endCookie, readCookie, rememberedLanguage, sessionCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { Note } from '#app/ui/note.tsx'
import { finishOutwardLogin } from '#server/accounts/finish-outward-login.ts'
import { deviceOf } from '#server/accounts/rules.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { SignInFrame } from './visitor.sign-in-frame.tsx'
import { signInWords } from './visitor.sign-in-words.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${signInWords(data?.language ?? 'nl').title} - Instroom` },
]

/** Back from the identity provider: signed in, linked, or told why not. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, now, env } = context
  const provider = env.identityProvider
  if (provider === null) throw new Response(null, { status: 404 })
  const cookies = request.headers.get('cookie')
  const answer = await finishOutwardLogin({ db, now }, await context.account(), {
    provider,
    url: new URL(request.url),
    bind: readCookie(cookies, 'outward', env.publicOrigin),
    ring: env.sealKeys,
    key: accountsKey(env.sessionSecret),
    old: readCookie(cookies, 'session', env.publicOrigin),
    device: deviceOf(request.headers.get('user-agent')),
  })
  const ended = endCookie('outward', env.publicOrigin)
  if (answer.ok && answer.kind === 'linked') return redirectTo('/account?gedaan=outward', [ended])
  if (answer.ok) return redirectTo(afterSignIn(answer, null), [sessionCookie(answer, now, env.publicOrigin), ended])
  const language = rememberedLanguage(request, env.publicOrigin) ?? 'nl'
  return json({ language, reason: answer.reason }, { status: 403, headers: { 'Set-Cookie': ended } })
}

export default function SignInReturn() {
  const { language, reason } = useLoaderData<typeof loader>()
  const words = signInWords(language)
  return (
    <SignInFrame>
      <h1>{words.title}</h1>
      <Note tone="warn">{reason === 'unknown' ? words.outwardUnknown : words.outwardFailed}</Note>
      <TextLink back href="/inloggen">
        {words.otherWay}
      </TextLink>
    </SignInFrame>
  )
}
