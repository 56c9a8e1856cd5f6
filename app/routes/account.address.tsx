import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, readForm } from '#app/request/form.ts'
import { requireFresh } from '#app/request/fresh-proof.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { AddressForms } from '#app/ui/account/address-forms.tsx'
import { accountWords } from '#app/ui/account/words.ts'
import { TextLink } from '#app/ui/button.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { wordsFor } from '#app/ui/words/words.tsx'
import { finishAddressChange } from '#server/accounts/finish-address-change.ts'
import { isFresh, LoginCode, LoginEmail } from '#server/accounts/rules.ts'
import { startAddressChange } from '#server/accounts/start-address-change.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { AccountFrame, accountPage } from './account.frame.tsx'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  const language = data?.language ?? 'nl'
  const refused = data?.refused ? wordsFor(language).t('common.errorTitle') : ''
  return [{ title: `${refused}${accountWords(language).address.title} - Instroom` }]
}

/** Everybody but newcomers, whose address stands in the profile. `?stap=codes`: the codes are on their way. */
export async function loader(args: LoaderFunctionArgs) {
  const { account: me } = await signedIn(args, 'account.change-address')
  const page = accountPage(me)
  const isAsked = new URL(args.request.url).searchParams.get('stap') === 'codes'
  if (!isAsked && !wasRefused(args)) requireFresh(args, me)
  return json({ page, language: page.language, refused: wasRefused(args), isAsked })
}

const AddressForm = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('ask'), email: LoginEmail }),
  z.object({ intent: z.literal('change'), oldCode: LoginCode, newCode: LoginCode }),
])

/** Sends the two codes, or changes the address by them. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, account: me } = await signedIn(args, 'account.change-address')
  const { env, mailer } = args.context
  const form = await readForm(args.request, AddressForm)
  const refused = (field: string, code: string) => {
    markRefused(args)
    const email = form.values['email']
    return again({ ok: false, values: email === undefined ? {} : { email }, errors: { [field]: [code] }, key: null })
  }
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  const input = form.value
  // What was typed stays on the page, and the same form can be sent again after the proof.
  if (input.intent === 'ask' && !isFresh(me, args.context.now)) return refused('email', 'proof-needed')
  const keys = { ring: env.sealKeys, key: accountsKey(env.sessionSecret) }
  return run(async () => {
    const sent = await onceFor<typeof ctx, [field: string, code: string]>(args, ctx, form, async (inside) => {
      if (input.intent === 'ask') {
        const said = await startAddressChange(inside, me, { email: input.email, mailer, ...keys })
        return said === 'same' ? { again: ['email', 'same'] } : { answer: { to: '/account/adres?stap=codes' } }
      }
      const answer = await finishAddressChange(inside, me, { ...input, ...keys })
      return answer.ok ? { answer: { to: '/account?gedaan=address' } } : { again: ['oldCode', answer.reason] }
    })
    return 'again' in sent ? refused(...sent.again) : redirectTo(sent.answer['to'] ?? '/account')
  })
}

export default function Address() {
  const { page, language, isAsked } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const words = accountWords(language)
  const email = said?.values['email']
  return (
    <AccountFrame page={page}>
      <PageHead title={words.address.title} lead={words.address.lead} />
      <AddressForms
        words={words}
        isAsked={isAsked}
        errors={said?.errors ?? {}}
        email={typeof email === 'string' ? email : undefined}
      />
      <TextLink back href="/account">
        {words.back}
      </TextLink>
    </AccountFrame>
  )
}
