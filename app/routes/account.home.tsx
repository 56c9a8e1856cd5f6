import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { readForm } from '#app/request/form.ts'
import { requireFresh } from '#app/request/fresh-proof.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { outwardCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { OwnSessions } from '#app/ui/account/own-sessions.tsx'
import { SecondSteps } from '#app/ui/account/second-steps.tsx'
import { accountWords } from '#app/ui/account/words.ts'
import { Button, ButtonLink, TextLink } from '#app/ui/button.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Row } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { may } from '#server/access/may.ts'
import { endSession } from '#server/accounts/end-session.ts'
import type { Account } from '#server/accounts/reads.ts'
import { ownFactors, ownSessions } from '#server/accounts/reads-own.ts'
import { removeSecondStep } from '#server/accounts/remove-second-step.ts'
import { mayChangeAddress, OUTWARD_MINUTES } from '#server/accounts/rules.ts'
import { mayAddSecondStep, mayLinkIdentity, maySwitch, mustKeepSecondStep } from '#server/accounts/rules-session.ts'
import { startOutwardLogin } from '#server/accounts/start-outward-login.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { AccountFrame, accountPage } from './account.frame.tsx'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${accountWords(data?.language ?? 'nl').title} - Instroom` },
]

const DONE = [
  'ended',
  'others',
  'linked',
  'unlinked',
  'passkey-added',
  'passkey-removed',
  'card-code',
  'address',
  'outward',
] as const

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account: me } = await signedIn(args, 'account.read-own')
  const [sessions, factors] = await Promise.all([ownSessions(ctx, me), ownFactors(ctx, me)])
  const said = new URL(args.request.url).searchParams.get('gedaan')
  const page = accountPage(me)
  return json({
    page,
    language: page.language,
    done: DONE.find((one) => one === said) ?? null,
    sessions,
    factors,
    isCompulsory: mustKeepSecondStep(me),
    mayAdd: mayAddSecondStep(me),
    // With a card alone there is nothing to add, and without a second step nothing to take.
    hasSecondStepPages: mayAddSecondStep(me) || me.hasTotp || me.hasPasskey,
    isSure: me.aal === 2,
    byCard: me.amr.includes('card'),
    mayChangeAddress: mayChangeAddress(me.role),
    hasOthers: me.hasOthers && maySwitch(me) !== null,
    maySave: may(me, 'search.read-saved'),
    outward: mayLinkIdentity(me) ? (args.context.env.identityProvider?.name ?? null) : null,
  })
}

const AccountForm = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('end'), id: z.uuid() }),
  z.object({ intent: z.literal('end-others') }),
  z.object({ intent: z.literal('unlink-app') }),
  z.object({ intent: z.literal('link-outward') }),
  z.object({ intent: z.literal('remove-passkey'), id: z.uuid() }),
])

/** What asks for a fresh proof first. */
const CHANGES_SIGN_IN: readonly string[] = ['unlink-app', 'link-outward', 'remove-passkey']

/** Ends sessions, takes away a second step, or begins the link to an identity provider. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, account: me } = await signedIn(args, 'account.read-own')
  const form = await readForm(args.request, AccountForm)
  if (!form.ok) throw new Response(null, { status: 400 })
  const input = form.value
  if (CHANGES_SIGN_IN.includes(input.intent)) requireFresh(args, me, '/account')
  return run(async () => {
    // What it answers opens the way to the provider, so it is kept nowhere; sent twice, the second way is the one that counts.
    if (input.intent === 'link-outward') return wayToProvider(args, me)
    const sent = await onceFor(args, ctx, form, async (inside) => {
      switch (input.intent) {
        case 'end':
          await endSession(inside, me, input.id)
          return { answer: { done: 'ended' } }
        case 'end-others':
          await endSession(inside, me, 'others')
          return { answer: { done: 'others' } }
        case 'unlink-app':
          await removeSecondStep(inside, me, 'totp')
          return { answer: { done: 'unlinked' } }
        case 'remove-passkey':
          await removeSecondStep(inside, me, { passkeyId: input.id })
          return { answer: { done: 'passkey-removed' } }
      }
    })
    return redirectTo(`/account?gedaan=${'answer' in sent ? sent.answer['done'] : ''}`)
  })
}

/**
 * Begins the link to the identity provider: a form of ours, so that no other site can begin it, answered with a page that holds the way there,
 * since our policy lets forms go to our own site only.
 */
async function wayToProvider({ context }: ActionFunctionArgs, me: Account) {
  const { db, now, env, ip } = context
  const provider = env.identityProvider
  if (provider === null) throw new Response(null, { status: 404 })
  const { url, bind } = await startOutwardLogin({ db, now }, me, {
    provider,
    ip,
    returnTo: `${env.publicOrigin}/inloggen/extern/terug`,
    ring: env.sealKeys,
    key: accountsKey(env.sessionSecret),
  })
  return json({ url }, { headers: { 'Set-Cookie': outwardCookie(bind, OUTWARD_MINUTES, env.publicOrigin) } })
}

export default function AccountHome() {
  const {
    page,
    language,
    done,
    sessions,
    factors,
    isCompulsory,
    mayAdd,
    hasSecondStepPages,
    isSure,
    byCard,
    mayChangeAddress,
    hasOthers,
    maySave,
    outward,
  } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const way = said && 'url' in said ? said.url : null
  const words = accountWords(language)
  const { t } = useWords()
  return (
    <AccountFrame page={page}>
      {done && (
        <Note tone="ok" announce>
          {words.done[done]}
        </Note>
      )}
      <PageHead title={words.title} />
      {hasOthers && (
        <p>
          <ButtonLink variant="second" href="/account/rol">
            {words.role.link}
          </ButtonLink>
        </p>
      )}
      {maySave && (
        <p>
          <ButtonLink variant="second" icon="heart" href="/account/zoekopdrachten">
            {t('searches.own')}
          </ButtonLink>
        </p>
      )}
      {hasSecondStepPages && (
        <SecondSteps words={words} factors={factors} isCompulsory={isCompulsory} mayAdd={mayAdd} isSure={isSure} />
      )}
      {byCard && (
        <p>
          <ButtonLink variant="second" href="/account/kaart">
            {words.card.own}
          </ButtonLink>
        </p>
      )}
      {outward !== null &&
        (way === null ? (
          <PostForm gap={0} action="/account">
            <input type="hidden" name="intent" value="link-outward" />
            <Button variant="second">{words.outward.link(outward)}</Button>
          </PostForm>
        ) : (
          <Note title={words.outward.link(outward)} announce>
            <ButtonLink href={way}>{words.outward.title(outward)}</ButtonLink>
          </Note>
        ))}
      {mayChangeAddress && (
        <p>
          <ButtonLink variant="second" href="/account/adres">
            {words.address.title}
          </ButtonLink>
        </p>
      )}
      <OwnSessions words={words} sessions={sessions} />
      {mayChangeAddress && (
        <Row gap={3}>
          <TextLink href="/account/kopie">{words.rights.copy}</TextLink>
          <TextLink href="/account/wissen">{words.rights.erase}</TextLink>
        </Row>
      )}
    </AccountFrame>
  )
}
