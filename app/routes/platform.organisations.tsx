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
import { Button } from '#app/ui/button.tsx'
import { ErrorSummary, FilterForm, FilterSelect, PostForm } from '#app/ui/form/form.tsx'
import { TextInput } from '#app/ui/form/inputs.tsx'
import { OversightFrame } from '#app/ui/oversight/frame.tsx'
import { OrganisationTable } from '#app/ui/oversight/organisation-table.tsx'
import { Block, PageHead, Stack } from '#app/ui/stack.tsx'
import { useWords } from '#app/ui/words/words.tsx'
import { createEmployer } from '#server/accounts/create-employer.ts'
import { organisationsFor } from '#server/accounts/reads-organisations.ts'
import { filledText, orNull } from '#server/platform/fields.ts'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.refused ? 'Fout: ' : ''}Organisaties - Instroom` },
]

/** Employers and municipalities: who takes part, who waits for a yes, who was suspended. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account } = await signedIn(args, 'organisation.read')
  const address = new URL(args.request.url).searchParams
  const kind = address.get('soort') === 'municipality' ? ('municipality' as const) : ('employer' as const)
  const asked = (address.get('q') ?? '')
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 80)
  return run(async () =>
    json({
      refused: wasRefused(args),
      who: whoOf(account),
      kind,
      asked,
      rows: await organisationsFor(ctx, kind, asked),
    }),
  )
}

const AddForm = z.object({
  name: filledText(120),
  kvk: orNull(
    z
      .string()
      .transform((typed) => typed.replace(/\s/g, ''))
      .pipe(z.string().regex(/^\d{8}$/, { error: 'not-whole' })),
  ),
})

/** Adds an employer; who it is, its municipality or the platform confirms afterwards. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'organisation.read')
  const form = await readForm(args.request, AddForm)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  return run(async () => {
    const sent = await onceFor(args, ctx, form, async (inside) => ({
      answer: { id: await createEmployer(inside, form.value) },
    }))
    return redirectTo(`/beheer/organisaties/${'answer' in sent ? sent.answer['id'] : ''}?gedaan=created`)
  })
}

export default function Organisations() {
  const { who, kind, asked, rows } = useLoaderData<typeof loader>()
  const said = useActionData<typeof action>()
  const { t } = useWords()
  const typed = (name: string) => {
    const value = said?.values[name]
    return typeof value === 'string' ? value : undefined
  }
  const errors = {
    name: said?.errors['name'] ? t('error.required') : undefined,
    kvk: said?.errors['kvk'] ? t('organisations.kvkWrong') : undefined,
  }
  return (
    <OversightFrame desk="platform" who={who} current="organisations">
      <ErrorSummary
        title={t('common.errors', { count: Object.values(errors).filter(Boolean).length })}
        errors={errors}
      />
      <PageHead title={t('organisations.title')} lead={t('organisations.lead')}>
        <FilterForm action="/beheer" label={t('organisations.filter')}>
          <FilterSelect
            name="soort"
            label={t('organisations.kind')}
            defaultValue={kind}
            options={(['employer', 'municipality'] as const).map((value) => ({
              value,
              label: t(`organisations.kinds.${value}`),
            }))}
          />
          <label>
            {t('organisations.search')}
            <input className="in-input" name="q" type="search" maxLength={80} defaultValue={asked} />
          </label>
          <Button variant="second" icon="filter">
            {t('organisations.show')}
          </Button>
        </FilterForm>
      </PageHead>
      <Stack gap={6}>
        <OrganisationTable
          caption={t(`organisations.kinds.${kind}`)}
          rows={rows}
          hrefOf={({ id }) => `/beheer/organisaties/${id}`}
        />
        <Block title={t('organisations.add')}>
          <PostForm card gap={4} action="/beheer">
            <TextInput
              name="name"
              label={t('organisations.name')}
              hint={t('organisations.addText')}
              error={errors.name}
              autoComplete="off"
              width="m"
              required
              defaultValue={typed('name')}
            />
            <TextInput
              name="kvk"
              label={t('organisations.kvkNumber')}
              error={errors.kvk}
              inputMode="numeric"
              autoComplete="off"
              width="s"
              defaultValue={typed('kvk')}
            />
            <p>
              <Button>{t('organisations.save')}</Button>
            </p>
          </PostForm>
        </Block>
      </Stack>
    </OversightFrame>
  )
}
