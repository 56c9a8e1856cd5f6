import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { again, readForm } from '#app/request/form.ts'
import { afterSignIn } from '#app/request/homes.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import { readCookie, sessionCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { accountWords } from '#app/ui/account/words.ts'
import { Button, TextLink } from '#app/ui/button.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { CodeInput, TextInput } from '#app/ui/form/inputs.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { AcceptInput, acceptInvitation } from '#server/accounts/accept-invitation.ts'
import { invitationBehind } from '#server/accounts/reads-invitation.ts'
import { deviceOf } from '#server/accounts/rules.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { invitationWords } from './visitor.invitation-words.ts'
import { SignInFrame } from './visitor.sign-in-frame.tsx'
import { signInLanguage } from './visitor.sign-in-words.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const language = data?.language ?? 'nl'
  const refused = data?.refused ? wordsFor(language).t('common.errorTitle') : ''
  return [{ title: `${refused}${invitationWords(language).title} - Instroom` }]
}

const keyOf = (request: Request): string => new URL(request.url).searchParams.get('sleutel') ?? ''
/** Staff read Dutch or English. */
const spoken = (request: Request, origin: string) => (signInLanguage(request, null, origin) === 'nl' ? 'nl' : 'en')

/** The page behind the link of an invitation. It changes nothing: mail programs open links to look at them. */
export async function loader(args: LoaderFunctionArgs) {
  // Before there is an account: an invitation opens the door to one.
  const ctx = { db: args.context.db, now: args.context.now }
  const behind = await invitationBehind(ctx, keyOf(args.request))
  const common = { refused: wasRefused(args), key: keyOf(args.request).slice(0, 100) }
  if (!behind.ok) {
    const language = spoken(args.request, args.context.env.publicOrigin)
    return json({ ...common, language, reason: behind.reason, invitation: null } as const)
  }
  const { role, isAdmin, organisation, language } = behind.invitation
  const invitation = { role, isAdmin, organisation: organisation ?? '' }
  return json({ ...common, language, reason: null, invitation } as const)
}

/** Makes the account and signs it in; a role that needs a second step is asked for it on the next page. */
export async function action(args: ActionFunctionArgs) {
  const { request, context } = args
  const { env, now, ip } = context
  // Before there is an account: an invitation opens the door to one.
  const ctx = { db: args.context.db, now: args.context.now }
  const form = await readForm(request, AcceptInput)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  return run(async () => {
    const answer = await acceptInvitation(ctx, {
      ...form.value,
      key: keyOf(request),
      ip,
      accountsKey: accountsKey(env.sessionSecret),
      old: readCookie(request.headers.get('cookie'), 'session', env.publicOrigin),
      device: deviceOf(request.headers.get('user-agent')),
    })
    if (answer.ok) return redirectTo(afterSignIn(answer, null), [sessionCookie(answer, now, env.publicOrigin)])
    markRefused(args)
    return again({ ok: false, values: form.values, errors: { code: [answer.reason] }, key: null })
  })
}

export default function Invitation() {
  const { language, key, reason, invitation } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t } = useWords()
  const words = invitationWords(language)
  const [code] = typed?.errors['code'] ?? []
  const over = reason ?? (['locked', 'used', 'withdrawn', 'expired', 'unknown'] as const).find((one) => one === code)
  if (invitation === null || over)
    return (
      <SignInFrame>
        <h1>{words.over}</h1>
        <p>{words[over ?? 'unknown']}</p>
        <TextLink href="/inloggen">{words.signIn}</TextLink>
      </SignInFrame>
    )
  const errors = {
    displayName: typed?.errors['displayName'] ? words.nameWrong : undefined,
    email: typed?.errors['email'] ? words.emailWrong : undefined,
    code: code === undefined ? undefined : code === 'wrong' ? words.wrong : words.codeShape,
  }
  const value = (name: string) => {
    const one = typed?.values[name]
    return typeof one === 'string' ? one : undefined
  }
  const role = invitation.isAdmin ? accountWords(language).role.admin : t(`enum.role.${invitation.role}`)
  return (
    <SignInFrame>
      <ErrorSummary
        title={t('common.errors', { count: Object.values(errors).filter(Boolean).length })}
        errors={errors}
      />
      <h1>{words.title}</h1>
      <p>{words.for(role, invitation.organisation)}</p>
      <p>{words.lead}</p>
      <PostForm action={`/uitnodiging?sleutel=${encodeURIComponent(key)}`}>
        <TextInput
          name="displayName"
          autoComplete="name"
          label={words.name}
          hint={words.nameHint}
          error={errors.displayName}
          maxLength={80}
          required
          defaultValue={value('displayName')}
        />
        <TextInput
          name="email"
          type="email"
          autoComplete="email"
          label={words.email}
          hint={words.emailHint}
          error={errors.email}
          required
          defaultValue={value('email')}
        />
        <CodeInput name="code" isSent label={words.code} hint={words.codeHint} error={errors.code} required />
        <Button>{words.take}</Button>
      </PostForm>
    </SignInFrame>
  )
}
