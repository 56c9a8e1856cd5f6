import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedInHalf } from '#app/request/context.ts'
import { again, readForm } from '#app/request/form.ts'
import { afterSignIn } from '#app/request/homes.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import { sessionCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { PasskeyForm } from '#app/ui/account/passkey-form.tsx'
import { StepForms } from '#app/ui/account/step-forms.tsx'
import { accountWords } from '#app/ui/account/words.ts'
import { ButtonLink } from '#app/ui/button.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { wordsFor } from '#app/ui/words/words.tsx'
import { askPasskey } from '#server/accounts/ask-passkey.ts'
import { siteOf } from '#server/accounts/passkey-challenge.ts'
import { isFresh, LoginCode, RecoveryCode } from '#server/accounts/rules.ts'
import { mayAddSecondStep } from '#server/accounts/rules-session.ts'
import { stepUpPasskey } from '#server/accounts/sign-in-passkey.ts'
import { stepUp } from '#server/accounts/step-up.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { AccountFrame, accountPage, wantedOf } from './account.frame.tsx'
import { PasskeyAsk, PasskeySigned } from './account.passkey.ts'
import { isRefusedPasskey, isWithoutScript } from './account.passkey-refused.ts'
import { withWanted } from './visitor.sign-in-words.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const language = data?.language ?? 'nl'
  const refused = data?.refused ? wordsFor(language).t('common.errorTitle') : ''
  return [{ title: `${refused}${accountWords(language).stepTitle} - Instroom` }]
}

/** The second step of who has one; who has none makes it first, and who took it just now goes on. Who proved it longer ago proves it again. */
export async function loader(args: LoaderFunctionArgs) {
  const { me } = await signedInHalf(args)
  const wanted = wantedOf(args.request)
  const isProved = isFresh(me, args.context.now)
  const hasOne = me.hasTotp || me.hasPasskey
  if (me.aal === 2 && isProved) return redirectTo(afterSignIn(me, wanted))
  if (isProved && mayAddSecondStep(me)) return redirectTo(withWanted('/account/beveiligen', wanted))
  // A card alone makes no second step, so without one there is nothing to take here.
  if (isProved && !hasOne) return redirectTo('/account')
  const page = accountPage(me)
  return json({
    page,
    language: page.language,
    wanted,
    refused: wasRefused(args),
    hasTotp: me.hasTotp,
    hasPasskey: me.hasPasskey,
    // Without a second step, signing in is the proof.
    again: hasOne ? null : withWanted(me.amr.includes('card') ? '/inloggen/kaart' : '/inloggen', wanted),
  })
}

const StepForm = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('totp'), code: LoginCode }),
  z.object({ intent: z.literal('recovery'), recovery: RecoveryCode }),
  PasskeyAsk,
  PasskeySigned,
])

/** Takes the second step with a code of the app or from paper, or with a passkey. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, me } = await signedInHalf(args)
  const { env, now, ip } = args.context
  const site = siteOf(env.publicOrigin)
  const form = await readForm(args.request, StepForm)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  const input = form.value
  return run(async () => {
    const key = accountsKey(env.sessionSecret)
    if (input.intent === 'passkey-ask') return json({ passkey: await askPasskey(ctx, me, { site, ip, key }) })
    const answer =
      input.intent === 'passkey'
        ? await stepUpPasskey(ctx, me, { ...input, site })
        : await stepUp(ctx, me, {
            by: input.intent === 'totp' ? { totp: input.code } : { recovery: input.recovery },
            ring: env.sealKeys,
            key,
          })
    if (!answer.ok) {
      markRefused(args)
      const field = { totp: 'code', recovery: 'recovery', passkey: 'response' }[input.intent]
      return again({ ok: false, values: {}, errors: { [field]: [answer.reason] }, key: null })
    }
    return redirectTo(afterSignIn(me, wantedOf(args.request)), [sessionCookie(answer, now, env.publicOrigin)])
  })
}

export default function Step() {
  const { page, language, wanted, hasTotp, hasPasskey, again } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const words = accountWords(language)
  const address = withWanted('/account/bevestigen', wanted)
  if (again !== null)
    return (
      <AccountFrame page={page}>
        <PageHead title={words.stepTitle} lead={words.againText} />
        <p>
          <ButtonLink href={again}>{words.againGo}</ButtonLink>
        </p>
      </AccountFrame>
    )
  return (
    <AccountFrame page={page}>
      <StepForms
        words={words}
        hasTotp={hasTotp}
        errors={said && 'errors' in said ? said.errors : {}}
        action={address}
        passkey={
          hasPasskey && (
            <PasskeyForm
              words={words}
              kind="use"
              action={address}
              route="routes/account.step"
              failed={isRefusedPasskey(said)}
              withoutScript={isWithoutScript(said)}
            />
          )
        }
      />
    </AccountFrame>
  )
}
