import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { again, readForm } from '#app/request/form.ts'
import { afterSignIn } from '#app/request/homes.ts'
import { onceForAnybody } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import { safePath } from '#app/request/safe-path.ts'
import { codeCookie, readCookie, sessionCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { accountWords } from '#app/ui/account/words.ts'
import { Button, TextLink } from '#app/ui/button.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { TextInput } from '#app/ui/form/inputs.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { ROLES } from '#db/values/accounts.ts'
import { demoPersonas } from '#server/accounts/reads.ts'
import { CODE_MINUTES, deviceOf, LoginEmail } from '#server/accounts/rules.ts'
import { signInDemo } from '#server/accounts/sign-in-demo.ts'
import { bindOfForm, startLogin } from '#server/accounts/start-login.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { SignInFrame } from './visitor.sign-in-frame.tsx'
import { DESKS, signInLanguage, signInWords, withWanted } from './visitor.sign-in-words.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const language = data?.language ?? 'nl'
  const refused = data?.refused ? wordsFor(language).t('common.errorTitle') : ''
  return [{ title: `${refused}${signInWords(language).title} - Instroom` }]
}

const wantedOf = (request: Request) => safePath(new URL(request.url).searchParams.get('naar'))

export async function loader(args: LoaderFunctionArgs) {
  const { request, context } = args
  const { env, db } = context
  const wanted = wantedOf(request)
  const personas = env.demo ? await demoPersonas(db) : []
  const desks = ROLES.map((role) => ({
    role,
    people: personas
      .filter((persona) => persona.role === role)
      .map(({ accountId, displayName, organisation }) => ({ accountId, displayName, organisation })),
  })).filter((desk) => desk.people.length > 0)
  return json({
    refused: wasRefused(args),
    desks,
    wanted,
    language: signInLanguage(request, wanted, env.publicOrigin),
    outward: env.identityProvider?.name ?? null,
  })
}

const SignInForm = z.discriminatedUnion('with', [
  z.object({ with: z.literal('mail'), email: LoginEmail }),
  z.object({ with: z.literal('persona'), accountId: z.uuid() }),
])

/** By a persona (demo mode only), or by a code that goes to a mail address. */
export async function action(args: ActionFunctionArgs) {
  const { request, context } = args
  const { db, now, env, ip, mailer } = context
  const wanted = wantedOf(request)
  const known = readCookie(request.headers.get('cookie'), 'known', env.publicOrigin)
  const old = readCookie(request.headers.get('cookie'), 'session', env.publicOrigin)
  const device = deviceOf(request.headers.get('user-agent'))
  const form = await readForm(request, SignInForm)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  const input = form.value
  return run(async () => {
    if (input.with === 'persona') {
      const opened = await signInDemo({ db, now }, { accountId: input.accountId, demo: env.demo, old, device })
      return redirectTo(afterSignIn(opened, wanted), [sessionCookie(opened, now, env.publicOrigin)])
    }
    const key = accountsKey(env.sessionSecret)
    const linkOf = (token: string) => `${env.publicOrigin}${withWanted(`/inloggen/link?sleutel=${token}`, wanted)}`
    const asked = { email: input.email, ip, key, mailer, linkOf, form: form.key ?? '', known }
    const sent = await onceForAnybody(args, null, { db, now }, form, async (inside) => ({
      answer: { id: (await startLogin(inside, asked)).id },
    }))
    // What binds the code to this browser is kept nowhere: the same form sent twice gets the same.
    const bind = bindOfForm(key, 'answer' in sent ? (sent.answer['id'] ?? '') : '', asked.form)
    return redirectTo(withWanted('/inloggen/code', wanted), [codeCookie(bind, CODE_MINUTES, env.publicOrigin)])
  })
}

export default function SignIn() {
  const { desks, wanted, language, outward } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t } = useWords()
  const words = signInWords(language)
  const [code] = typed?.errors['email'] ?? []
  const error = code === undefined ? undefined : t(code === 'required' ? 'error.required' : 'error.not-an-email')
  const email = typed?.values['email']
  const address = withWanted('/inloggen', wanted)
  return (
    <SignInFrame>
      <ErrorSummary title={t('common.errors', { count: 1 })} errors={{ email: error }} />
      <h1>{words.title}</h1>
      <PostForm action={address}>
        <input type="hidden" name="with" value="mail" />
        <TextInput
          name="email"
          type="email"
          autoComplete="email"
          label={words.email}
          hint={words.emailHint}
          error={error}
          required
          defaultValue={typeof email === 'string' ? email : undefined}
        />
        <Button>{words.sendCode}</Button>
      </PostForm>
      {outward !== null && (
        <TextLink href="/inloggen/extern" icon="unlock">
          {accountWords(language).outward.title(outward)}
        </TextLink>
      )}
      <TextLink href={withWanted('/inloggen/kaart', wanted)} icon="person">
        {words.cardLink}
      </TextLink>
      <TextLink href={withWanted('/inloggen/passkey', wanted)} icon="lock">
        {accountWords(language).passkeyUse}
      </TextLink>
      {desks.length > 0 && (
        <section className="in-section in-stack" aria-labelledby="demo">
          <h2 id="demo">{words.demo}</h2>
          <p>{words.demoHint}</p>
          {desks.map(({ role, people }) => (
            <section key={role} className="in-stack in-gap-2" aria-labelledby={`desk-${role}`}>
              <h3 id={`desk-${role}`} lang="nl">
                {DESKS[role]}
              </h3>
              {people.map((person) => (
                <PostForm key={person.accountId} action={address} gap={0}>
                  <input type="hidden" name="with" value="persona" />
                  <input type="hidden" name="accountId" value={person.accountId} />
                  <Button variant="second">
                    <bdi>{[person.displayName, person.organisation].filter(Boolean).join(', ')}</bdi>
                  </Button>
                </PostForm>
              ))}
            </section>
          ))}
        </section>
      )}
    </SignInFrame>
  )
}
