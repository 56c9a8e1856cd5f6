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
import type { PageHandle } from '#app/root.tsx'
import { Button, ButtonLink } from '#app/ui/button.tsx'
import { IconList } from '#app/ui/card.tsx'
import { PostForm } from '#app/ui/form/form.tsx'
import { isolated } from '#app/ui/newcomer/position-text.tsx'
import { PageHead } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { changeAvailability } from '#server/newcomers/change-availability.ts'
import { standingOf } from '#server/newcomers/reads-standing.ts'
import { PublicError, PublicFrame } from './visitor.frame.tsx'
import { pageOf } from './visitor.page.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.page.language ?? 'nl').t('newcomer.stop.title')} - Instroom` },
]
export { PublicError as ErrorBoundary }

/** Asks once more before somebody stops; who cannot stop now (at work, or stopped already) goes back to the own data. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'newcomer.read-own')
  const page = pageOf(args, account)
  return run(async () => {
    const { coachName, steps } = await standingOf(ctx)
    if (!steps.includes('withdraw')) return redirectTo(`/${page.language}/mijn-gegevens`)
    return json({ page, coachName, key: newFormKey() })
  })
}

const StopForm = z.object({ intent: z.literal('withdraw') })

/** Stops: the coach is told, and the cards close. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'newcomer.read-own')
  const language = languageOfParams(args.params)
  const form = await readForm(args.request, StopForm)
  if (!form.ok) return again(form)
  return run(async () => {
    await onceFor(args, ctx, form, async (inside) => {
      await changeAvailability(inside, { newcomerId: ctx.actor.newcomerId, step: 'withdraw' })
      return { answer: {} }
    })
    return redirectTo(`/${language}/mijn-gegevens?gedaan=stopped`)
  })
}

export default function Stop() {
  const { page, coachName, key } = useLoaderData<typeof loader>()
  const { t } = useWords()
  return (
    <PublicFrame page={page} at="data">
      <div className="in-stack in-gap-5 in-reading">
        <PageHead title={t('newcomer.stop.title')} lead={t('newcomer.stop.text')} />
        <section className="in-stack in-gap-3">
          <h2>{t('newcomer.stop.what')}</h2>
          <IconList
            items={[
              { icon: 'eye-off', text: t('newcomer.stop.what1') },
              { icon: 'stop', text: t('newcomer.stop.what2') },
              { icon: 'mouth', text: t('newcomer.stop.what3', { coach: isolated(coachName) }) },
              { icon: 'undo', text: t('newcomer.stop.what4', { coach: isolated(coachName) }) },
            ]}
          />
        </section>
        <PostForm idempotencyKey={key} gap={3}>
          <input type="hidden" name="intent" value="withdraw" />
          <div className="in-row">
            <Button big icon="stop">
              {t('newcomer.stop.confirm')}
            </Button>
            <ButtonLink big variant="second" href={`/${page.language}/mijn-gegevens`}>
              {t('newcomer.stop.keep')}
            </ButtonLink>
          </div>
        </PostForm>
      </div>
    </PublicFrame>
  )
}
