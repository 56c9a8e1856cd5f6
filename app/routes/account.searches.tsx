import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { signedIn } from '#app/request/context.ts'
import { again, newFormKey, readForm } from '#app/request/form.ts'
import { onceFor } from '#app/request/once.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { run } from '#app/request/refusal.ts'
import { markRefused } from '#app/request/refused-form.ts'
import type { PageHandle } from '#app/root.tsx'
import { SavedSearches } from '#app/ui/account/saved-searches.tsx'
import { ButtonLink } from '#app/ui/button.tsx'
import { EmptyState } from '#app/ui/empty.tsx'
import { Note } from '#app/ui/note.tsx'
import { PageHead, Section } from '#app/ui/stack.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { savedSearchesOf } from '#server/search/reads-saved.ts'
import { removeSavedSearch, SavedSearchInput } from '#server/search/remove-saved-search.ts'
import { restoreSavedSearch } from '#server/search/restore-saved-search.ts'
import { positionsAddress } from '#server/search/rules-position-address.ts'
import { MOST_SAVED } from '#server/search/rules-saved.ts'
import { SaveSearchInput, saveSearch } from '#server/search/save-search.ts'
import { AccountFrame, accountPage } from './account.frame.tsx'

export const handle: PageHandle = { hydrate: false, staff: true }
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${wordsFor(data?.language ?? 'nl').t('searches.title')} - Instroom` },
]

const DONE = ['saved', 'removed', 'restored', 'full', 'broad'] as const

/** The searches of positions that one keeps. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, account: me } = await signedIn(args, 'search.read-saved')
  const page = accountPage(me)
  const said = new URL(args.request.url).searchParams.get('gedaan')
  return run(async () => {
    const searches = await savedSearchesOf(ctx)
    return json({
      page,
      language: page.language,
      done: DONE.find((one) => one === said) ?? null,
      root: `/${page.language}/plekken`,
      searches: searches.map(({ toldAt, ...one }) => ({
        ...one,
        toldAt: toldAt?.toISOString() ?? null,
        // What is new stands first, where something is.
        href: positionsAddress(`/${page.language}/plekken`, toldAt ? { ...one.asked, order: 'newest' } : one.asked),
      })),
      key: newFormKey(),
    })
  })
}

const SearchesForm = z.discriminatedUnion('intent', [
  SaveSearchInput.extend({ intent: z.literal('save') }),
  SavedSearchInput.extend({ intent: z.literal('remove') }),
  SavedSearchInput.extend({ intent: z.literal('restore') }),
])

/** Keeps one, takes one away, or puts it back. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await signedIn(args, 'search.read-saved')
  const form = await readForm(args.request, SearchesForm)
  if (!form.ok) {
    markRefused(args)
    return again(form)
  }
  const { value } = form
  return run(async () => {
    const sent = await onceFor(args, ctx, form, async (inside) => {
      if (value.intent === 'save') return { answer: { done: await saveSearch(inside, { question: value.question }) } }
      const chosen = { savedSearchId: value.savedSearchId }
      if (value.intent === 'restore') return { answer: { done: await restoreSavedSearch(inside, chosen) } }
      await removeSavedSearch(inside, chosen)
      return { answer: { done: 'removed' } }
    })
    return redirectTo(`/account/zoekopdrachten?gedaan=${'answer' in sent ? sent.answer['done'] : ''}`)
  })
}

export default function AccountSearches() {
  const { page, done, root, searches, key } = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  const { t } = useWords()
  const kept = searches.filter((one) => !one.isRemoved)
  const removed = searches.filter((one) => one.isRemoved)
  return (
    <AccountFrame page={page}>
      {done && (
        <Note tone={done === 'full' || done === 'broad' ? 'warn' : 'ok'} announce>
          {t(`searches.done.${done}`, { most: MOST_SAVED })}
        </Note>
      )}
      {refused && (
        <Note tone="warn" announce>
          {t('searches.wrong')}
        </Note>
      )}
      <PageHead title={t('searches.title')} lead={t('searches.lead')} />
      {kept.length === 0 ? (
        <EmptyState
          pictogram="help"
          title={t('searches.none')}
          text={t('searches.noneText')}
          action={<ButtonLink href={root}>{t('searches.find')}</ButtonLink>}
        />
      ) : (
        <SavedSearches searches={kept} formKey={key} />
      )}
      {removed.length > 0 && (
        <Section title={t('searches.removed')}>
          <p className="in-grey">{t('searches.removedText')}</p>
          <SavedSearches searches={removed} formKey={key} />
        </Section>
      )}
    </AccountFrame>
  )
}
