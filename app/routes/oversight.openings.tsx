import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import { whoOf } from '#app/request/who.ts'
import type { PageHandle } from '#app/root.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { AskOpening, OpeningTable } from '#app/ui/oversight/openings.tsx'
import { OpeningsFrame } from '#app/ui/oversight/openings-frame.tsx'
import { Block, PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { AskOpeningInput, askOpening } from '#server/openings/ask-opening.ts'
import { decideOpening } from '#server/openings/decide-opening.ts'
import { endOpening } from '#server/openings/end-opening.ts'
import { openingsFor } from '#server/openings/reads.ts'
import { Refusal } from '#server/platform/refusal.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.refused ? 'Fout: ' : ''}Noodinzage - Instroom` },
]

const DONE = ['asked', 'approved', 'refused', 'ended'] as const

/** Who asked to read a file in an emergency, and what a second person said. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'opening.read')
  const said = new URL(args.request.url).searchParams.get('gedaan')
  return run(async () =>
    json({
      refused: wasRefused(args),
      desk: ctx.actor.role,
      who: whoOf(account),
      municipality: account.organisation ?? '',
      done: DONE.find((one) => one === said) ?? null,
      rows: await openingsFor(ctx),
    }),
  )
}

const OpeningForm = z.discriminatedUnion('intent', [
  AskOpeningInput.extend({ intent: z.literal('ask') }),
  z.object({ intent: z.literal('approved'), openingId: z.uuid() }),
  z.object({ intent: z.literal('refused'), openingId: z.uuid() }),
  z.object({ intent: z.literal('ended'), openingId: z.uuid() }),
])

/** Asks, decides or closes. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'opening.read')
  const form = await readForm(args.request, OpeningForm)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  const input = form.value
  return run(async () => {
    try {
      const sent = await onceFor(args, ctx, form, async (inside) => {
        if (input.intent === 'ask') {
          const { newcomerId, why, reason } = input
          await askOpening(inside, { newcomerId, why, reason })
          return { answer: { done: 'asked' } }
        }
        const { intent, openingId } = input
        if (intent === 'ended') await endOpening(inside, { openingId })
        else await decideOpening(inside, { openingId, state: intent })
        return { answer: { done: intent } }
      })
      return redirectTo(`/inzage?gedaan=${'answer' in sent ? sent.answer['done'] : ''}`)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'not-found' || input.intent !== 'ask') throw error
      markRefused(args)
      return again({ ok: false, values: form.values, errors: { newcomerId: ['required'] }, key: null })
    }
  })
}

export default function Openings() {
  const { desk, who, municipality, done, rows } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const { t } = useWords()
  const errors = {
    newcomerId: said?.errors['newcomerId'] ? t('openings.numberWrong') : undefined,
    why: said?.errors['why'] ? t('error.required') : undefined,
    reason: said?.errors['reason']
      ? t(said.errors['reason'][0] === 'never-stored' ? 'error.never-stored' : 'openings.reasonShort')
      : undefined,
  }
  return (
    <OpeningsFrame desk={desk} who={who} municipality={municipality}>
      {done && !said && (
        <Note tone="ok" announce>
          {t(`openings.done.${done}`)}
        </Note>
      )}
      <ErrorSummary
        title={t('common.errors', { count: Object.values(errors).filter(Boolean).length })}
        errors={errors}
      />
      <PageHead title={t('openings.title')} lead={t('openings.lead')} />
      <Stack gap={6}>
        <Block title={t('openings.list')}>
          <OpeningTable rows={rows} />
        </Block>
        <Block title={t('openings.ask')}>
          <AskOpening values={said?.values ?? {}} errors={errors} />
        </Block>
      </Stack>
    </OpeningsFrame>
  )
}
