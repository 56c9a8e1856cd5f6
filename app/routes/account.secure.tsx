import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedInHalf } from '#app/request/context.ts'
import { again, readForm } from '#app/request/form.ts'
import { requireFresh } from '#app/request/fresh-proof.ts'
import { onceForAnybody } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import { sessionCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { LinkApp } from '#app/ui/account/link-app.tsx'
import { PasskeyForm } from '#app/ui/account/passkey-form.tsx'
import { qrPath } from '#app/ui/account/qr-path.ts'
import { accountWords } from '#app/ui/account/words.ts'
import { PageHead } from '#app/ui/stack.tsx'
import { wordsFor } from '#app/ui/words/words.tsx'
import { beginPasskey } from '#server/accounts/begin-passkey.ts'
import { beginTotp } from '#server/accounts/begin-totp.ts'
import { confirmTotp } from '#server/accounts/confirm-totp.ts'
import { keepPasskey } from '#server/accounts/keep-passkey.ts'
import { siteOf } from '#server/accounts/passkey-challenge.ts'
import { waitingTotpSecret } from '#server/accounts/reads-own.ts'
import { deviceOf, LoginCode } from '#server/accounts/rules.ts'
import { mayAddSecondStep } from '#server/accounts/rules-session.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { totpAddress } from '#server/accounts/totp-code.ts'
import { AccountFrame, accountPage, wantedOf } from './account.frame.tsx'
import { PasskeyAsk, PasskeySigned } from './account.passkey.ts'
import { isRefusedPasskey, isWithoutScript } from './account.passkey-refused.ts'
import { withWanted } from './visitor.sign-in-words.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const language = data?.language ?? 'nl'
  const refused = data?.refused ? wordsFor(language).t('common.errorTitle') : ''
  return [{ title: `${refused}${accountWords(language).secureTitle} - Instroom` }]
}

/** The first second step, or another one for who has taken the one there is. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, me } = await signedInHalf(args)
  const wanted = wantedOf(args.request)
  if (!mayAddSecondStep(me)) return redirectTo(withWanted('/account/bevestigen', wanted))
  if (!wasRefused(args)) requireFresh(args, me)
  const page = accountPage(me)
  const secret = await waitingTotpSecret(ctx, me, args.context.env.sealKeys)
  const { host } = new URL(args.context.env.publicOrigin)
  const app = secret === null ? null : { secret, qr: qrPath(totpAddress(secret, `${me.displayName} (${host})`)) }
  return json({ page, language: page.language, wanted, refused: wasRefused(args), app })
}

const SecureForm = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('begin') }),
  z.object({ intent: z.literal('link'), code: LoginCode }),
  PasskeyAsk,
  PasskeySigned,
])

/** Makes a secret for the app, or links the app whose first code this is, or keeps a passkey. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, me } = await signedInHalf(args)
  const { env, now } = args.context
  const wanted = wantedOf(args.request)
  const form = await readForm(args.request, SecureForm)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  const input = form.value
  // The first code of an app comes from a phone: the square may have stood there for a while.
  if (input.intent !== 'link' && input.intent !== 'passkey') requireFresh(args, me)
  const site = siteOf(env.publicOrigin)
  return run(async () => {
    const key = accountsKey(env.sessionSecret)
    if (input.intent === 'passkey-ask') return json({ passkey: await beginPasskey(ctx, me, { site, key }) })
    if (input.intent === 'begin') {
      await onceForAnybody(args, me.accountId, ctx, form, async (inside) => {
        await beginTotp(inside, me, env.sealKeys)
        return { answer: {} }
      })
      return redirectTo(withWanted('/account/beveiligen', wanted))
    }
    const device = deviceOf(args.request.headers.get('user-agent'))
    const answer =
      input.intent === 'passkey'
        ? await keepPasskey(ctx, me, { ...input, site, device })
        : await confirmTotp(ctx, me, { code: input.code, ring: env.sealKeys, key })
    if (!answer.ok) {
      markRefused(args)
      const field = input.intent === 'passkey' ? 'response' : 'code'
      return again({ ok: false, values: {}, errors: { [field]: [answer.reason] }, key: null })
    }
    return redirectTo(withWanted('/account/herstelcodes', wanted), [sessionCookie(answer, now, env.publicOrigin)])
  })
}

export default function Secure() {
  const { page, language, wanted, app } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const words = accountWords(language)
  const address = withWanted('/account/beveiligen', wanted)
  const [mistake] = (said && 'errors' in said && said.errors['code']) || []
  return (
    <AccountFrame page={page}>
      <PageHead title={words.secureTitle} lead={words.secureLead} />
      <LinkApp words={words} app={app} mistake={mistake} action={address} />
      <PasskeyForm
        words={words}
        kind="make"
        action={address}
        route="routes/account.secure"
        failed={isRefusedPasskey(said)}
        withoutScript={isWithoutScript(said)}
      />
    </AccountFrame>
  )
}
