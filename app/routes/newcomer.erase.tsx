import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { languageOfParams } from '#app/request/language.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { endCookie } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button, ButtonLink, TextLink } from '#app/ui/button.tsx'
import { IconList } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { isolated } from '#app/ui/newcomer/position-text.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { standingOf } from '#server/newcomers/reads-standing.ts'
import { isPlaced } from '#server/placements/reads.ts'
import { eraseMe } from '#server/privacy/erase-newcomer.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { pageOf } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('rights.erase.ask')} - Instroom` },
]
export { PublicError as ErrorBoundary }

/** Says what goes and what stays, and asks once more. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'privacy.erase')
  const page = pageOf(args, account)
  return run(async () => {
    const [{ coachName }, placed] = await Promise.all([standingOf(ctx), isPlaced(ctx.db, ctx.actor.newcomerId)])
    return json({ page, coachName, placed, key: newFormKey() })
  })
}

const EraseForm = z.object({ intent: z.literal('erase') })

/** Everything goes, the account too: the next page is one for everybody. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'privacy.erase')
  const form = await readForm(args.request, EraseForm)
  if (!form.ok) return again(form)
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => {
      await eraseMe(inside)
      return { answer: {} }
    })
    return redirectTo(`/${languageOfParams(args.params)}/gewist`, [endCookie('session', args.context.env.publicOrigin)])
  })
}

export default function Erase() {
  const { page, coachName, placed, key } = useLoaderData<typeof loader>()
  const { t } = useWords()
  const root = `/${page.language}/mijn-gegevens`
  return (
    <PublicFrame page={page} at="data">
      <div className="in-stack in-gap-5 in-reading">
        <PageHead title={t('rights.erase.ask')} lead={t('rights.erase.text')} />
        <section className="in-stack in-gap-3">
          <h2>{t('rights.erase.goes')}</h2>
          <IconList
            items={[
              { icon: 'stop', text: t('rights.erase.goes1') },
              { icon: 'stop', text: t('rights.erase.goes2') },
              { icon: 'eye-off', text: t('rights.erase.goes3') },
              { icon: 'lock', text: t('rights.erase.goes4') },
            ]}
          />
        </section>
        <section className="in-stack in-gap-3">
          <h2>{t('rights.erase.stays')}</h2>
          <IconList
            items={[
              { icon: 'flag', text: t('rights.erase.stays1') },
              { icon: 'calendar', text: t('rights.erase.stays2') },
              { icon: 'clock', text: t('rights.erase.stays3') },
            ]}
          />
        </section>
        {placed ? (
          <>
            <Note tone="warn">{t('rights.erase.placed', { coach: isolated(coachName) })}</Note>
            <TextLink back href={root}>
              {t('rights.copy.back')}
            </TextLink>
          </>
        ) : (
          <>
            <p>
              <TextLink href={`${root}/kopie`}>{t('rights.erase.first')}</TextLink>
            </p>
            <PostForm idempotencyKey={key} gap={3}>
              <input type="hidden" name="intent" value="erase" />
              <div className="in-row">
                <Button big icon="stop">
                  {t('rights.erase.confirm')}
                </Button>
                <ButtonLink big variant="second" href={root}>
                  {t('rights.erase.keep')}
                </ButtonLink>
              </div>
            </PostForm>
          </>
        )}
      </div>
    </PublicFrame>
  )
}
