import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import type { PageHandle } from '#app/root.tsx'
import { CardControls } from '#app/ui/account/card-controls.tsx'
import { PrintedCard } from '#app/ui/account/printed-card.tsx'
import { qrPath } from '#app/ui/account/qr-path.ts'
import { accountWords } from '#app/ui/account/words.ts'
import { TextLink } from '#app/ui/button.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { accessCardOfForm, makeAccessCard } from '#server/accounts/make-access-card.ts'
import { cardOfNewcomer } from '#server/accounts/reads-card.ts'
import { revokeAccessCard } from '#server/accounts/revoke-access-card.ts'
import { grouped } from '#server/accounts/rules.ts'
import { accountsKey } from '#server/accounts/tokens.ts'
import { recordPersonViews } from '#server/audit/record-view.ts'
import { frameOf } from './coach.frame.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf(accountWords('nl').card.title, data?.frame)

/** The card of a newcomer of the own caseload. */
export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'account.make-card')
  const newcomerId = args.params['id'] ?? ''
  return run(async () => {
    const found = await cardOfNewcomer(me.ctx, newcomerId)
    await recordPersonViews(me.ctx, 'dossier.viewed', [newcomerId], 'access-card')
    return json({ frame: await frameOf(args, me), newcomerId, ...found })
  })
}

const CardForm = z.object({ intent: z.enum(['make', 'revoke']) })

/** Makes a card and shows it in this answer, and nowhere else; or makes the one there is invalid. The same form sent twice shows the same card. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'account.make-card')
  const newcomerId = args.params['id'] ?? ''
  const form = await readForm(args.request, CardForm)
  if (!form.ok) throw new Response(null, { status: 400 })
  return run(async () => {
    const { publicOrigin, sessionSecret } = args.context.env
    const asked = { newcomerId, key: accountsKey(sessionSecret), form: form.key ?? '' }
    await onceFor(args, ctx, form, async (inside) => {
      if (form.value.intent === 'revoke') await revokeAccessCard(inside, { newcomerId })
      else await makeAccessCard(inside, asked)
      return { answer: {} }
    })
    if (form.value.intent === 'revoke') return redirectTo(`/coach/deelnemers/${newcomerId}/kaart?gedaan=revoked`)
    const { number, code, expiresAt } = await accessCardOfForm(ctx, asked)
    const address = `${publicOrigin}/inloggen/kaart`
    return json({ number: grouped(number), code, expiresAt, address, qr: qrPath(`${address}#${number}`) })
  })
}

export default function AccessCard() {
  const { frame, newcomerId, givenName, language, hasAccount, card } = useLoaderData<typeof loader>()
  const printed = useActionData<typeof action>()
  const words = accountWords('nl').card
  const home = `/coach/deelnemers/${newcomerId}`
  return (
    <CoachFrame frame={frame} current="caseload">
      <Stack gap={4}>
        <p className="in-noprint">
          <TextLink back href={home}>
            {words.back(givenName)}
          </TextLink>
        </p>
        {printed ? (
          <>
            <div className="in-noprint">
              <Note tone="warn" announce>
                {words.once}
              </Note>
            </div>
            <PrintedCard words={accountWords(language).card} language={language} name={givenName} card={printed} />
          </>
        ) : (
          <>
            <PageHead title={words.title} lead={words.lead(givenName)} />
            {frame.done === 'revoked' && (
              <Note tone="ok" announce>
                {words.revoked}
              </Note>
            )}
            <CardControls words={words} card={card} hasAccount={hasAccount} action={`${home}/kaart`} />
          </>
        )}
      </Stack>
    </CoachFrame>
  )
}
