import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, KEY_FIELD, newFormKey, readForm, takeKept } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { TextLink } from '#app/ui/button.tsx'
import { FollowUpForm } from '#app/ui/coach/follow-up-form.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { ErrorSummary } from '#app/ui/form/form.tsx'
import { sentencesFor, textOf } from '#app/ui/form/form-errors.ts'
import { Note } from '#app/ui/note.tsx'
import { Log } from '#app/ui/pictures/lists.tsx'
import { Block, PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { recordProposalViews } from '#server/audit/record-view.ts'
import { AnswerFollowUpInput, answerFollowUp } from '#server/placements/answer-follow-up.ts'
import { placementOfFollowUp } from '#server/placements/reads.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { frameOf } from './coach.frame.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Gesprek vastleggen', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'follow-up.answer')
  return run(async () => {
    const id = args.params['id'] ?? ''
    const placement = await placementOfFollowUp(me.ctx, id)
    const talk = placement.followUps.find((one) => one.id === id)
    if (!talk) throw new Refusal('not-found')
    await recordProposalViews(me.ctx, [{ proposalId: placement.proposalId, action: 'dossier.viewed' }], 'follow-up')
    const { id: placementId, newcomerName, title, employerName, startsOn, mentor, followUps } = placement
    return json({
      frame: await frameOf(args, me),
      placement: { id: placementId, newcomerName, title, employerName, startsOn, mentor },
      talk,
      earlier: followUps.filter((one) => one.state === 'done' && one.id !== id),
      key: newFormKey(),
    })
  })
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'follow-up.answer')
  const sent = new URLSearchParams(await args.request.text())
  const body = new URLSearchParams({ followUpId: args.params['id'] ?? '', [KEY_FIELD]: sent.get(KEY_FIELD) ?? '' })
  takeKept(sent, body)
  for (const name of ['outcome', 'concern', 'note']) body.set(name, sent.get(name) ?? '')
  const form = await readForm(new Request(args.request.url, { method: 'POST', body }), AnswerFollowUpInput)
  if (!form.ok) {
    if (form.errors['followUpId']) throw new Response(null, { status: 404 })
    markRefused(args)
    return again(form)
  }
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => {
      await answerFollowUp(inside, form.value)
      return { answer: {} }
    })
    return redirectTo('/coach/plaatsingen?gedaan=follow-up')
  })
}

export default function FollowUp() {
  const { frame, placement, talk, earlier, key } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t, day } = useWords()
  const labelOf = (name: string) =>
    name === 'outcome' || name === 'concern' || name === 'note' ? t(`coach.followUp.${name}`) : ''
  const errors = sentencesFor(typed?.errors ?? {}, labelOf, t)
  const isOpen = talk.state === 'due' || talk.state === 'waiting'
  return (
    <CoachFrame frame={frame} current="placements">
      <Stack gap={4}>
        <p>
          <TextLink back href="/coach/plaatsingen">
            {t('coach.followUp.back')}
          </TextLink>
        </p>
        <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
        <PageHead
          title={t('coach.today.followUp', { kind: t(`enum.followUpKind.${talk.kind}`), name: placement.newcomerName })}
          lead={t('coach.followUp.lead', {
            title: placement.title,
            employer: placement.employerName,
            day: day(placement.startsOn),
            mentor: placement.mentor,
          })}
        />
        {talk.state === 'done' && talk.outcome && (
          <Note tone="ok" title={t('coach.followUp.done')}>
            {t('coach.followUp.doneText', { outcome: t(`enum.followUpOutcome.${talk.outcome}`) })}
          </Note>
        )}
        {talk.state === 'dropped' && <Note tone="sand">{t('coach.followUp.dropped')}</Note>}
        {isOpen && (
          <FollowUpForm
            action={`/coach/vervolg/${talk.id}`}
            keyValue={key}
            errors={errors}
            typedIn={(name) => (typed ? textOf(typed.values, name) : undefined)}
          />
        )}
        <p>
          <TextLink href={`/coach/plaatsingen/${placement.id}/contract`}>{t('coach.contract.link')}</TextLink>
        </p>
        {earlier.length > 0 && (
          <Block title={t('coach.followUp.earlier')}>
            <Log
              items={earlier.map((one) => ({
                at: one.dueOn,
                when: day(one.dueOn),
                text: `${t(`enum.followUpKind.${one.kind}`)}: ${one.outcome ? t(`enum.followUpOutcome.${one.outcome}`) : ''}${one.note ? `. ${one.note}` : ''}`,
              }))}
            />
          </Block>
        )}
      </Stack>
    </CoachFrame>
  )
}
