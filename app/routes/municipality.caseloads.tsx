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
import { Badge } from '#app/ui/badge.tsx'
import { Button, TextLink } from '#app/ui/button.tsx'
import { CheckList } from '#app/ui/form/choices.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { Select } from '#app/ui/form/inputs.tsx'
import { MunicipalityFrame } from '#app/ui/municipality/frame.tsx'
import { Note } from '#app/ui/note.tsx'
import { Block, PageHead, Stack } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { moveNewcomers } from '#server/newcomers/move-newcomers.ts'
import { caseloadsOf, numbersOf } from '#server/newcomers/reads-caseloads.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.refused ? 'Fout: ' : ''}Verdeling van deelnemers - Instroom` },
]

/** The coaches of the municipality with how many newcomers they have; of one of them, those newcomers by number. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'newcomer.read-caseloads')
  const address = new URL(args.request.url).searchParams
  return run(async () => {
    const coaches = await caseloadsOf(ctx)
    const chosen = coaches.find(({ id }) => id === address.get('coach')) ?? null
    return json({
      refused: wasRefused(args),
      who: whoOf(account),
      municipality: account.organisation ?? '',
      coaches,
      chosen,
      numbers: chosen ? await numbersOf(ctx, chosen.id) : [],
      moved: Number(/^\d{1,3}$/.exec(address.get('over') ?? '')?.[0] ?? 0),
    })
  })
}

const MoveForm = z.object({
  newcomerIds: z.preprocess(
    (value) => (typeof value === 'string' ? [value] : value),
    z.array(z.uuid({ error: 'required' }), { error: 'required' }).min(1, { error: 'required' }),
  ),
  coachId: z.uuid({ error: 'required' }),
})

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'newcomer.read-caseloads')
  const form = await readForm(args.request, MoveForm)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  return run(async () => {
    const sent = await onceFor(args, ctx, form, async (inside) => ({
      answer: { moved: String(await moveNewcomers(inside, form.value)) },
    }))
    return redirectTo(`/gemeente/verdeling?over=${'answer' in sent ? sent.answer['moved'] : 0}`)
  })
}

export default function Caseloads() {
  const { who, municipality, coaches, chosen, numbers, moved } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const { t, day } = useWords()
  const action = chosen ? `/gemeente/verdeling?coach=${chosen.id}` : '/gemeente/verdeling'
  return (
    <MunicipalityFrame desk="municipality" who={who} municipality={municipality} current="caseloads">
      {moved > 0 && !said && (
        <Note tone="ok" announce>
          {t('caseloads.done', { count: moved })}
        </Note>
      )}
      <ErrorSummary
        title={t('common.errors', { count: 1 })}
        errors={{ newcomerIds: said ? t('caseloads.required') : undefined }}
      />
      <PageHead title={t('caseloads.title')} lead={t('caseloads.lead')} />
      <Stack gap={6}>
        <DataTable
          caption={t('caseloads.coaches')}
          captionHidden
          roomy
          rows={coaches}
          keyOf={({ id }) => id}
          isSelected={({ id }) => id === chosen?.id}
          columns={[
            { head: t('caseloads.coach'), cell: (one) => <bdi>{one.displayName}</bdi> },
            { head: t('caseloads.newcomers'), align: 'end', cell: (one) => one.newcomers },
            {
              head: t('caseloads.state'),
              cell: (one) => (
                <Badge tone={one.state === 'active' ? 'ok' : 'warn'}>{t(`people.states.${one.state}`)}</Badge>
              ),
            },
            {
              head: t('caseloads.see'),
              hidden: true,
              cell: (one) =>
                one.newcomers > 0 && (
                  <TextLink href={`/gemeente/verdeling?coach=${one.id}`}>{t('caseloads.see')}</TextLink>
                ),
            },
          ]}
        />
        {chosen && (
          <Block title={t('caseloads.of', { name: chosen.displayName })} id="deelnemers">
            {numbers.length === 0 ? (
              <p>{t('caseloads.nobody')}</p>
            ) : (
              <PostForm card gap={4} action={action}>
                <CheckList
                  name="newcomerIds"
                  label={t('caseloads.which')}
                  options={numbers.map((one) => ({
                    value: one.id,
                    label: t('caseloads.number', { number: one.number }),
                    hint: (
                      <>
                        {t(`enum.availability.${one.availability}`)}
                        {one.waitingSince && `, ${t('caseloads.since', { day: day(one.waitingSince) })}`}
                        <span className="in-src">{one.id}</span>
                      </>
                    ),
                  }))}
                />
                <Select
                  name="coachId"
                  label={t('caseloads.to')}
                  empty={t('caseloads.choose')}
                  options={coaches
                    .filter((one) => one.id !== chosen.id && one.state === 'active')
                    .map((one) => ({ value: one.id, label: one.displayName }))}
                />
                <p>
                  <Button>{t('caseloads.move')}</Button>
                </p>
              </PostForm>
            )}
          </Block>
        )}
      </Stack>
    </MunicipalityFrame>
  )
}
