import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { Button, TextLink } from '#app/ui/button.tsx'
import { CoachFrame } from '#app/ui/coach/frame.tsx'
import { IdentityFields } from '#app/ui/coach/identity-fields.tsx'
import { ErrorSummary, PostForm } from '#app/ui/form/form.tsx'
import { labelFor, sentencesFor, textOf } from '#app/ui/form/form-errors.ts'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { CreateNewcomerInput, createNewcomer } from '#server/newcomers/create-newcomer.ts'
import { frameOf } from './coach.frame.ts'
import { titleOf } from './coach.title.ts'

export const handle: PageHandle = { staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => titleOf('Nieuwe deelnemer', data?.frame)

export async function loader(args: LoaderFunctionArgs) {
  const me = await signedIn(args, 'newcomer.create')
  return run(async () => json({ frame: await frameOf(args, me), key: newFormKey() }))
}

export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'newcomer.create')
  const form = await readForm(args.request, CreateNewcomerInput)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  return run(async () => {
    const done = await onceFor(args, ctx, form, async (inside) => ({
      answer: await createNewcomer(inside, form.value),
    }))
    if ('again' in done) return again(form)
    return redirectTo(`/coach/deelnemers/${done.answer['newcomerId']}?gedaan=created`)
  })
}

export default function NewNewcomer() {
  const { frame, key } = useLoaderData<typeof loader>()
  const typed = useActionData<typeof action>()
  const { t } = useWords()
  const errors = sentencesFor(typed?.errors ?? {}, (name) => labelFor(name, t), t)
  return (
    <CoachFrame frame={frame} current="caseload">
      <Stack gap={3}>
        <p>
          <TextLink back href="/coach/deelnemers">
            {t('coach.newcomer.back')}
          </TextLink>
        </p>
        <ErrorSummary title={t('common.errors', { count: Object.keys(errors).length })} errors={errors} />
        <PageHead title={t('coach.create.title')} lead={t('coach.create.lead')} />
        <PostForm action="/coach/deelnemers/nieuw" idempotencyKey={key} card>
          <Note>{t('coach.create.privacy')}</Note>
          <IdentityFields typedIn={(name) => textOf(typed?.values ?? {}, name)} errors={errors} />
          <div>
            <Button>{t('coach.create.submit')}</Button>
          </div>
        </PostForm>
      </Stack>
    </CoachFrame>
  )
}
