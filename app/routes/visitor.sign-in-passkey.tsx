import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { again, readForm } from '#app/request/form.ts'
import { afterSignIn } from '#app/request/homes.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { safePath } from '#app/request/safe-path.ts'
import { readCookie, sessionCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { PasskeyForm } from '#app/ui/account/passkey-form.tsx'
import { accountWords } from '#app/ui/account/words.ts'
import { TextLink } from '#app/ui/button.tsx'
import { askPasskey } from '#server/accounts/ask-passkey.ts'
import { siteOf } from '#server/accounts/passkey-challenge.ts'
import { deviceOf } from '#server/accounts/rules.ts'
import { signInPasskey } from '#server/accounts/sign-in-passkey.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { PasskeyAsk, PasskeySigned } from './account.passkey.ts'
import { isRefusedPasskey, isWithoutScript, refusedPasskey } from './account.passkey-refused.ts'
import { SignInFrame } from './visitor.sign-in-frame.tsx'
import { signInLanguage, signInWords, withWanted } from './visitor.sign-in-words.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${accountWords(data?.language ?? 'nl').passkeyUse} - Instroom` },
]

const wantedOf = (request: Request) => safePath(new URL(request.url).searchParams.get('naar'))

/** Signing in with a passkey; who has none goes back. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const wanted = wantedOf(request)
  return json({ wanted, language: signInLanguage(request, wanted, context.env.publicOrigin) })
}

const PasskeyForms = z.discriminatedUnion('intent', [PasskeyAsk, PasskeySigned])

/** Says what is to be signed, or signs in whoever's passkey signed it. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db, now, env, ip } = context
  const site = siteOf(env.publicOrigin)
  const form = await readForm(request, PasskeyForms)
  if (!form.ok) return again(refusedPasskey)
  const input = form.value
  return run(async () => {
    if (input.intent === 'passkey-ask') {
      return json({ passkey: await askPasskey({ db, now }, null, { site, ip, key: accountsKey(env.sessionSecret) }) })
    }
    const old = readCookie(request.headers.get('cookie'), 'session', env.publicOrigin)
    const device = deviceOf(request.headers.get('user-agent'))
    const answer = await signInPasskey({ db, now }, { ...input, site, old, device })
    if (!answer.ok) return again(refusedPasskey)
    return redirectTo(afterSignIn(answer, wantedOf(request)), [sessionCookie(answer, now, env.publicOrigin)])
  })
}

export default function SignInPasskey() {
  const { wanted, language } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const words = signInWords(language)
  return (
    <SignInFrame>
      <h1>{words.title}</h1>
      <PasskeyForm
        words={accountWords(language)}
        kind="use"
        action={withWanted('/inloggen/passkey', wanted)}
        route="routes/visitor.sign-in-passkey"
        failed={isRefusedPasskey(said)}
        withoutScript={isWithoutScript(said)}
      />
      <TextLink back href={withWanted('/inloggen', wanted)}>
        {words.otherWay}
      </TextLink>
    </SignInFrame>
  )
}
