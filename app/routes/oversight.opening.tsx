import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { run } from '#app/request/refusal.ts'
import { whoOf } from '#app/request/who.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button, TextLink } from '#app/ui/button.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { CopyPage } from '#app/ui/newcomer/copy-page.tsx'
import { OpeningsFrame } from '#app/ui/oversight/openings-frame.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { openedFile } from '#server/openings/reads.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction = () => [{ title: 'Dossier in nood - Instroom' }]

/** The file of one newcomer, for who asked it and as long as it is open. Reading it is written down. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'opening.read-file')
  return run(async () =>
    json({
      desk: ctx.actor.role,
      who: whoOf(account),
      municipality: account.organisation ?? '',
      file: await openedFile(ctx, args.params['id'] ?? ''),
    }),
  )
}

export default function OpenedFile() {
  const { desk, who, municipality, file } = useLoaderData<typeof loader>()
  const { t, moment } = useWords()
  return (
    <OpeningsFrame desk={desk} who={who} municipality={municipality}>
      <p>
        <TextLink back href="/inzage">
          {t('openings.back')}
        </TextLink>
      </p>
      <PageHead
        title={t('openings.file', { number: file.number })}
        above={t(`openings.whys.${file.why}`)}
        lead={t('openings.fileLead', { moment: file.endsAt === null ? '' : moment(file.endsAt) })}
      >
        <PostForm gap={0} action="/inzage">
          <input type="hidden" name="intent" value="ended" />
          <input type="hidden" name="openingId" value={file.id} />
          <Button variant="second">{t('openings.end')}</Button>
        </PostForm>
      </PageHead>
      <CopyPage tables={file.tables} />
    </OpeningsFrame>
  )
}
