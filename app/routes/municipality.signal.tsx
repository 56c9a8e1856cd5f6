import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { refusalResponse, run } from '#app/request/refusal.ts'
import { markRefused, wasRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { useTyped } from '#app/ui/municipality/decision-form.tsx'
import { EarlierAnswers } from '#app/ui/municipality/earlier-answers.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { CloseByTwo, CloseSignalForm, MadeWith, SignalAnswer, SignalFacts } from '#app/ui/municipality/signal-page.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { signalSentence } from '#app/ui/words/signal-sentence.ts'
import { useWords } from '#app/ui/words/words.tsx'
import { CloseSignalInput, closeSignal } from '#server/cases/close-signal.ts'
import { earlierAnswersTo } from '#server/cases/reads-given-answers.ts'
import { numbersMadeWith } from '#server/cases/reads-profiles.ts'
import { signalFor, signalsFor } from '#server/cases/reads-signals.ts'
import { dayOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { officerFrame } from './municipality.frame.ts'
import { madeWith, signalShown } from './municipality.signal-view.ts'
import { officerTitle } from './municipality.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => officerTitle('Signaal', data?.refused)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'case.read')
  return run(async () => {
    const [frame, signals] = await Promise.all([officerFrame(me), signalsFor(me.ctx)])
    const found = signals.find((one) => one.id === args.params['id'])
    if (!found) throw refusalResponse(new Refusal('not-found'))
    const numbers = await numbersMadeWith(me.ctx.db, found)
    const earlier = (await earlierAnswersTo(me.ctx.db, 'signal', [found.id])).get(found.id) ?? []
    return json({
      refused: wasRefused(args),
      earlier: earlier.map(({ body, at }) => ({ body, at: at.toISOString() })),
      key: newFormKey(),
      frame,
      today: dayOf(me.ctx.now),
      signal: { ...signalShown(found, me.ctx.actor.accountId), madeWith: madeWith(found.policyVersion, numbers) },
    })
  })
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'case.read')
  const signalId = args.params['id'] ?? ''
  const form = await readForm(args.request, CloseSignalInput.pick({ reason: true }).strip())
  return run(async () => {
    await signalFor(ctx, ctx.db, signalId)
    if (!form.ok) {
      markRefused(args)
      return again(form)
    }
    const done = await onceFor(args, ctx, form, async (inside) => {
      return { answer: { became: await closeSignal(inside, { ...form.value, signalId }) } }
    })
    const isAsked = 'answer' in done && done.answer['became'] === 'asked'
    return redirectTo(`/toets/signalen?gedaan=${isAsked ? 'gevraagd' : 'signaal'}`)
  })
}

/** One signal: what was counted, what the employer says, and closing it with a reason. No judgement until an officer gives one. */
export default function Signal() {
  const { key, frame, today, signal, earlier } = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()
  const words = useWords()
  const { t } = words
  const { errors, typed } = useTyped(sent as Parameters<typeof useTyped>[0])
  return (
    <MunicipalityFrame {...frame} current="signals">
      <p>
        <TextLink back href="/toets/signalen">
          {t('signals.one.back')}
        </TextLink>
      </p>
      <PageHead
        above={signal.state === 'closed' ? t('signals.state.closed') : t('monitor.signal')}
        title={signalSentence(signal, words)}
      />
      <Stack gap={6}>
        {sent && <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />}
        <SignalFacts signal={signal} today={today} />
        <MadeWith madeWith={signal.madeWith} />
        <SignalAnswer signal={signal} today={today} />
        <EarlierAnswers answers={earlier} />
        {signal.state !== 'closed' && (
          <>
            <CloseByTwo signal={signal} />
            {signal.closes !== 'waits' && (
              <CloseSignalForm
                formKey={key}
                pauses={signal.pauses}
                isAsking={signal.closes === 'ask'}
                error={errors['reason']?.[0]}
                typed={typed('reason')}
              />
            )}
          </>
        )}
      </Stack>
    </MunicipalityFrame>
  )
}
