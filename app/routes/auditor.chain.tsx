import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import { whoOf } from '#app/request/who.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button } from '#app/ui/button.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { Note } from '#app/ui/note.tsx'
import { OversightFrame } from '#app/ui/oversight/frame.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { CHECKED_ENTRIES, checkAudit } from '#server/audit/check-audit.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction = () => [{ title: 'Keten nakijken - Instroom' }]

/** The page from which the auditor has the chain checked. */
export async function loader(args: LoaderFunctionArgs) {
  const { account } = await signedIn(args, 'audit.read')
  return json({ who: whoOf(account), most: CHECKED_ENTRIES })
}

/** Makes the newest part of every chain again and shows what came of it. Sent twice, it is checked twice: it changes nothing. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'audit.read')
  return run(async () => {
    const began = performance.now()
    const { entries, streams, waiting, faults, passedOver } = await checkAudit(ctx)
    const seconds = Math.round((performance.now() - began) / 100) / 10
    return json({ entries, streams, waiting, faults, passedOver, seconds })
  })
}

export default function Chain() {
  const { who, most } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const { t, number } = useWords()
  return (
    <OversightFrame desk="auditor" who={who} current="chain">
      <PageHead title={t('oversight.nav.chain')} lead={t('oversight.audit.chainLead')} />
      <Stack gap={5}>
        {said && said.faults.length === 0 && (
          <Note tone="ok" announce>
            {t(said.passedOver > 0 ? 'oversight.audit.newest' : 'oversight.audit.whole', {
              entries: number(said.entries),
              streams: number(said.streams),
              waiting: number(said.waiting),
            })}{' '}
            {t('oversight.audit.took', { seconds: number(said.seconds) })}
          </Note>
        )}
        {said && said.faults.length > 0 && (
          <Note tone="error" title={t('oversight.audit.broken')} announce>
            <ul>
              {said.faults.map((one) => (
                <li key={`${one.stream} ${one.seq}`}>
                  {t('oversight.audit.brokenText', {
                    stream: one.stream,
                    seq: one.seq ?? '',
                    what: t(`oversight.audit.why.${one.why}`),
                  })}
                </li>
              ))}
            </ul>
          </Note>
        )}
        {said && said.passedOver > 0 && (
          <p>
            {t('oversight.audit.passedOver', { older: number(said.passedOver) })}{' '}
            <code dir="ltr">npm run audit -- --verify</code>
          </p>
        )}
        <p>{t('oversight.audit.chainPart', { most: number(most) })}</p>
        <PostForm gap={0} action="/controle/keten">
          <Button>{t('oversight.audit.verify')}</Button>
        </PostForm>
      </Stack>
    </OversightFrame>
  )
}
