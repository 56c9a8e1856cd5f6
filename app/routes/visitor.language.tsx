import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { json } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { isScreenLanguage } from '#app/request/language.ts'
import { redirectTo } from '#app/request/redirect-to.ts'
import { safePath } from '#app/request/safe-path.ts'
import { languageCookie, rememberedLanguage } from '#app/request/session.ts'
import type { PageHandle } from '#app/root.tsx'
import { LanguageChoices } from '#app/ui/home.tsx'
import { PublicShell } from '#app/ui/shell-public.tsx'
import { useWords, wordsFor } from '#app/ui/words/words.tsx'
import { SCREEN_LANGUAGES } from '#db/values/language.ts'

export const handle: PageHandle = { hydrate: false }
export const meta: MetaFunction = () => [{ title: 'Kies je taal · Choose your language · اختر لغتك - Instroom' }]

/**
 * The door: which language? `?taal=` remembers the answer and goes on, to the page that the person came from (`?van=`, a path after the
 * language). Who chose before goes straight on, unless they came to choose again.
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url)
  const { publicOrigin } = context.env
  const from = searchParams.get('van')
  const chosen = searchParams.get('taal')
  const pathIn = (language: string) =>
    safePath(`/${language}${from === null || from === '/' ? '' : from}`) ?? `/${language}`
  if (isScreenLanguage(chosen)) return redirectTo(pathIn(chosen), [languageCookie(chosen, publicOrigin)])
  const remembered = rememberedLanguage(request, publicOrigin)
  if (remembered !== null && from === null) return redirectTo(`/${remembered}`)
  const language = remembered ?? 'nl'
  return json({ language, remembered, from: from === null ? null : pathIn(language).slice(3) || '/' })
}

export default function ChooseLanguage() {
  const { remembered, from } = useLoaderData<typeof loader>()
  const { t, languageName, language: now } = useWords()
  const choices = SCREEN_LANGUAGES.map((language) => ({
    href: `/?taal=${language}${from === null ? '' : `&van=${encodeURIComponent(from)}`}`,
    lang: language,
    own: wordsFor(language).t('common.language'),
    name: language === now ? undefined : languageName(LONG[language]),
    rtl: language === 'ar',
    current: language === remembered,
  }))
  return (
    <PublicShell
      words={{
        skip: t('common.skip'),
        language: t('common.language'),
        languageLabel: t('common.languageLabel'),
        help: t('common.help'),
        mainMenu: t('common.mainMenu'),
        about: t('common.about'),
        home: t('common.home'),
      }}
      homeHref={`/${now}`}
      languageHref="/?van=/"
      helpHref={`/${now}/hulp`}
      nav={[]}
      footLinks={[
        { href: `/${now}/privacy`, label: t('common.privacy') },
        { href: '/inloggen', label: t('common.signIn') },
      ]}
    >
      <div className="in-stack in-gap-5">
        <h1 className="in-stack in-gap-1">
          {SCREEN_LANGUAGES.map((language) => (
            <span key={language} lang={language} dir={language === 'ar' ? 'rtl' : 'ltr'} className="in-start">
              {wordsFor(language).t('visitor.choose.title')}
            </span>
          ))}
        </h1>
        <LanguageChoices items={choices} />
        <p className="in-grey">{t('visitor.choose.text')}</p>
      </div>
    </PublicShell>
  )
}

const LONG = { nl: 'nld', en: 'eng', ar: 'ara' } as const
