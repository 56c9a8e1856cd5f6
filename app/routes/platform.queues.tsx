import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { whoOf } from '#app/request/who.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button } from '#app/ui/button.tsx'
import { Card, DescriptionList } from '#app/ui/card.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { OversightFrame } from '#app/ui/oversight/frame.tsx'
import { Block, PageHead, Stack } from '#app/ui/stack.tsx'
import { DataTable } from '#app/ui/table.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { queueState } from '#server/outbox/reads-dead.ts'
import { resendDeadJobs } from '#server/outbox/resend-dead-jobs.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction = () => [{ title: 'Wachtrijen - Instroom' }]

/** What waits, what failed for good, and what was read of reference data: numbers and codes. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'outbox.read')
  const done = new URL(args.request.url).searchParams.get('gedaan') === 'revived'
  return run(async () => json({ who: whoOf(account), done, ...(await queueState(ctx)) }))
}

/** Lets all that failed be done once more. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'outbox.read')
  const form = await readForm(args.request, z.object({ intent: z.literal('revive') }))
  if (!form.ok) throw new Response(null, { status: 400 })
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => ({ answer: { count: String(await resendDeadJobs(inside)) } }))
    return redirectTo('/beheer/wachtrijen?gedaan=revived')
  })
}

export default function Queues() {
  const { who, done, depth, dead, imports } = useLoaderData<typeof loader>()
  const { t, moment } = useWords()
  return (
    <OversightFrame desk="platform" who={who} current="queues">
      {done && (
        <Note tone="ok" announce>
          {t('oversight.queues.revived')}
        </Note>
      )}
      <PageHead title={t('oversight.nav.queues')} lead={t('oversight.queues.lead')} />
      <Stack gap={6}>
        <Card>
          <DescriptionList
            items={[
              { term: t('oversight.queues.waiting'), value: depth.waiting },
              { term: t('oversight.queues.oldest'), value: depth.oldestSeconds },
              { term: t('oversight.queues.dead'), value: depth.dead },
            ]}
          />
        </Card>
        <Block title={t('oversight.queues.failed')}>
          <DataTable
            caption={t('oversight.queues.failed')}
            captionHidden
            rows={dead}
            keyOf={({ key }) => key}
            empty={
              <EmptyState
                inline
                pictogram="shield"
                title={t('oversight.queues.none')}
                text={t('oversight.queues.noneText')}
              />
            }
            columns={[
              { head: t('oversight.queues.job'), cell: ({ job }) => job },
              { head: t('oversight.queues.event'), cell: ({ key }) => key.split(':')[0] },
              { head: t('oversight.queues.reason'), cell: ({ reason }) => reason },
              { head: t('oversight.queues.attempts'), align: 'end', cell: ({ attempts }) => attempts },
              { head: t('oversight.queues.when'), cell: ({ failedAt }) => (failedAt ? moment(failedAt) : '') },
            ]}
          />
          {dead.length > 0 && (
            <PostForm gap={0} action="/beheer/wachtrijen">
              <input type="hidden" name="intent" value="revive" />
              <Button>{t('oversight.queues.revive')}</Button>
            </PostForm>
          )}
        </Block>
        <Block title={t('oversight.queues.imports')}>
          <DataTable
            caption={t('oversight.queues.imports')}
            captionHidden
            rows={imports}
            keyOf={({ id }) => id}
            empty={<EmptyState inline pictogram="place" title={t('oversight.queues.noImports')} />}
            columns={[
              { head: t('oversight.queues.file'), cell: ({ file }) => <bdi>{file}</bdi> },
              { head: t('oversight.queues.read'), align: 'end', cell: ({ read }) => read },
              { head: t('oversight.queues.written'), align: 'end', cell: ({ written }) => written },
              { head: t('oversight.queues.skipped'), align: 'end', cell: ({ skipped }) => skipped },
              { head: t('oversight.queues.on'), cell: ({ importedAt }) => (importedAt ? moment(importedAt) : '') },
            ]}
          />
        </Block>
      </Stack>
    </OversightFrame>
  )
}
